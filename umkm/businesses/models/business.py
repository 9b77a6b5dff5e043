"""A business of a cadre."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as
from umkm.regions.tallies import tally_triggers

from ..choices import BusinessState, LegalForm, Licence, MarketingChannel, SizeClass, Wish
from ..naming import name_key
from ..numbering import registration_number
from ..searchvector import search_triggers
from ..sizeclass import size_class_expression
from ..walls import business_triggers
from .constraints import BUSINESS_CONSTRAINTS
from .kbli import Kbli

# told to others, and not gone into another
STANDING = (BusinessState.SUBMITTED, BusinessState.RETURNED, BusinessState.VERIFIED)
# in the hands of the owner: a draft, or returned to be mended
WRITABLE = (BusinessState.DRAFT, BusinessState.RETURNED)
# and what the owner still edits but for its key facts
EDITABLE = (*WRITABLE, BusinessState.VERIFIED)


class BusinessQuerySet(ScopedQuerySet["Business"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(owner__user=user))

    def visible_to(self, user: Any) -> Self:
        """As everywhere, but a draft is its owner's alone, and so is what is not to be processed, save for admins."""
        told, own = ~Q(state=BusinessState.DRAFT), self.own_of(user) if user.is_authenticated else None
        told &= processed_for(user, "owner")
        return super().visible_to(user).filter(told if own is None else told | own)

    def owned_by(self, user: Any) -> BusinessQuerySet:
        return self.filter(owner__user=user)

    def awaiting_verification(self) -> BusinessQuerySet:
        return self.filter(state=BusinessState.SUBMITTED)

    def verified(self) -> BusinessQuerySet:
        return self.filter(state=BusinessState.VERIFIED)


# what a business must tell before it can be submitted
REQUIRED_TO_SUBMIT = (
    "name", "address", "regency", "description", "kbli", "start_year", "legal_form",
    "employees", "capital", "has_bank_loan",
)  # fmt: skip


# by statement, so that a bulk load pays once; what is encrypted stays out of the trail, its keyed hash shows a change
@pghistory.track(exclude=["npwp_encrypted", "search", "owner_ready"], level=pghistory.Statement)
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
    npwp_encrypted = models.BinaryField(_("NPWP"), null=True, editable=False)
    npwp_hash = models.BinaryField(
        max_length=16, null=True, editable=False
    )  # one taxpayer may have many businesses
    licences = ArrayField(
        models.CharField(max_length=10, choices=Licence.choices),
        verbose_name=_("Izin"),
        default=list,
        blank=True,
    )
    latitude = models.DecimalField(_("Lintang"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("Bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    employees = models.PositiveIntegerField(
        _("Jumlah pekerja"), null=True, blank=True
    )  # paid, without the owner
    women_employees = models.PositiveIntegerField(_("Pekerja perempuan"), null=True, blank=True)  # of these
    marketing_channels = ArrayField(
        models.CharField(max_length=15, choices=MarketingChannel.choices),
        verbose_name=_("Cara menjual"),
        default=list,
        blank=True,
    )
    wishes = ArrayField(
        models.CharField(max_length=15, choices=Wish.choices),
        verbose_name=_("Yang ingin diperbaiki"),
        default=list,
        blank=True,
    )
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
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    search = SearchVectorField(null=True, editable=False)  # kept by a trigger
    # by triggers too: the owner's card is verified, so this can be examined
    owner_ready = models.BooleanField(default=False, editable=False)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha")
        constraints = BUSINESS_CONSTRAINTS
        indexes = (
            models.Index("province", "state", "submitted_at", "id", name="business_queue"),
            models.Index(
                "submitted_at", "id", condition=Q(state=BusinessState.SUBMITTED), name="business_waiting"
            ),
            models.Index(
                "province",
                "submitted_at",
                "id",
                condition=Q(state=BusinessState.SUBMITTED, owner_ready=True),
                name="business_examinable",
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="business_newest"),
            models.Index("province", F("created_at").desc(), F("id").desc(), name="business_province_newest"),
            models.Index(Lower("name"), "id", name="business_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="business_name_search"),
            models.Index("regency", F("created_at").desc(), F("id").desc(), name="business_regency_newest"),
            # what few businesses are: other states and sizes are met soon on the way through the newest
            models.Index(
                "state",
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(state__in=(BusinessState.RETURNED, BusinessState.MERGED)),
                name="business_rare_state",
            ),
            models.Index(
                "size_class",
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(size_class__in=(SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)),
                name="business_rare_size",
            ),
            GinIndex(
                F("search"), name="business_search", gin_pending_list_limit=1024
            ),  # kB; searches read it too
            GinIndex(
                F("regency"),
                OpClass(name_key(), name="gin_trgm_ops"),
                condition=Q(state__in=STANDING),
                name="business_alike",
            ),
        )
        triggers = (
            business_triggers()
            + search_triggers()
            + tally_triggers(
                name="business_tally",
                table="businesses_businesstally",
                rows="SELECT province_id, state AS measure, 1 AS amount FROM {rows}"
                " UNION ALL SELECT province_id, 'bank_access', 1 FROM {rows} WHERE has_bank_loan"
                " AND state NOT IN ('draft', 'merged')",
            )
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("business_detail", args=[self.pk])

    @property
    def registration_number(self) -> str:
        """The registration number that its owner is told."""
        return registration_number(self.pk)

    @property
    def state_tone(self) -> str:
        return BusinessState(self.state).tone

    def get_size_class(self) -> str:
        return str(SizeClass(self.size_class).label) if self.size_class else ""


def column_of(fact: str) -> str:
    """The attribute that holds a fact without fetching what it refers to."""
    return {"regency": "regency_id", "kbli": "kbli_id", "npwp": "npwp_hash", "position": "latitude"}.get(
        fact, fact
    )
