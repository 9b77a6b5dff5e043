from django.urls import path

from . import views

urlpatterns = [
    path("wilayah/kabupaten/", views.regency_options, name="regency_options"),
]
