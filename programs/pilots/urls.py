from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("programs.pilots.offers.urls")),
    path("", include("programs.pilots.drafts.urls")),
    path("", include("programs.pilots.consents.urls")),
    path("", include("programs.pilots.exceptions.urls")),
    path("", include("programs.pilots.reviews.urls")),
    path("usulan/", views.nomination_list, name="nomination_list"),
    path("usulan/calon/", views.candidate_list, name="candidate_list"),
    path("usulan/baru/", views.nomination_create, name="nomination_create"),
    path("usulan/<int:nomination_id>/", views.nomination_detail, name="nomination_detail"),
    path("usulan/<int:nomination_id>/terima/", views.nomination_accept, name="nomination_accept"),
    path("usulan/<int:nomination_id>/tunggu/", views.nomination_waitlist, name="nomination_waitlist"),
    path("usulan/<int:nomination_id>/tolak/", views.nomination_decline, name="nomination_decline"),
    path("usulan/<int:nomination_id>/tarik/", views.nomination_withdraw, name="nomination_withdraw"),
    path("usulan/<int:nomination_id>/perbaiki/", views.nomination_correct, name="nomination_correct"),
    path("usulan/<int:nomination_id>/urutan/", views.nomination_rank, name="nomination_rank"),
    path("percontohan/", views.pilot_list, name="pilot_list"),
    path("percontohan/provinsi/<str:code>/", views.pilot_province, name="pilot_province"),
    path("percontohan/<int:pilot_id>/", views.pilot_detail, name="pilot_detail"),
    path("percontohan/<int:pilot_id>/akhiri/", views.pilot_end, name="pilot_end"),
    path("", include("programs.pilots.graduation.urls")),
    path("", include("programs.pilots.lineage.urls")),
    path("", include("programs.pilots.stories.urls")),
]
