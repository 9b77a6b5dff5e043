from django.urls import path

from . import views

urlpatterns = [
    path("pelatihan/pelatih/", views.trainer_list, name="trainer_list"),
    path("pelatihan/pelatih/<int:user_id>/", views.trainer_detail, name="trainer_detail"),
    path("pelatihan/pelatih/<int:user_id>/ubah/", views.trainer_edit, name="trainer_edit"),
    path("pelatihan/pelatih/<int:user_id>/tidak-bertugas/", views.absence_add, name="absence_add"),
    path("pelatihan/tidak-bertugas/<int:absence_id>/cabut/", views.absence_end, name="absence_end"),
    path("pelatihan/libur/", views.holiday_list, name="holiday_list"),
    path("pelatihan/libur/baru/", views.holiday_create, name="holiday_create"),
    path("pelatihan/libur/<int:holiday_id>/", views.holiday_edit, name="holiday_edit"),
]
