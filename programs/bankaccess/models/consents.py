"""The owner's consent to show one file to one bank, and each time that the bank looked."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import ConsentEnding, Opened
from programs.bankaccess.referrals.walls_consents import consent_triggers, opening_triggers
from umkm.businesses.models.documents import document_storage

from .referrals import Referral

FILE_FOLDER = "berkas-bank"  # in the storage


def file_path(_consent: Consent, _filename: str) -> str:
    name = uuid.uuid4().hex
    return f"{FILE_FOLDER}/{name[:2]}/{name}.pdf"


@pghistory.track(exclude=["file"])
class Consent(models.Model):
    """Given to a text, for a file that is frozen with it. Withdrawn, or its referral over: the bank sees nothing more."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="consent")
    text = models.ForeignKey("cadres.ConsentText", models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("Diberikan"), default=timezone.now)
    file = models.FileField(storage=document_storage, upload_to=file_path, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("Ukuran"))  # bytes
    fingerprint = models.CharField(max_length=64)  # of what is written in it
    ended_at = models.DateTimeField(_("Berakhir"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=10, choices=ConsentEnding.choices, blank=True)

    class Meta:
        verbose_name = _("persetujuan rujukan")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ending="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ending__in=ConsentEnding.values),
                name="bank_consent_end_complete",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | Q(ended_at__isnull=False), name="bank_consent_with_file"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="bank_consent_hashed"),
        )
        triggers = consent_triggers()

    def __str__(self) -> str:
        return f"{self.referral}: {self.text_id}"

    @property
    def stands(self) -> bool:
        return self.ended_at is None


class Opening(models.Model):
    """That somebody of the bank opened it. The owner reads this."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("Dibuka"), default=timezone.now)
    what = models.CharField(max_length=4, choices=Opened.choices)

    class Meta:
        verbose_name = _("pembukaan rujukan")
        indexes = (models.Index("referral", F("opened_at").desc(), name="opened_by_bank_lately"),)
        triggers = opening_triggers()

    def __str__(self) -> str:
        return f"{self.referral}: {self.opened_by}"
