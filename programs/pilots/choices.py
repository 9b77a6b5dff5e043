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


class NeedRule(models.TextChoices):
    """What a phase asks of a business and may be excepted from. Verified, free and consenting it must be."""

    SIZE = "size", _("Kelas usaha")
    YEARS = "years", _("Lama berjalan")
    LEGALITY = "legality", _("Legalitas (NIB)")


class ExceptionState(models.TextChoices):
    OPEN = "open", _("Menunggu keputusan")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Ditolak")

    @property
    def tone(self) -> str:
        return {"open": "waiting", "approved": "good"}.get(self.value, "bad")


class Declaration(models.TextChoices):
    """What a reviewer says of the own interests before scoring."""

    NONE = "none", _("Saya tidak punya kepentingan dengan usaha ini")
    CONFLICT = "conflict", _("Saya punya kepentingan dengan usaha ini")
    ASIDE = "aside", _("Saya tidak menilai usulan ini")
