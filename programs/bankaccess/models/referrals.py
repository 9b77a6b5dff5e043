"""A business on its way to a bank, and each step of that way."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import AT_BANK, OPEN, DeclineReason, ReferralState
from programs.bankaccess.referrals.walls import referral_triggers, step_triggers
from programs.partnership.models import Organisation
from soksi_portal.accounts.choices import Role
from soksi_portal.common.fields import MOST_RUPIAH
from umkm.cadres.models import processed_for

from .products import STAFF, Product, Terms, bank_of

MOST_MONTHS = 360


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any) -> Self:
        """Owner and staff; a bank's user what lies at that bank, while the owner's consent stands."""
        if not user.is_authenticated:
            return self.none()
        own = Q(business__owner__user=user) if user.has_role(Role.CADRE) else Q(pk__in=())
        if user.has_role(*STAFF):
            return self.filter(processed_for(user, "business__owner", own=own))
        bank = bank_of(user)
        if bank is None:
            return self.filter(own)
        at_bank = Q(bank=bank, consent__isnull=False, consent__ended_at=None, state__in=AT_BANK)
        return self.filter(own | (at_bank & processed_for(user, "business__owner")))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


@pghistory.track()
class Referral(models.Model):
    """One business, one bank, one product and the version of its conditions. Where it stands follows its steps."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="referrals")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    bank = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals")
    product = models.ForeignKey(Product, models.PROTECT, related_name="referrals")
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="referrals")
    amount = models.BigIntegerField(_("Jumlah yang diajukan"))
    months = models.PositiveSmallIntegerField(_("Jangka waktu (bulan)"), null=True, blank=True)
    purpose = models.CharField(_("Untuk apa"), max_length=300)
    wants_guarantee = models.BooleanField(_("Dengan penjaminan Jamkrindo"), default=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("Disiapkan"), default=timezone.now)
    # kept by the database as steps come
    state = models.CharField(
        _("Status"), max_length=10, choices=ReferralState.choices, default=ReferralState.PREPARED
    )
    state_since = models.DateTimeField(_("Sejak"), default=timezone.now)
    due_on = models.DateField(_("Tenggat"), null=True, blank=True)
    step_number = models.PositiveSmallIntegerField(default=0)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("rujukan bank")
        constraints = (
            models.UniqueConstraint(
                "business", "bank", condition=Q(state__in=OPEN), name="referral_open_once_at_bank"
            ),
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=MOST_RUPIAH), name="referral_amount_sane"
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=MOST_MONTHS),
                name="referral_months_sane",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="referral_says_for_what"),
        )
        indexes = (
            models.Index(F("state_since").desc(), F("id").desc(), name="referral_newest"),
            models.Index("bank", F("state_since").desc(), F("id").desc(), name="referral_of_bank"),
            models.Index("state", "due_on", name="referral_due"),
            models.Index("province", F("state_since").desc(), F("id").desc(), name="referral_of_province"),
        )
        triggers = referral_triggers()

    def __str__(self) -> str:
        return f"R-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("referral_detail", args=[self.pk])

    @property
    def subject_ref(self) -> str:
        return f"referral:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def state_tone(self) -> str:
        return ReferralState(self.state).tone


@pghistory.track(pghistory.InsertEvent(), exclude=["words"])
class Step(models.Model):
    """What happened, by whom, with what came of it. Inserting it moves the referral; it stays as it is."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, choices=ReferralState.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(_("Catatan"), max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # of an approval; the amount also of a disbursement
    amount = models.BigIntegerField(_("Jumlah"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("Jangka waktu (bulan)"), null=True, blank=True)
    rate = models.DecimalField(
        _("Bunga per tahun (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    guaranteed_percent = models.PositiveSmallIntegerField(_("Dijamin Jamkrindo (%)"), null=True, blank=True)
    approved_on = models.DateField(
        _("Disetujui tanggal"), null=True, blank=True
    )  # of an approval since 2026-11
    disbursed_on = models.DateField(_("Dicairkan tanggal"), null=True, blank=True)
    reason = models.CharField(_("Alasan"), max_length=12, choices=DeclineReason.choices, blank=True)

    class Meta:
        verbose_name = _("langkah rujukan")
        ordering = ("referral", "number")
        constraints = (
            models.UniqueConstraint("referral", "number", name="step_number_once"),
            models.CheckConstraint(
                condition=Q(
                    to_state="approved", amount__gte=1, amount__lte=MOST_RUPIAH, months__gte=1,
                    months__lte=MOST_MONTHS, rate__gte=0, rate__lte=100, guaranteed_percent__gte=0,
                    guaranteed_percent__lte=100, disbursed_on=None,
                    # what is unknown passes a check
                    amount__isnull=False, months__isnull=False, rate__isnull=False, guaranteed_percent__isnull=False,
                )
                | Q(
                    to_state="disbursed", amount__gte=1, amount__lte=MOST_RUPIAH, amount__isnull=False,
                    disbursed_on__isnull=False, approved_on=None,
                    months=None, rate=None, guaranteed_percent=None,
                )
                | (
                    ~Q(to_state__in=("approved", "disbursed"))
                    & Q(amount=None, months=None, rate=None, guaranteed_percent=None, approved_on=None, disbursed_on=None)
                ),
                name="step_tells_what_came",
            ),
            models.CheckConstraint(
                condition=(Q(to_state="declined", reason__in=DeclineReason.values) & ~Q(words=""))
                | (~Q(to_state="declined") & Q(reason="")),
                name="step_decline_explained",
            ),
        )  # fmt: skip
        triggers = step_triggers()

    def __str__(self) -> str:
        return str(ReferralState(self.to_state).label)
