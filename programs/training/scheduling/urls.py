from django.urls import path

from . import views

urlpatterns = [
    path("pelatihan/<int:session_id>/rangkaian/ubah/", views.series_edit, name="series_edit"),
    path("pelatihan/<int:session_id>/rangkaian/periksa/", views.series_check, name="series_check"),
    path("pelatihan/<int:session_id>/rangkaian/batalkan/", views.series_cancel, name="series_cancel"),
]
