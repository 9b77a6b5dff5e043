from django.db import models
from django.utils.translation import gettext_lazy as _


class NominationState(models.TextChoices):
    PROPOSED = "proposed", _("Diusulkan")
    ACCEPTED = "accepted", _("Diterima")
    WAITLISTED = "waitlisted", _("Daftar tunggu")
    DECLINED = "declined", _("Belum terpilih")
    WITHDRAWN = "withdrawn", _("Ditarik")


LIVE_NOMINATIONS = (NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.WAITLISTED)


class PilotOutcome(models.TextChoices):
    GRADUATED = "graduated", _("Lulus")
    WITHDRAWN = "withdrawn", _("Mengundurkan diri")
    REPLACED = "replaced", _("Digantikan")
