from django.urls import path

from . import views

urlpatterns = [
    path("", views.front, name="front"),
    path("kemajuan/", views.progress_country, name="progress_country"),
    path("kemajuan/<str:code>/", views.progress_province, name="progress_province"),
]
