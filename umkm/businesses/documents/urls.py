from django.urls import path

from . import views

urlpatterns = [
    path("usaha/<int:business_id>/dokumen/", views.document_list, name="document_list"),
    path("usaha/<int:business_id>/dokumen/<slug:kind>/", views.document_upload, name="document_upload"),
    path(
        "usaha/<int:business_id>/dokumen/<int:document_id>/hapus/",
        views.document_remove,
        name="document_remove",
    ),
    path("dokumen/<int:document_id>/", views.document_file, name="document_file"),
    path("dokumen/<int:document_id>/kecil/", views.document_thumb, name="document_thumb"),
]
