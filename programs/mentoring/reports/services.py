"""Beginning a sheet, filling it in, sending it, correcting it, closing a month. Each locks the business's books first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.choices import ReportState
from programs.mentoring.errors import (
    DifferenceUnexplained,
    EquipmentMissing,
    LoanOverpaid,
    ReportIncomplete,
    ReportRefused,
)
from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.models.reports import GONE, NUMBERS, WORDS
from programs.mentoring.permissions import keeps_books, may_close, owns
from programs.mentoring.statements.arithmetic import Books
from programs.mentoring.statements.figures import month_after
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import day, in_zone, rupiah
from soksi_portal.outbox.services import cancel_about
from umkm.businesses.merged import refuse_merged
from umkm.businesses.models import Business

from .books import books_with
from .months import MOST_BACK, first_of, last_day, month_code, month_words, today
from .sheet import settled, sold_unnamed, unfilled

SHEET = (*NUMBERS, *WORDS, *GONE)


def subject_of(business_id: int, month: date) -> str:
    """What messages about the report of one month refer to."""
    return f"books:{business_id}:{month_code(month)}"


@transaction.atomic
def start_books(*, business: Business, month: date, by: User) -> Report:
    """The sheet of the opening balance at the end of `month`; twice is once. Raises ReportRefused, NotWritable."""
    _must_write(business, by)
    if not keeps_books(business):
        raise ReportRefused(_("Laporan bulanan dibuka setelah usaha menjadi UMKM percontohan."))
    month = first_of(month)
    if not month_after(first_of(today()), -MOST_BACK) <= month <= first_of(today()):
        raise ReportRefused(
            _("Pilih bulan dalam %(months)s bulan terakhir.") % {"months": MOST_BACK}, field="month"
        )
    return _begun(business, month, by, is_opening=True)


@transaction.atomic
def start_report(*, business: Business, by: User) -> Report:
    """The sheet of the month that comes next; twice is once. Raises ReportRefused, NotWritable."""
    _must_write(business, by)
    last = Report.objects.filter(business=business).order_by("-month").first()
    if last is None:
        raise ReportRefused(_("Isi saldo awal dahulu, lalu laporan bulan pertama terbuka."))
    if last.sent_at is None:
        return last
    month = month_after(last.month)
    if last_day(month) > today():
        raise ReportRefused(
            _("Laporan %(month)s dibuka pada %(day)s, hari terakhir bulan itu.")
            % {"month": month_words(month), "day": day(last_day(month))}
        )
    return _begun(business, month, by)


def _begun(business: Business, month: date, by: User, *, is_opening: bool = False) -> Report:
    known = {"is_opening": True} if is_opening else {"month": month}
    found = Report.objects.filter(business=business, **known).first()
    if found:
        return found
    sheet = Report(
        business=business, province_id=business.province_id, month=month, is_opening=is_opening, started_by=by
    )
    try:
        with transaction.atomic(), because(_("Laporan bulanan dimulai."), by=by):
            sheet.save(force_insert=True)
    except IntegrityError:  # begun in another window at this moment
        return Report.objects.get(business=business, **known)
    return sheet


@transaction.atomic
def save_figures(*, report: Report, values: Mapping[str, Any], by: User) -> Report:
    """Keep what one page tells. Raises ReportRefused."""
    report = locked_sheet(report, by)
    told = {name: value for name, value in values.items() if name in SHEET}
    for name, value in told.items():
        setattr(report, name, value)
    report.save(update_fields=list(told))
    return report


@transaction.atomic
def send_report(*, report: Report, by: User, difference_reason: str = "", reason: str = "") -> ReportVersion:
    """The sheet becomes the next version. `difference_reason` says why counted cash differs, `reason` why it is mended.

    Raises ReportRefused, NotWritable, ReportIncomplete, DifferenceUnexplained, LoanOverpaid, EquipmentMissing.
    """
    report = locked_sheet(report, by)
    _must_be_sendable(report, reason)
    for name, value in settled(report).items():
        setattr(report, name, value)
    if sold_unnamed(report):
        words = _("Pilih dahulu alat mana yang terjual %(amount)s, di bagian Alat yang dibeli.")
        raise ReportIncomplete(words % {"amount": rupiah(report.gone_price)})
    if unfilled(report):
        raise ReportIncomplete(_("Masih ada bagian yang belum diisi."))
    report.difference_reason = difference_reason.strip()
    books = books_with(report)
    if books is None:
        raise ReportRefused(_("Kirim saldo awal dahulu."))
    difference = _checked(report, books)
    report.save(update_fields=list(SHEET))
    version = ReportVersion(
        report=report,
        number=report.versions.count() + 1,
        difference=difference,
        reason=reason.strip() if report.sent_at else "",
        sent_by=by,
        **{name: getattr(report, name) for name in SHEET},
    )
    with because(reason.strip() or _("Laporan bulanan dikirim."), by=by):
        version.save(force_insert=True)
    cancel_about(
        subject_ref=subject_of(report.business_id, report.month), reason=_("Laporannya sudah dikirim.")
    )
    return version


def _must_be_sendable(report: Report, reason: str) -> None:
    local = in_zone(timezone.now(), report.province.time_zone).date()
    if local < last_day(report.month):
        raise ReportRefused(
            _("%(report)s dapat dikirim mulai %(day)s, hari terakhir bulan itu.")
            % {"report": report, "day": day(last_day(report.month))}
        )
    if report.sent_at is not None and not reason.strip():
        raise ReportIncomplete(_("Tulis mengapa laporan ini diperbaiki."), field="reason")


def _checked(report: Report, books: Books) -> int:
    """The difference of the month's cash, explained; no loan is paid back beyond what is owed, in any month."""
    overpaid = next((one.position for one in books.months if one.position.loans < 0), None)
    if overpaid:
        raise LoanOverpaid(
            _(
                "Angsuran pokok sampai %(month)s lebih besar %(amount)s daripada pinjaman yang tercatat."
                " Periksa angsurannya, atau pinjaman yang diterima."
            )
            % {"month": month_words(overpaid.month), "amount": rupiah(-overpaid.loans)}
        )
    missing = next((one for one in books.months if not books.holds_gone_of(one)), None)
    if missing:
        raise EquipmentMissing(
            _(
                "Alat yang dijual atau rusak pada %(month)s lebih mahal daripada alat yang tercatat. Periksa harga"
                " belinya, atau alat yang dibeli."
            )
            % {"month": month_words(missing.month)}
        )
    month = next((one for one in books.months if one.month == report.month), None)
    difference = month.cash.difference if month else 0
    if difference and not report.difference_reason:
        raise DifferenceUnexplained(
            _("Uang yang dihitung berbeda %(amount)s dari hitungan. Periksa lagi, atau tulis penjelasannya.")
            % {"amount": rupiah(abs(difference))},
            field="difference_reason",
        )
    return difference


