"""The MoU: who signed it, and who promised what."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..choices import OrganisationKind
from ..walls import keep


@pghistory.track()
class Organisation(models.Model):
    """Who signs a memorandum or owns a commitment: SOKSI, Jamkrindo, and whoever joins later."""

    name = models.CharField(_("Nama"), max_length=160, unique=True)
    short_name = models.CharField(_("Nama pendek"), max_length=40)
    kind = models.CharField(_("Jenis"), max_length=20, choices=OrganisationKind.choices)

    class Meta:
        verbose_name = _("organisasi")
        ordering = ("short_name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
        )
        triggers = keep("keep_organisation")

    def __str__(self) -> str:
        return self.short_name


@pghistory.track()
class Memorandum(models.Model):
    """A memorandum of understanding between organisations."""

    title = models.CharField(_("Judul"), max_length=200)
    parties = models.ManyToManyField(Organisation, related_name="memoranda", verbose_name=_("Para pihak"))
    signed_on = models.DateField(_("Ditandatangani pada"))
    signed_at_place = models.CharField(_("Tempat"), max_length=120)
    valid_until = models.DateField(_("Berlaku sampai"), null=True, blank=True)
    source = models.TextField(_("Sumber"), blank=True)  # the source's own words stay

    class Meta:
        verbose_name = _("nota kerja sama")
        ordering = ("-signed_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("signed_on")),
                name="memorandum_valid_after_signing",
            ),
        )
        triggers = keep("keep_memorandum")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("memorandum_detail", args=[self.pk])

    @property
    def subject_ref(self) -> str:
        """What messages about it carry."""
        return f"memorandum:{self.pk}"

    @property
    def parties_in_order(self) -> list[Organisation]:
        """As they were recorded, whatever their names begin with."""
        return sorted(self.parties.all(), key=lambda party: party.pk)

    @property
    def party_names(self) -> str:
        return ", ".join(party.name for party in self.parties_in_order)


@pghistory.track()
class Signatory(models.Model):
    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="signatories")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("Nama"), max_length=120)
    office = models.CharField(_("Jabatan"), max_length=160)
    spelling_note = models.CharField(_("Catatan ejaan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("penanda tangan")
        triggers = keep("keep_signatory")

    def __str__(self) -> str:
        return self.name
