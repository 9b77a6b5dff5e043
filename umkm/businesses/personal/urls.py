from django.urls import path

from . import views

urlpatterns = [
    path("usaha/<int:business_id>/nomor/<slug:field>/", views.cadre_unmask, name="cadre_unmask"),
    path("verifikasi/kader/<int:cadre_id>/nik/", views.card_unmask, name="card_unmask"),
]
