from django.urls import path

from . import views

urlpatterns = [
    path("mou/", views.memorandum_list, name="memorandum_list"),
    path("mou/<int:memorandum_id>/", views.memorandum_detail, name="memorandum_detail"),
    path("mou/<int:memorandum_id>/tahap/baru/", views.phase_create, name="phase_create"),
    path("mou/tahap/<int:phase_id>/", views.phase_detail, name="phase_detail"),
    path("mou/tahap/<int:phase_id>/buka/", views.phase_open, name="phase_open"),
    path("mou/tahap/<int:phase_id>/tutup/", views.phase_close, name="phase_close"),
    path(
        "mou/tahap/<int:phase_id>/kelulusan/", views.graduation_requirements, name="graduation_requirements"
    ),
    path("mou/penanda-tangan/<int:signatory_id>/", views.signatory_edit, name="signatory_edit"),
]
