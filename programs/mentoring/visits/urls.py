from django.urls import path

from .views import arranging, reading, recording

urlpatterns = [
    path("pendampingan/", reading.mentoring_home, name="mentoring_home"),
    path("pendampingan/usaha/", reading.mentoring_list, name="mentoring_list"),
    path("pendampingan/usaha/<int:business_id>/", reading.mentoring_detail, name="mentoring_detail"),
    path("pendampingan/usaha/<int:business_id>/kunjungan/baru/", arranging.visit_plan, name="visit_plan"),
    path(
        "pendampingan/usaha/<int:business_id>/kunjungan/sekarang/", arranging.visit_begin, name="visit_begin"
    ),
    path("pendampingan/kunjungan/", reading.visit_list, name="visit_list"),
    path("pendampingan/kunjungan/<int:visit_id>/", reading.visit_detail, name="visit_detail"),
    path("pendampingan/kunjungan/<int:visit_id>/setuju/", arranging.visit_agree, name="visit_agree"),
    path("pendampingan/kunjungan/<int:visit_id>/waktu-lain/", arranging.visit_move, name="visit_move"),
    path("pendampingan/kunjungan/<int:visit_id>/batal/", arranging.visit_cancel, name="visit_cancel"),
    path("pendampingan/kunjungan/<int:visit_id>/catat/", recording.visit_record, name="visit_record"),
    path(
        "pendampingan/kunjungan/<int:visit_id>/catat/luring.js", recording.visit_worker, name="visit_worker"
    ),
    path("pendampingan/foto/<int:photo_id>/", recording.visit_photo, name="visit_photo"),
    path("pendampingan/foto/<int:photo_id>/hapus/", recording.visit_photo_remove, name="visit_photo_remove"),
]
