from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeZone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class IslandGroup(models.TextChoices):
    SUMATRA = "Sumatra", _("Sumatra")
    JAWA = "Jawa", _("Jawa")
    BALI_NUSA_TENGGARA = "Bali dan Nusa Tenggara", _("Bali dan Nusa Tenggara")
    KALIMANTAN = "Kalimantan", _("Kalimantan")
    SULAWESI = "Sulawesi", _("Sulawesi")
    MALUKU = "Maluku", _("Maluku")
    PAPUA = "Papua", _("Papua")


class RegencyKind(models.TextChoices):
    KABUPATEN = "kabupaten", _("Kabupaten")
    KOTA = "kota", _("Kota")
