"""Monthly reports: the sheet that is being filled in, and each version that was sent."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.mentoring.choices import Discipline, ReportState
from programs.mentoring.reports.months import due_on, month_words
from programs.mentoring.reports.walls import report_triggers, version_triggers
from programs.mentoring.statements.figures import Figures
from soksi_portal.accounts.choices import Role
from soksi_portal.common.fields import MOST_RUPIAH
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as

# what happens during a month; the rest is counted at its end
FLOWS = (
    "sales", "purchases", "wages", "rent", "other_costs", "equipment_bought", "loan_received", "principal_paid",
    "interest_paid", "drawings", "owner_added",
)  # fmt: skip
COUNTED = ("cash", "bank", "receivables", "payables", "stock")
MONEY = (*FLOWS, *COUNTED)
NUMBERS = (*MONEY, "equipment_years", "employees")
WORDS = ("equipment_name", "difference_reason")
# equipment that was sold, or broke; rare, so nothing told is that nothing left
GONE_MONEY = ("gone_cost", "gone_price")
GONE = ("gone_from", *GONE_MONEY)
ERASED = "–"  # instead of words of a person who was erased
MOST_YEARS = 20
# who reads the amounts of a business that is not the own one. Coordinators and board read how punctual it is, no amounts
FIGURE_READERS = (Role.JAMKRINDO, Role.ADMIN)


class Amounts(models.Model):
    """The figures of one month. Money in whole rupiah; empty: not told yet."""

    sales = models.BigIntegerField(_("Penjualan"), null=True)
    purchases = models.BigIntegerField(_("Belanja bahan dan barang"), null=True)
    wages = models.BigIntegerField(_("Upah"), null=True)
    rent = models.BigIntegerField(_("Sewa"), null=True)
    other_costs = models.BigIntegerField(_("Biaya lain"), null=True)
    equipment_bought = models.BigIntegerField(_("Alat yang dibeli"), null=True)
    equipment_years = models.PositiveSmallIntegerField(_("Umur alat (tahun)"), null=True)
    equipment_name = models.CharField(_("Nama alat"), max_length=120, blank=True)
    gone_from = models.DateField(
        _("Alat yang dijual atau rusak, dari"), null=True
    )  # the month that tells of it
    gone_cost = models.BigIntegerField(_("Harga belinya dahulu"), null=True)
    gone_price = models.BigIntegerField(_("Hasil penjualan alat"), null=True)
    loan_received = models.BigIntegerField(_("Pinjaman diterima"), null=True)
    principal_paid = models.BigIntegerField(_("Angsuran pokok"), null=True)
    interest_paid = models.BigIntegerField(_("Bunga pinjaman"), null=True)
    drawings = models.BigIntegerField(_("Diambil untuk pribadi"), null=True)
    owner_added = models.BigIntegerField(_("Tambahan modal pemilik"), null=True)
    cash = models.BigIntegerField(_("Uang tunai"), null=True)
    bank = models.BigIntegerField(_("Saldo bank"), null=True)
    receivables = models.BigIntegerField(_("Belum dibayar pelanggan"), null=True)
    payables = models.BigIntegerField(_("Utang ke pemasok"), null=True)
    stock = models.BigIntegerField(_("Persediaan"), null=True)
    employees = models.PositiveIntegerField(_("Pekerja"), null=True)
    difference_reason = models.CharField(_("Penjelasan selisih"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def figures(self) -> Figures:
        """What is not told counts as nothing."""
        known: dict[str, Any] = {name: getattr(self, name) or 0 for name in (*NUMBERS, *GONE_MONEY)}
        return Figures(**known | {name: getattr(self, name) for name in (*WORDS, "gone_from")})


SANE = Q(**{f"{name}__gte": 0 for name in (*MONEY, *GONE_MONEY)}) & Q(
    **{f"{name}__lte": MOST_RUPIAH for name in (*MONEY, *GONE_MONEY)}
)
NOTHING_GONE = (
    Q(gone_from=None) & (Q(gone_cost=None) | Q(gone_cost=0)) & (Q(gone_price=None) | Q(gone_price=0))
)
WHOLE = Q(**{f"{name}__isnull": False for name in NUMBERS})


class ReportQuerySet(ScopedQuerySet["Report"]):
    def own_of(self, user: Any) -> Q | None:
        return own_as(Role.CADRE, user, Q(business__owner__user=user))

    def visible_to(self, user: Any) -> Self:
        """That there is a report, and when it came."""
        own = Q(business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def figures_visible_to(self, user: Any) -> Self:
        """Its amounts, too: specific personal data (UU 27/2022), so for the owner and Jamkrindo's mentors only."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*FIGURE_READERS):
            return self.visible_to(user)
        return self.filter(business__owner__user=user) if user.has_role(Role.CADRE) else self.none()

    def sent(self) -> Self:
        return self.exclude(sent_at=None)

    def monthly(self) -> Self:
        """Without opening balances."""
        return self.filter(is_opening=False)


