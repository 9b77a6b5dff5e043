"""What is held about a person's books, and taking an erased person out of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from umkm.businesses.documents.storing import delete_files
from umkm.cadres.erasure import Eraser
from umkm.cadres.models import Cadre

from .models import ERASED, CashEntry, FigureOpening, Receipt, Report, ReportVersion
from .models.reports import GONE, NUMBERS


def reports_held(user: User) -> Iterable[Section]:
    """All amounts as they were sent, each version."""
    versions = (
        ReportVersion.objects.filter(report__business__owner__user=user)
        .select_related("report__business")
        .order_by("-report__month", "-number")
    )
    yield Section(
        key="laporan-bulanan",
        title=_("Laporan bulanan"),
        purpose=_("Untuk menyusun laporan keuangan usaha Anda dan menilai kesiapannya ke bank."),
        records=tuple(_version(one) for one in versions),
        empty=_("Belum ada laporan bulanan."),
        rank=54,
    )
    openings = FigureOpening.objects.filter(business__owner__user=user).select_related(
        "opened_by", "business"
    )
    yield Section(
        key="pembukaan-angka",
        title=_("Siapa yang membuka angka usaha Anda"),
        purpose=_("Supaya Anda tahu siapa yang membaca data keuangan Anda."),
        records=tuple(
            Record(
                title=one.opened_by.full_name,
                when=one.opened_at,
                facts=(
                    Fact("usaha", _("Usaha"), one.business.name),
                    Fact("oleh", _("Dibuka oleh"), one.opened_by.full_name),
                    Fact("tanggal", _("Tanggal"), one.opened_on),
                ),
            )
            for one in openings.order_by("-opened_at")
        ),
        empty=_("Belum ada yang membukanya."),
        rank=55,
    )


def _version(one: ReportVersion) -> Record:
    amounts = tuple(Fact(name, str(_label(name)), getattr(one, name)) for name in (*NUMBERS, *GONE))
    return Record(
        title=f"{one.report.business}: {one.report}",
        when=one.sent_at,
        url=one.report.get_absolute_url(),
        facts=(
            Fact("bulan", _("Bulan"), one.report.month),
            Fact("versi", _("Versi"), one.number),
            Fact("dikirim", _("Dikirim"), one.sent_at),
            *amounts,
            Fact("alat", _("Nama alat"), one.equipment_name),
            Fact("selisih", _("Selisih kas"), one.difference),
            Fact("penjelasan", _("Penjelasan selisih"), one.difference_reason),
            Fact("alasan", _("Alasan perbaikan"), one.reason),
        ),
    )


def _label(name: str) -> object:
    return getattr(ReportVersion._meta.get_field(name), "verbose_name", name)


def lock(cadre: Cadre) -> None:
    """The books' opening balances, as everybody does who changes them."""
    rows = Report.objects.filter(business__owner=cadre, is_opening=True)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def obstacles(cadre: Cadre) -> list[str]:
    """None of their own: a seat is asked about by the business's tie."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """Sums of months stay, of a business that is nobody's any more; words and photos go, and unsent sheets."""
    reports = list(Report.objects.filter(business__owner=cadre).values_list("pk", flat=True))
    _forget_words(reports)
    entries = CashEntry.objects.filter(cash_book__report__in=reports).exclude(words=ERASED)
    return {
        "monthly_reports": len(reports),
        "cash_entries": entries.update(words=ERASED),
        "receipts": _remove_receipts(reports, by),
    }


def _forget_words(reports: list[int]) -> None:
    unsent = dict.fromkeys((*NUMBERS, *GONE))
    Report.objects.filter(pk__in=reports, sent_at=None).update(**unsent)
    Report.objects.filter(pk__in=reports).update(equipment_name="", difference_reason="")
    versions = ReportVersion.objects.filter(report__in=reports)
    ids = list(versions.values_list("pk", flat=True))
    versions.exclude(equipment_name="").update(equipment_name=ERASED)
    versions.exclude(difference_reason="").update(difference_reason=ERASED)
    versions.exclude(reason="").update(reason=ERASED)
    forget(ReportVersion, ids, reason=ERASED)
    forget_reasons(ReportVersion, ids, words=ERASED)
    forget_reasons(Report, reports, words=ERASED)


def _remove_receipts(reports: list[int], by: User) -> int:
    found = list(
        Receipt.objects.kept().filter(entry__cash_book__report__in=reports).select_for_update(of=("self",))
    )
    for receipt in found:
        receipt.removed_at, receipt.removed_by = timezone.now(), by
        receipt.save(update_fields=["removed_at", "removed_by"])
    transaction.on_commit(lambda: _delete(found), robust=True)
    return len(found)


def _delete(receipts: list[Receipt]) -> None:
    for one in receipts:
        delete_files(one)


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
