from django.urls import path

from . import views

urlpatterns = [
    path("usulan/pengecualian/", views.exception_list, name="exception_list"),
    path("usulan/pengecualian/baru/", views.exception_create, name="exception_create"),
    path("usulan/pengecualian/<int:exception_id>/", views.exception_detail, name="exception_detail"),
]
