from django.db import models
from django.utils.translation import gettext_lazy as _


class NominationState(models.TextChoices):
    PROPOSED = "proposed", _("Diusulkan")
    ACCEPTED = "accepted", _("Diterima")
    WAITLISTED = "waitlisted", _("Daftar tunggu")
    DECLINED = "declined", _("Belum terpilih")
    WITHDRAWN = "withdrawn", _("Ditarik")

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"proposed": "waiting", "accepted": "good", "waitlisted": "attention"}.get(
            self.value, "neutral"
        )


LIVE_NOMINATIONS = (NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.WAITLISTED)
OPEN_NOMINATIONS = (NominationState.PROPOSED, NominationState.WAITLISTED)  # a decision is still possible


class PilotOutcome(models.TextChoices):
    GRADUATED = "graduated", _("Lulus")
    WITHDRAWN = "withdrawn", _("Mengundurkan diri")
    REPLACED = "replaced", _("Digantikan")

    @property
    def tone(self) -> str:
        return "good" if self.value == "graduated" else "neutral"
