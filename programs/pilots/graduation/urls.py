from django.urls import path

from . import views

urlpatterns = [
    path("percontohan/<int:pilot_id>/lulus/", views.pilot_graduate, name="pilot_graduate"),
    path(
        "percontohan/<int:pilot_id>/lulus/pengecualian/",
        views.graduation_exception_ask,
        name="graduation_exception_ask",
    ),
    path(
        "percontohan/pengecualian/<int:exception_id>/",
        views.graduation_exception_answer,
        name="graduation_exception_answer",
    ),
]
