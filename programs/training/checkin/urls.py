from django.urls import path

from . import views

urlpatterns = [
    path("hadir/", views.checkin_start, name="checkin_start"),
    path("hadir/peserta/<str:token>/", views.arrival_record, name="arrival_record"),
    path("hadir/<str:token>/", views.checkin, name="checkin"),
    path("pelatihan/<int:session_id>/layar/", views.checkin_screen, name="checkin_screen"),
    path("pelatihan/<int:session_id>/pindai/", views.checkin_scan, name="checkin_scan"),
    path("pelatihan/<int:session_id>/kehadiran/kirim/", views.attendance_send, name="attendance_send"),
    path("pelatihan/<int:session_id>/kehadiran/luring.js", views.attendance_worker, name="attendance_worker"),
    path("pelatihan/<int:session_id>/daftar-hadir.pdf", views.attendance_sheet, name="attendance_sheet"),
    path("pelatihan/<int:session_id>/lembar/", views.sheet_entry, name="sheet_entry"),
    path("pelatihan/<int:session_id>/lembar/<int:scan_id>/", views.sheet_scan, name="sheet_scan"),
    path("pelatihan/<int:session_id>/lembar/<int:scan_id>/hapus/", views.scan_remove, name="scan_remove"),
]
