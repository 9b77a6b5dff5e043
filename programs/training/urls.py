from django.urls import path

from . import views
from .assessment import urls as assessment
from .calendars import urls as calendars
from .certificates import urls as certificates
from .checkin import urls as checkin
from .coverage import urls as coverage
from .curriculum import urls as curriculum
from .inviting import urls as inviting
from .scheduling import urls as scheduling
from .trainers import urls as trainers
from .venues import urls as venues

urlpatterns = [
    *assessment.urlpatterns,
    *calendars.urlpatterns,
    *certificates.urlpatterns,
    *checkin.urlpatterns,
    *coverage.urlpatterns,
    *curriculum.urlpatterns,
    *inviting.urlpatterns,
    *scheduling.urlpatterns,
    *trainers.urlpatterns,
    *venues.urlpatterns,
    path("pelatihan/", views.session_list, name="session_list"),
    path("pelatihan/baru/", views.session_create, name="session_create"),
    path("pelatihan/periksa/", views.session_check, name="session_check"),
    path("pelatihan/waktu/", views.session_times, name="session_times"),
    path("pelatihan/<int:session_id>/", views.session_detail, name="session_detail"),
    path("pelatihan/<int:session_id>/ubah/", views.session_edit, name="session_edit"),
    path("pelatihan/<int:session_id>/batalkan/", views.session_cancel, name="session_cancel"),
    path("pelatihan/<int:session_id>/kehadiran/", views.session_attendance, name="session_attendance"),
    path(
        "pelatihan/<int:session_id>/kehadiran/<int:invitation_id>/",
        views.attendance_record,
        name="attendance_record",
    ),
    path("undangan/<str:token>/", views.invitation_answer, name="invitation_answer"),
]
