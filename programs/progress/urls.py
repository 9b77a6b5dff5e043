from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.front, name="front"),
    path("kemajuan/", views.progress_country, name="progress_country"),
    re_path(r"^kemajuan/(?P<code>[0-9]{2})/$", views.progress_province, name="progress_province"),
]
