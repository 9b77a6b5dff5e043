from django.urls import path

from . import views

urlpatterns = [
    path("dampak/", views.impact_detail, name="impact_detail"),
    path("dampak/hitung/", views.impact_recount, name="impact_recount"),
]