@transaction.atomic
def begin_correction(*, report: Report, by: User) -> Report:
    """The sheet opens again with what was sent; that stays until the mended one is sent. Raises ReportRefused, NotWritable."""
    _must_own(report.business, by)
    report = _locked(report)
    refuse_merged(report.business)
    if report.state == ReportState.CORRECTING:
        return report
    if report.current is None:
        raise ReportRefused(_("Laporan ini belum dikirim; ubah saja isinya."))
    for name in SHEET:
        setattr(report, name, getattr(report.current, name))
    report.state = ReportState.CORRECTING
    with because(_("Perbaikan laporan dimulai."), by=by):
        report.save(update_fields=["state", *SHEET])
    return report


@transaction.atomic
def drop_correction(*, report: Report, by: User) -> Report:
    """What was sent stands. Twice is once. Raises ReportRefused."""
    _must_own(report.business, by)
    report = _locked(report)
    if report.state == ReportState.CORRECTING:
        report.state = ReportState.SENT
        with because(_("Perbaikan laporan tidak jadi."), by=by):
            report.save(update_fields=["state"])
    return report


@transaction.atomic
def close_months(*, business: Business, until: date, partner: str, by: User) -> int:
    """All months that were sent until `until` have been reported to `partner`: how many are newly closed.

    From then on a correction is an entry that every reader of the statements sees. Raises ReportRefused.
    """
    if not may_close(by):
        raise ReportRefused(_("Hanya Jamkrindo yang menutup bulan."))
    partner = " ".join(partner.split())
    if not partner:
        raise ReportRefused(_("Tulis kepada siapa angkanya dilaporkan."), field="partner")
    lock_books(business.pk)
    rows = Report.objects.sent().filter(business=business, month__lte=until, closed_at=None)
    found = list(rows.select_for_update(of=("self",)).order_by("month"))
    if any(one.state == ReportState.CORRECTING for one in found):
        raise ReportRefused(_("Pemilik sedang memperbaiki salah satu bulan itu. Tunggu sampai terkirim."))
    now = timezone.now()
    with because(_("Bulan ditutup: dilaporkan kepada %(partner)s.") % {"partner": partner}, by=by):
        for one in found:
            one.closed_at, one.closed_by, one.closed_for = now, by, partner
            one.save(update_fields=["closed_at", "closed_by", "closed_for"])
    return len(found)


def _must_own(business: Business, by: User) -> None:
    if not owns(by, business):
        raise ReportRefused(_("Hanya pemilik usaha yang mengisi laporannya."))


def _must_write(business: Business, by: User) -> None:
    """Its books are locked before its own row, always. Raises ReportRefused, NotWritable."""
    _must_own(business, by)
    lock_books(business.pk)
    refuse_merged(business)


def lock_books(business_id: int) -> None:
    """The opening balance's row is the queue of everybody who changes the books of a business."""
    rows = Report.objects.filter(business=business_id, is_opening=True)
    list(rows.select_for_update().values_list("pk"))


def _locked(report: Report) -> Report:
    lock_books(report.business_id)
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "business__owner", "province", "current"
    )
    return rows.get(pk=report.pk)


def locked_sheet(report: Report, by: User) -> Report:
    """Raises ReportRefused, NotWritable."""
    _must_own(report.business, by)
    report = _locked(report)
    refuse_merged(report.business)
    if not report.is_sheet_open:
        raise ReportRefused(_("Laporan ini sudah terkirim. Pilih Perbaiki bila ada yang salah."))
    return report
