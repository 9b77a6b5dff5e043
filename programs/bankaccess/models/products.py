"""Banks' products and the conditions of each as dated rows; which bank offers what, and who works there."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import PROGRAMME_CREDIT, Paper, ProductKind
from programs.bankaccess.products.walls import (
    bank_triggers,
    offer_triggers,
    post_triggers,
    product_triggers,
    terms_triggers,
)
from programs.partnership.choices import OrganisationKind
from programs.partnership.models import Organisation
from soksi_portal.accounts.choices import Role
from soksi_portal.common.display import rupiah
from soksi_portal.common.fields import MOST_RUPIAH

# who reads referrals and credit that are not the own ones, whatever the province
STAFF = (Role.JAMKRINDO, Role.ADMIN)


def amount_range(floor: int, ceiling: int) -> str:
    """`di atas Rp 10.000.000 sampai Rp 100.000.000`; without a floor `sampai …`."""
    if not floor:
        return _now("sampai %(ceiling)s") % {"ceiling": rupiah(ceiling)}
    return _now("di atas %(floor)s sampai %(ceiling)s") % {"floor": rupiah(floor), "ceiling": rupiah(ceiling)}


class BankManager(models.Manager["BankOrganisation"]):
    def get_queryset(self) -> models.QuerySet[BankOrganisation]:
        return super().get_queryset().filter(kind=OrganisationKind.BANK)


class BankOrganisation(Organisation):
    """An organisation that is a bank; here for the wall that keeps it one while something hangs on it."""

    objects: ClassVar[BankManager] = BankManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        triggers = bank_triggers()

    def get_absolute_url(self) -> str:
        return reverse("bank_detail", args=[self.pk])


class ProductQuerySet(models.QuerySet["Product"]):
    def offered_by(self, bank: Organisation) -> ProductQuerySet:
        return self.filter(offers__in=Offer.objects.active().filter(bank=bank))


@pghistory.track()
class Product(models.Model):
    """A kind of credit: KUR by one regulation for all banks that give it, general credit of one bank."""

    kind = models.CharField(_("Jenis"), max_length=20, choices=ProductKind.choices)
    name = models.CharField(_("Nama"), max_length=80)
    bank = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="own_products")

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("produk kredit")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint("kind", condition=Q(bank=None), name="programme_credit_once"),
            models.UniqueConstraint("bank", "name", name="product_of_bank_once"),
            models.CheckConstraint(
                condition=Q(bank=None, kind__in=PROGRAMME_CREDIT)
                | Q(bank__isnull=False, kind=ProductKind.GENERAL),
                name="product_of_programme_or_bank",
            ),
        )
        triggers = product_triggers()

    def __str__(self) -> str:
        return self.name if self.bank_id is None else f"{self.name} ({self.bank})"

    def get_absolute_url(self) -> str:
        return reverse("product_detail", args=[self.pk])


class TermsQuerySet(models.QuerySet["Terms"]):
    def in_force(self, on: date) -> TermsQuerySet:
        """Of each product the version that counts on this day: the latest to begin; of one day, the last recorded."""
        newest = Terms.objects.filter(product=OuterRef("product"), valid_from__lte=on)
        return self.filter(pk=Subquery(newest.order_by("-valid_from", "-number").values("pk")[:1]))


@pghistory.track()
class Terms(models.Model):
    """One version of a product's conditions, with the regulation that says so. A change is a new row; the old one stays.

    Empty means: no such condition on record.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("Versi"))
    valid_from = models.DateField(_("Berlaku sejak"))
    regulation = models.CharField(_("Nomor peraturan"), max_length=120)
    source = models.CharField(_("Sumber"), max_length=300, blank=True)
    floor = models.BigIntegerField(_("Lebih dari"), default=0)  # rupiah
    ceiling = models.BigIntegerField(_("Paling banyak"))
    rate = models.DecimalField(
        _("Bunga per tahun (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    most_months = models.PositiveSmallIntegerField(
        _("Jangka waktu paling lama (bulan)"), null=True, blank=True
    )
    sales_ceiling = models.BigIntegerField(_("Penjualan setahun paling banyak"), null=True, blank=True)
    npwp_above = models.BigIntegerField(_("NPWP wajib di atas"), null=True, blank=True)
    needs_nib = models.BooleanField(_("Wajib punya NIB"), default=False)
    least_months = models.PositiveSmallIntegerField(
        _("Usaha berjalan paling sedikit (bulan)"), null=True, blank=True
    )
    no_programme_credit = models.BooleanField(_("Tidak sedang menerima kredit program"), default=False)
    needs_good_slik = models.BooleanField(_("SLIK lancar atau tanpa catatan"), default=False)
    papers = ArrayField(
        models.CharField(max_length=12, choices=Paper.choices),
        verbose_name=_("Dokumen"),
        default=list,
        blank=True,
    )
    remarks = models.CharField(_("Syarat lain"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # null: by the command, from the list in this folder
    recorded_at = models.DateTimeField(default=timezone.now)
    # until an admin has held it against the regulation itself, nobody is referred by it
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("syarat produk")
        ordering = ("product", "-number")
        constraints = (
            models.UniqueConstraint("product", "number", name="terms_number_once"),
            models.CheckConstraint(condition=~Q(regulation=""), name="terms_by_regulation"),
            models.CheckConstraint(
                condition=Q(floor__gte=0, ceiling__gt=F("floor"), ceiling__lte=MOST_RUPIAH),
                name="terms_range_sane",
            ),
            models.CheckConstraint(
                condition=Q(rate=None) | Q(rate__gte=0, rate__lte=100), name="terms_rate_sane"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="terms_confirmed_by_someone",
            ),
        )
        triggers = terms_triggers()

    def __str__(self) -> str:
        return f"{self.product} v{self.number}"

    @property
    def range_words(self) -> str:
        return amount_range(self.floor, self.ceiling)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class OfferQuerySet(models.QuerySet["Offer"]):
    def active(self) -> OfferQuerySet:
        return self.filter(ended_at=None)


@pghistory.track()
class Offer(models.Model):
    """That a bank gives, or gave, this credit."""

    bank = models.ForeignKey(Organisation, models.PROTECT, related_name="offers")
    product = models.ForeignKey(Product, models.PROTECT, related_name="offers")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("produk yang ditawarkan")
        constraints = (
            models.UniqueConstraint("bank", "product", condition=Q(ended_at=None), name="offered_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="offer_ended_by_someone",
            ),
        )
        triggers = offer_triggers()

    def __str__(self) -> str:
        return f"{self.bank}: {self.product.name}"


class BankPostQuerySet(models.QuerySet["BankPost"]):
    def active(self) -> BankPostQuerySet:
        return self.filter(ended_at=None)

    def at_work(self) -> BankPostQuerySet:
        """Whoever holds the role, too: that ends on another page."""
        return self.active().filter(
            user__is_active=True, user__role_grants__role=Role.BANK, user__role_grants__ended_at=None
        )


@pghistory.track()
class BankPost(models.Model):
    """That a user works for a bank: for one at a time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bank_posts")
    bank = models.ForeignKey(Organisation, models.PROTECT, related_name="posts_at_bank")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = BankPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("petugas bank")
        constraints = (
            models.UniqueConstraint("user", condition=Q(ended_at=None), name="bank_user_at_one_bank"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="bank_post_end_explained",
            ),
        )
        triggers = post_triggers()

    def __str__(self) -> str:
        return f"{self.user}: {self.bank}"


def bank_of(user: Any) -> int | None:
    """The bank that a user of that role works for; cached on the user for the request."""
    if not user.is_authenticated or not user.has_role(Role.BANK):
        return None
    if not hasattr(user, "_bank_id"):
        user._bank_id = BankPost.objects.active().filter(user=user).values_list("bank", flat=True).first()
    found: int | None = user._bank_id
    return found
