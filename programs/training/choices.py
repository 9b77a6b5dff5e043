from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionMode(models.TextChoices):
    ONSITE = "onsite", _("Tatap muka")
    ONLINE = "online", _("Daring")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Dijadwalkan")
    CANCELLED = "cancelled", _("Dibatalkan")
    HELD = "held", _("Terlaksana")

    @property
    def tone(self) -> str:
        return {"planned": "waiting", "cancelled": "bad", "held": "good"}[self.value]


class InvitationState(models.TextChoices):
    INVITED = "invited", _("Belum menjawab")
    CONFIRMED = "confirmed", _("Akan hadir")
    DECLINED = "declined", _("Tidak dapat hadir")
    WAITING = "waiting", _("Menunggu tempat")
    CANCELLED = "cancelled", _("Tidak berlaku lagi")

    @property
    def tone(self) -> str:
        return {"confirmed": "good", "declined": "bad", "waiting": "waiting"}.get(self.value, "neutral")


LIVE_INVITATIONS = (
    InvitationState.INVITED,
    InvitationState.CONFIRMED,
    InvitationState.DECLINED,
    InvitationState.WAITING,
)


class Occasion(models.TextChoices):
    """Why a message about a session leaves."""

    INVITED = "session_invited", _("Undangan pelatihan")
    INVITED_AGAIN = "session_reinvited", _("Undangan pelatihan, berlaku lagi")
    CHANGED = "session_changed", _("Perubahan pelatihan")
    CANCELLED = "session_cancelled", _("Pembatalan pelatihan")
    MOVED_UP = "invitation_moved_up", _("Mendapat tempat pelatihan")
    ASSIGNED = "session_assigned", _("Penugasan pelatih")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("Hadir")
    EXCUSED = "excused", _("Izin")
    SICK = "sick", _("Sakit")
    ABSENT = "absent", _("Tanpa keterangan")

    @property
    def tone(self) -> str:
        return {"present": "good", "absent": "bad"}.get(self.value, "attention")


class AttendanceMethod(models.TextChoices):
    LIST = "list", _("Daftar pelatih")
