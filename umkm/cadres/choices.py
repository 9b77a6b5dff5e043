from django.db import models
from django.utils.translation import gettext_lazy as _


class CadreState(models.TextChoices):
    """How far the membership of SOKSI is confirmed; the same steps as a business takes."""

    DRAFT = "draft", _("Belum dikirim")
    SUBMITTED = "submitted", _("Menunggu pemeriksaan")
    RETURNED = "returned", _("Perlu diperbaiki")
    VERIFIED = "verified", _("Terverifikasi")

    @property
    def tone(self) -> str:
        return {"submitted": "waiting", "returned": "attention", "verified": "good"}.get(
            self.value, "neutral"
        )


class CadreDecision(models.TextChoices):
    VERIFIED = "verified", _("Diverifikasi")
    RETURNED = "returned", _("Dikembalikan")


class Sex(models.TextChoices):
    WOMAN = "p", _("Perempuan")
    MAN = "l", _("Laki-laki")
