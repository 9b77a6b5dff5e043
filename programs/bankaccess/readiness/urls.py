from django.urls import path

from . import views

urlpatterns = [
    path("kesiapan/", views.readiness_list, name="readiness_list"),
    path("kesiapan/usaha/<int:business_id>/", views.readiness_detail, name="readiness_detail"),
    path("kesiapan/rubrik/", views.rubric_edit, name="readiness_rubric_default"),
    path("kesiapan/rubrik/<int:phase_id>/", views.rubric_edit, name="readiness_rubric"),
]
