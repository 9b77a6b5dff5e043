from django.urls import path

from . import views

urlpatterns = [
    path("pelatihan/belum-terlayani/", views.unserved_pilots, name="unserved_pilots"),
    path("pelatihan/belum-terlayani/modul/", views.unserved_modules, name="unserved_modules"),
]
