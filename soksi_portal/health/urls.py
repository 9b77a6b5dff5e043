from django.urls import path

from . import views

urlpatterns = [
    path("sehat/", views.live, name="live"),
    path("siap/", views.ready, name="ready"),
]
