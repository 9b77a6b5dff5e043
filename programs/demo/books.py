"""Six months of the demo cadre's books, with a late one, a difference and a correction; and in bulk those of others."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from programs.mentoring.cashbooks.services import keep_cash_book, use_cash_book
from programs.mentoring.models import Report, ReportVersion
from programs.mentoring.reports.books import month_before
from programs.mentoring.reports.months import last_complete
from programs.mentoring.reports.services import begin_correction, save_figures, send_report
from programs.mentoring.statements.arithmetic import keep_books
from programs.mentoring.statements.figures import Figures, month_after
from programs.pilots.models import Pilot
from soksi_portal.audit.services import because

from .accounts import HOME
from .cashbook import lines_of
from .selection import Selection

OWN_MONTHS = 6
LATE_ONE = 2  # of the demo cadre's six
SEASONS = (0.94, 1.0, 1.04, 0.98, 1.08, 1.12)
WHY = "Ada belanja kecil di pasar yang tidak tercatat."
Sheet = tuple[Pilot, date, Figures, int]  # and which of its business's it is


def make_books(*, selection: Selection, chance: random.Random, now: datetime) -> None:
    """Months in their order, since the database lets none be left out."""
    last = last_complete(now.date())
    siti = selection.pilots[HOME][0]
    shelves = [shelf_of(siti, OWN_MONTHS, last, chance)]
    for pilot in (
        Pilot.objects.active().exclude(pk=siti.pk).select_related("business__owner__user", "seat__province")
    ):
        months = chance.choice((0, 2, 3, 4, 4, 5))
        if months and pilot.business.owner.user_id:
            shelves.append(
                shelf_of(pilot, months, last if chance.random() < 0.8 else month_after(last, -1), chance)
            )
    send_shelves(shelves, chance, now)
    _correct(siti, last)


def send_shelves(shelves: list[list[Sheet]], chance: random.Random, now: datetime) -> None:
    with because("Data contoh"):
        for number in range(max(len(shelf) for shelf in shelves)):
            _send([shelf[number] for shelf in shelves if number < len(shelf)], chance, now)


def shelf_of(pilot: Pilot, months: int, last: date, chance: random.Random) -> list[Sheet]:
    first = month_after(last, -months)
    monthly = max(4_000_000, (pilot.business.last_year_sales or 90_000_000) // 12 // 100_000 * 100_000)
    opening = Figures(
        cash=_round(monthly / 4), bank=_round(monthly / 3), receivables=_round(monthly / 20), stock=_round(monthly / 6),
        payables=_round(monthly / 30), equipment_bought=_round(monthly / 2), equipment_years=4, equipment_name="Kompor, etalase, dan kulkas",
        loan_received=_round(monthly / 2),
    )  # fmt: skip
    told: list[Figures] = []
    for number in range(months):
        told.append(_month(first, opening, told, monthly, number, chance))
    return [(pilot, month_after(first, number), one, number) for number, one in enumerate([opening, *told])]


def _month(
    first: date, opening: Figures, told: list[Figures], monthly: int, number: int, chance: random.Random
) -> Figures:
    """Cash and bank follow from the rest: the owner took what was left over."""
    sales = _round(
        monthly * SEASONS[number % len(SEASONS)] * (1 + 0.02 * number) * chance.uniform(0.97, 1.03)
    )
    figures = Figures(
        sales=sales, purchases=_round(sales * 0.56), wages=_round(sales * 0.09), rent=_round(monthly * 0.04),
        other_costs=_round(sales * 0.05), stock=_round(monthly / 6 * chance.uniform(0.9, 1.15)),
        receivables=_round(monthly / 20 * chance.uniform(0.7, 1.4)), payables=_round(monthly / 30 * chance.uniform(0.6, 1.5)),
        principal_paid=_round(monthly * 0.03), interest_paid=_round(monthly * 0.006),
        drawings=_round(sales * 0.12), employees=1 + monthly // 15_000_000,
    )  # fmt: skip
    if number == 3:
        figures = replace(
            figures,
            equipment_bought=_round(monthly * 0.2),
            equipment_years=5,
            equipment_name="Mesin penyegel",
        )
    money = keep_books(first, opening, [*told, figures]).months[-1].cash.expected
    return replace(figures, bank=_round(money * 0.6), cash=money - _round(money * 0.6))


def _round(amount: float) -> int:
    return int(amount) // 10_000 * 10_000


def _send(sheets: list[Sheet], chance: random.Random, now: datetime) -> None:
    """One number of everybody's months at once; what would be sent later than now is still to come."""
    wanted = [(sheet, _sent_at(sheet, chance, now)) for sheet in sheets]
    ready = [(sheet, at) for sheet, at in wanted if at <= now]
    reports = Report.objects.bulk_create(_report(sheet) for sheet, _at in ready)
    ReportVersion.objects.bulk_create(
        ReportVersion(report=report, number=1, sent_by=report.started_by, sent_at=at, **_told(sheet[2]))
        for report, (sheet, at) in zip(reports, ready, strict=True)
    )


def _report(sheet: Sheet) -> Report:
    pilot, month, figures, number = sheet
    business, owner = pilot.business, pilot.business.owner.user
    if owner is None:
        raise ValueError("only of businesses whose owner has an account")
    return Report(
        business=business, province_id=business.province_id, month=month, is_opening=number == 0, started_by=owner,
        **_told(figures),
    )  # fmt: skip


def _sent_at(sheet: Sheet, chance: random.Random, now: datetime) -> datetime:
    """The demo cadre has sent all of hers, also on the first day of a month."""
    pilot, month, _figures, number = sheet
    own = pilot.seat.province_id == HOME
    late = number == LATE_ONE if own else chance.random() < 0.2
    day = chance.randint(12, 18) if late else chance.randint(2, 8)
    moment = datetime.combine(month_after(month), time(19, 30), pilot.seat.province.zone)
    moment += timedelta(days=day - 1)
    return min(moment, now) if own else moment


def _told(figures: Figures) -> dict[str, Any]:
    return asdict(figures)


def _correct(pilot: Pilot, last: date) -> None:
    """By the real services: a receipt turned up, the cash book was sent, and a little cash stays unexplained."""
    report = Report.objects.filter(business=pilot.business, month=last).select_related("business").first()
    owner = pilot.business.owner.user
    if report is None or report.sent_at is None or owner is None:
        return
    report = begin_correction(report=report, by=owner)
    told = {"purchases": (report.purchases or 0) + 150_000, "cash": (report.cash or 0) - 175_000}
    report = save_figures(report=report, values=told, by=owner)
    before = month_before(report)
    if before is not None and before.current is not None:
        lines = lines_of(report, before.current)
        use_cash_book(cash_book=keep_cash_book(report=report, lines=lines, by=owner), by=owner)
    send_report(report=report, by=owner, reason="Satu nota belanja tertinggal.", difference_reason=WHY)