@pghistory.track(exclude=[*NUMBERS, *WORDS, *GONE])  # amounts stand in the versions, and nowhere else
class Report(Amounts):
    """One month of one business: its amounts are the sheet being filled in; what was sent is in its versions.

    The opening balance is the first, at the end of the month before the first one that is reported.
    """

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="monthly_reports")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    month = models.DateField(_("Bulan"))  # its first day
    is_opening = models.BooleanField(_("Saldo awal"), default=False)
    state = models.CharField(
        _("Status"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    # kept by the database when the first version comes
    current = models.OneToOneField(
        "mentoring.ReportVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("Dikirim"), null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)  # the date of its province
    # reported to a partner: from then on a correction is an entry that everybody sees
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_for = models.CharField(_("Dilaporkan kepada"), max_length=160, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("laporan bulanan")
        constraints = (
            models.UniqueConstraint("business", "month", name="report_month_once"),
            models.UniqueConstraint("business", condition=Q(is_opening=True), name="report_opening_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_first_day"),
            models.CheckConstraint(condition=SANE, name="report_amounts_sane"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, current=None, sent_at=None, sent_on=None)
                | Q(
                    state__in=(ReportState.SENT, ReportState.CORRECTING),
                    current__isnull=False,
                    sent_at__isnull=False,
                    sent_on__isnull=False,
                ),
                name="report_sent_with_version",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_for="")
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, sent_at__isnull=False)
                    & ~Q(closed_for="")
                ),
                name="report_closed_for_someone",
            ),
        )
        indexes = (models.Index("month", "province", name="report_of_month"),)
        triggers = report_triggers()

    def __str__(self) -> str:
        return (
            _now("Saldo awal %(month)s") % {"month": month_words(self.month)}
            if self.is_opening
            else month_words(self.month)
        )

    def get_absolute_url(self) -> str:
        return reverse("report_detail", args=[self.pk])

    @property
    def due_on(self) -> date:
        return due_on(self.month)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_sheet_open(self) -> bool:
        """Its owner is writing: the first time, or a correction."""
        return self.state != ReportState.SENT

    @property
    def discipline(self) -> Discipline:
        if self.sent_on is None:
            return Discipline.WAITING
        return Discipline.IN_TIME if self.sent_on <= self.due_on else Discipline.LATE

    @property
    def state_tone(self) -> str:
        return ReportState(self.state).tone


@pghistory.track(pghistory.InsertEvent(), exclude=[*NUMBERS, *WORDS, *GONE, "difference"])
class ReportVersion(Amounts):
    """What was sent, as it was sent. A later one takes its place; it stays."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Versi"))
    difference = models.BigIntegerField(_("Selisih kas"), default=0)  # as it was when sent
    reason = models.CharField(_("Alasan perbaikan"), max_length=300, blank=True)
    is_after_close = models.BooleanField(default=False)  # the database says so
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("Dikirim"), default=timezone.now)

    class Meta:
        verbose_name = _("versi laporan")
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint("report", "number", name="version_number_once"),
            models.CheckConstraint(condition=SANE & WHOLE, name="version_amounts_whole"),
            models.CheckConstraint(
                condition=Q(equipment_bought=0)
                | (Q(equipment_years__gte=1, equipment_years__lte=MOST_YEARS) & ~Q(equipment_name="")),
                name="version_equipment_named",
            ),
            models.CheckConstraint(
                condition=NOTHING_GONE
                | Q(
                    gone_from__isnull=False,
                    gone_cost__gte=1,
                    gone_cost__isnull=False,
                    gone_price__isnull=False,
                ),
                name="version_gone_named",
            ),
            models.CheckConstraint(
                condition=Q(difference=0) | ~Q(difference_reason=""), name="version_difference_explained"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="version_correction_explained"
            ),
        )
        triggers = version_triggers(FLOWS, (*MONEY, *GONE))

    def __str__(self) -> str:
        return f"{self.report} v{self.number}"


class FigureOpening(models.Model):
    """That somebody else than the owner read the amounts of a business: once a day. The owner reads this too."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="figure_openings")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_at = models.DateTimeField(_("Dibuka"), default=timezone.now)

    class Meta:
        verbose_name = _("pembukaan angka")
        constraints = (
            models.UniqueConstraint("business", "opened_by", "opened_on", name="figures_opened_once_a_day"),
        )
        indexes = (models.Index("business", F("opened_at").desc(), name="figures_opened_lately"),)
        triggers = (
            pgtrigger.Protect(name="keep_figure_opening", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.opened_by}"
