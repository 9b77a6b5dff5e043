from django.urls import path

from . import views

urlpatterns = [
    path("usaha/saringan/", views.saved_filter_list, name="saved_filter_list"),
    path("usaha/saringan/baru/", views.saved_filter_create, name="saved_filter_create"),
    path("usaha/saringan/<int:filter_id>/", views.saved_filter_edit, name="saved_filter_edit"),
    path("usaha/saringan/<int:filter_id>/hapus/", views.saved_filter_delete, name="saved_filter_delete"),
]
