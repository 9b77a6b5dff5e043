from django.urls import path

from . import views

urlpatterns = [
    path(
        "usaha/<int:business_id>/persetujuan-usulan/",
        views.nomination_consent,
        name="nomination_consent",
    ),
]
