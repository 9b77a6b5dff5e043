from django.urls import path

from . import views

urlpatterns = [
    path("pelatihan/tempat/", views.venue_list, name="venue_list"),
    path("pelatihan/tempat/baru/", views.venue_create, name="venue_create"),
    path("pelatihan/tempat/<int:venue_id>/", views.venue_detail, name="venue_detail"),
    path("pelatihan/tempat/<int:venue_id>/ubah/", views.venue_edit, name="venue_edit"),
    path("pelatihan/tempat/<int:venue_id>/berhenti/", views.venue_retire, name="venue_retire"),
    path("pelatihan/tempat/<int:venue_id>/pakai-lagi/", views.venue_reopen, name="venue_reopen"),
]
