from django.db import models
from django.utils.translation import gettext_lazy as _


class BusinessState(models.TextChoices):
    """Up to verification; what follows (nominated, pilot …) is told by the nomination and the pilot."""

    DRAFT = "draft", _("Konsep")
    SUBMITTED = "submitted", _("Menunggu pemeriksaan")
    RETURNED = "returned", _("Perlu diperbaiki")
    VERIFIED = "verified", _("Terverifikasi")

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"submitted": "waiting", "returned": "attention", "verified": "good"}.get(
            self.value, "neutral"
        )


class LegalForm(models.TextChoices):
    INDIVIDUAL = "individual", _("Perorangan")
    UD = "ud", _("UD (usaha dagang)")
    CV = "cv", _("CV")
    FIRMA = "firma", _("Firma")
    PT = "pt", _("PT")
    PT_INDIVIDUAL = "pt_individual", _("PT perorangan")
    COOPERATIVE = "cooperative", _("Koperasi")
    GROUP = "group", _("Kelompok usaha bersama")


class SizeClass(models.TextChoices):
    """PP 7/2021 article 35."""

    MICRO = "micro", _("Mikro")
    SMALL = "small", _("Kecil")
    MEDIUM = "medium", _("Menengah")
    LARGE = "large", _("Di atas menengah")


class Decision(models.TextChoices):
    VERIFIED = "verified", _("Diverifikasi")
    RETURNED = "returned", _("Dikembalikan")
