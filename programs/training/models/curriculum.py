"""What is taught, and where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Module(models.Model):
    """A unit of the management curriculum."""

    code = models.CharField(_("Kode"), max_length=20, unique=True)
    title = models.CharField(_("Judul"), max_length=160)
    goal = models.TextField(_("Tujuan"))
    hours = models.PositiveSmallIntegerField(_("Lama (jam)"))
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("modul")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title


class Venue(models.Model):
    """A physical place for sessions."""

    name = models.CharField(_("Nama tempat"), max_length=160)
    address = models.CharField(_("Alamat"), max_length=300)
    regency = models.ForeignKey(
        "regions.Regency", models.PROTECT, related_name="+", verbose_name=_("Kabupaten/kota")
    )
    capacity = models.PositiveIntegerField(_("Daya tampung"))

    class Meta:
        verbose_name = _("tempat")
        constraints = (models.UniqueConstraint(fields=["regency", "name"], name="venue_once_in_regency"),)

    def __str__(self) -> str:
        return self.name
