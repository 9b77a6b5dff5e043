"""UMKM, what they were asked to mend, and how many there are in each province."""

from __future__ import annotations

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.regions.constraints import regency_in_province
from umkm.regions.scoping import ScopedQuerySet, own_as
from umkm.regions.tallies import TallyEntry, tally_triggers

from .choices import BusinessState, Decision, LegalForm, SizeClass
from .sizeclass import size_class_expression
from .walls import business_triggers


class Kbli(models.Model):
    """A five-digit class of KBLI (BPS), with everyday words to find it by."""

    code = models.CharField(_("Kode KBLI"), max_length=5, primary_key=True)
    title = models.CharField(_("Judul"), max_length=200)
    section = models.CharField(_("Kategori"), max_length=1)
    version = models.CharField(_("Versi"), max_length=4)
    words = ArrayField(models.CharField(max_length=40), default=list)
    search_text = models.TextField(default="")  # title and words in lower case, for trigram search

    class Meta:
        verbose_name = _("KBLI")
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{5}$"), name="kbli_five_digits"),
        )
        indexes = (GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="kbli_search"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


# in the hands of the owner: a draft, or returned to be mended
WRITABLE = (BusinessState.DRAFT, BusinessState.RETURNED)


class BusinessQuerySet(ScopedQuerySet["Business"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(owner__user=user))

    def visible_to(self, user: Any) -> Self:
        """As everywhere, but a draft is its owner's alone."""
        told, own = ~Q(state=BusinessState.DRAFT), self.own_of(user) if user.is_authenticated else None
        return super().visible_to(user).filter(told if own is None else told | own)

    def owned_by(self, user: Any) -> BusinessQuerySet:
        return self.filter(owner__user=user)

    def awaiting_verification(self) -> BusinessQuerySet:
        return self.filter(state=BusinessState.SUBMITTED)

    def verified(self) -> BusinessQuerySet:
        return self.filter(state=BusinessState.VERIFIED)


EARLIEST_START = 1900

# what a business must tell before it can be submitted
REQUIRED_TO_SUBMIT = (
    "name", "address", "regency", "description", "kbli", "start_year", "legal_form",
    "employees", "capital", "has_bank_loan",
)  # fmt: skip


@pghistory.track()
class Business(models.Model):
    """One UMKM. A draft may be incomplete; from submission on, the database holds it complete."""

    owner = models.ForeignKey(
        "cadres.Cadre", models.PROTECT, related_name="businesses", verbose_name=_("Pemilik")
    )
    province = models.ForeignKey(
        "regions.Province", models.PROTECT, related_name="+", verbose_name=_("Provinsi")
    )
    regency = models.ForeignKey(
        "regions.Regency",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Kabupaten/kota"),
    )
    name = models.CharField(_("Nama usaha"), max_length=120)
    address = models.CharField(_("Alamat usaha"), max_length=300, blank=True)
    description = models.CharField(_("Yang dibuat atau dijual"), max_length=500, blank=True)
    kbli = models.ForeignKey(
        Kbli, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("KBLI")
    )
    start_year = models.PositiveSmallIntegerField(_("Tahun mulai"), null=True, blank=True)
    legal_form = models.CharField(_("Bentuk usaha"), max_length=15, choices=LegalForm.choices, blank=True)
    nib = models.CharField(_("NIB"), max_length=13, null=True, blank=True, unique=True)
    employees = models.PositiveIntegerField(
        _("Jumlah pekerja"), null=True, blank=True
    )  # paid, without the owner
    last_year_sales = models.BigIntegerField(_("Penjualan tahun lalu"), null=True, blank=True)  # rupiah
    capital = models.BigIntegerField(
        _("Modal usaha"), null=True, blank=True
    )  # rupiah, without land and building
    has_bank_loan = models.BooleanField(
        _("Ada pinjaman bank"), null=True, blank=True
    )  # the baseline of bank access
    size_class = models.GeneratedField(
        expression=size_class_expression(), output_field=models.CharField(max_length=6), db_persist=True
    )
    state = models.CharField(
        _("Status"), max_length=10, choices=BusinessState.choices, default=BusinessState.DRAFT
    )
    state_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=BusinessState.values), name="business_state_known"),
            models.CheckConstraint(condition=Q(nib__regex=r"^[0-9]{13}$"), name="business_nib_13_digits"),
            models.CheckConstraint(
                condition=Q(start_year=None) | Q(start_year__gte=EARLIEST_START),
                name="business_start_sensible",
            ),
            models.CheckConstraint(condition=regency_in_province(), name="business_regency_in_province"),
            models.CheckConstraint(
                condition=Q(last_year_sales=None) | Q(last_year_sales__gte=0), name="business_sales_positive"
            ),
            models.CheckConstraint(
                condition=Q(capital=None) | Q(capital__gte=0), name="business_capital_positive"
            ),
            models.CheckConstraint(
                condition=Q(state=BusinessState.DRAFT)
                | (
                    Q(
                        regency__isnull=False,
                        kbli__isnull=False,
                        start_year__isnull=False,
                        employees__isnull=False,
                    )
                    & Q(capital__isnull=False, has_bank_loan__isnull=False, submitted_at__isnull=False)
                    & ~Q(name="")
                    & ~Q(address="")
                    & ~Q(description="")
                    & ~Q(legal_form="")
                ),
                name="business_complete_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state=BusinessState.VERIFIED) | Q(verified_at__isnull=False),
                name="business_verified_dated",
            ),
        )
        indexes = (
            models.Index("province", "state", "submitted_at", "id", name="business_queue"),
            models.Index(
                "submitted_at", "id", condition=Q(state=BusinessState.SUBMITTED), name="business_waiting"
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="business_newest"),
            models.Index("province", F("created_at").desc(), F("id").desc(), name="business_province_newest"),
            models.Index(Lower("name"), "id", name="business_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="business_name_search"),
        )
        triggers = business_triggers() + tally_triggers(
            name="business_tally",
            table="businesses_businesstally",
            rows="SELECT province_id, state AS measure, 1 AS amount FROM {rows}"
            " UNION ALL SELECT province_id, 'bank_access', 1 FROM {rows} WHERE has_bank_loan AND state <> 'draft'",
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("business_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return BusinessState(self.state).tone

    def get_size_class(self) -> str:
        return str(SizeClass(self.size_class).label) if self.size_class else ""


def column_of(fact: str) -> str:
    """The attribute that holds a fact without fetching what it refers to."""
    return f"{fact}_id" if fact in ("regency", "kbli") else fact


class BusinessTally(TallyEntry):
    """How many businesses are in which state in each province; measure = state, or `bank_access`."""


class Verification(models.Model):
    """One decision of a coordinator on a submitted business."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="verifications")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    note = models.CharField(_("Catatan"), max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("keputusan pemeriksaan")
        indexes = (models.Index("business", F("decided_at").desc(), name="verification_of_business"),)
        triggers = (
            pgtrigger.Protect(name="keep_verification", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.get_decision_display()}"


class Remark(models.Model):
    """What is to be mended in one field, in the coordinator's words; read beside that field."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="remarks")
    field = models.CharField(max_length=30)
    text = models.CharField(_("Alasan"), max_length=300)

    class Meta:
        verbose_name = _("catatan perbaikan")
        constraints = (models.UniqueConstraint(fields=["verification", "field"], name="remark_once_a_field"),)

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"
