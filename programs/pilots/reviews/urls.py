from django.urls import path

from . import views

urlpatterns = [
    path("usulan/<int:nomination_id>/nilai/", views.review_edit, name="review_edit"),
    path("usulan/<int:nomination_id>/kepentingan/", views.review_declare, name="review_declare"),
]
