from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """The two who meet; the other one answers what one of them proposes."""

    CADRE = "cadre", _("Pemilik usaha")
    MENTOR = "mentor", _("Pendamping")

    @property
    def other(self) -> "Side":
        return Side.MENTOR if self == Side.CADRE else Side.CADRE


class HandoverState(models.TextChoices):
    OFFERED = "offered", _("Menunggu jawaban")
    ACCEPTED = "accepted", _("Diterima")
    DECLINED = "declined", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik kembali")

    @property
    def tone(self) -> str:
        return {"offered": "waiting", "accepted": "good", "declined": "attention"}.get(self.value, "neutral")


class MatchingOccasion(models.TextChoices):
    MENTOR_ASSIGNED = "mentor_assigned", _("Pendamping ditunjuk")
    MENTORING_ENDED = "mentoring_ended", _("Pendampingan berakhir")
    HANDOVER_OFFERED = "handover_offered", _("Serah terima pendampingan ditawarkan")
    HANDOVER_ANSWERED = "handover_answered", _("Jawaban serah terima pendampingan")
    MENTOR_CHANGED = "mentor_changed", _("Pendamping berganti")
