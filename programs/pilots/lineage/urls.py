from django.urls import path, re_path

from . import views

urlpatterns = [
    path("pembina/", views.mentor_country, name="mentor_country"),
    re_path(r"^pembina/(?P<code>[0-9]{2})/$", views.mentor_province, name="mentor_province"),
    path("percontohan/<int:pilot_id>/pembina/", views.mentor_create, name="mentor_create"),
    path("pembina/usaha/<int:mentor_id>/", views.mentor_detail, name="mentor_detail"),
    path("pembina/usaha/<int:mentor_id>/jawab/", views.mentor_answer, name="mentor_answer"),
    path("pembina/usaha/<int:mentor_id>/berhenti/", views.mentor_end, name="mentor_end"),
    path("pembina/usaha/<int:mentor_id>/calon/", views.mentee_list, name="mentee_list"),
    path(
        "pembina/usaha/<int:mentor_id>/calon/<int:business_id>/",
        views.mentorship_propose,
        name="mentorship_propose",
    ),
    path("pembina/minta/<int:business_id>/", views.mentorship_ask, name="mentorship_ask"),
    path("pembina/binaan/<int:mentorship_id>/", views.mentorship_detail, name="mentorship_detail"),
    path("pembina/binaan/<int:mentorship_id>/jawab/", views.mentorship_answer, name="mentorship_answer"),
    path("pembina/binaan/<int:mentorship_id>/akhiri/", views.mentorship_end, name="mentorship_end"),
]
