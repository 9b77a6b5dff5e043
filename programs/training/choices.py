from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionMode(models.TextChoices):
    ONSITE = "onsite", _("Tatap muka")
    ONLINE = "online", _("Daring")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Dijadwalkan")
    CANCELLED = "cancelled", _("Dibatalkan")
    HELD = "held", _("Terlaksana")


class InvitationState(models.TextChoices):
    INVITED = "invited", _("Belum menjawab")
    CONFIRMED = "confirmed", _("Akan hadir")
    DECLINED = "declined", _("Tidak dapat hadir")
    WAITING = "waiting", _("Menunggu tempat")
    CANCELLED = "cancelled", _("Dibatalkan")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("Hadir")
    EXCUSED = "excused", _("Izin")
    SICK = "sick", _("Sakit")
    ABSENT = "absent", _("Tanpa keterangan")


class AttendanceMethod(models.TextChoices):
    LIST = "list", _("Daftar pelatih")
