from django.urls import path

from . import views

urlpatterns = [
    path("pelatihan/modul/", views.module_list, name="module_list"),
    path("pelatihan/modul/baru/", views.module_create, name="module_create"),
    path("pelatihan/modul/<slug:code>/", views.module_detail, name="module_detail"),
    path("pelatihan/modul/<slug:code>/ubah/", views.module_edit, name="module_edit"),
    path("pelatihan/modul/<slug:code>/materi/", views.material_add, name="material_add"),
    path("pelatihan/jalur/<int:phase_id>/", views.path_edit, name="path_edit"),
    path("pelatihan/materi/<int:material_id>/", views.material_file, name="material_file"),
    path("pelatihan/materi/<int:material_id>/hapus/", views.material_remove, name="material_remove"),
    path("undangan/materi/<str:token>/", views.invitation_materials, name="invitation_materials"),
    path(
        "undangan/materi/<str:token>/<int:material_id>/",
        views.invitation_material,
        name="invitation_material",
    ),
]
