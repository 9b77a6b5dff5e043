"""What a cadre owes and has sent: for her list, the start page and the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programs.mentoring.choices import Discipline
from programs.mentoring.models import Report
from programs.mentoring.statements.figures import month_after
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

from .months import due_on, last_complete, last_day, month_words, today


@dataclass(frozen=True)
class OwnBooks:
    """One business: its newest reports, the sheet that is open, and the months that wait."""

    business: Business
    is_pilot: bool  # on a seat now: reports are owed
    reports: tuple[Report, ...]  # the newest first
    sheet: Report | None
    owed: tuple[date, ...]
    next_month: date | None  # that can be reported next; None without an opening balance

    @property
    def is_merged(self) -> bool:
        """It turned out to be another business: what was sent is read, no more is written."""
        return self.business.state == BusinessState.MERGED

    @property
    def has_books(self) -> bool:
        return any(one.sent_at for one in self.reports)

    @property
    def first_owed(self) -> date | None:
        return self.owed[0] if self.owed else None

    @property
    def due_on(self) -> date | None:
        return due_on(self.owed[0]) if self.owed else None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and today() > self.due_on

    @property
    def owed_words(self) -> str:
        return ", ".join(month_words(one) for one in self.owed)

    @property
    def next_opens_on(self) -> date | None:
        return last_day(self.next_month) if self.next_month else None

    @property
    def may_start(self) -> bool:
        """The next month's sheet opens now."""
        return self.sheet is None and self.next_opens_on is not None and self.next_opens_on <= today()

    @property
    def sent(self) -> int:
        return sum(1 for one in self.reports if one.sent_at and not one.is_opening)

    @property
    def in_time(self) -> int:
        return sum(1 for one in self.reports if not one.is_opening and one.discipline == Discipline.IN_TIME)


def own_books(user: User) -> list[OwnBooks]:
    """Those of her businesses that are, or were, pilots; those on a seat first."""
    if not user.has_role(Role.CADRE):
        return []
    pilots = Pilot.objects.filter(business__owner__user=user).select_related(
        "business__owner", "business__province"
    )
    businesses = {one.business_id: one.business for one in pilots}
    active = {one.business_id for one in pilots if one.ended_at is None}
    return books_of_businesses(businesses, active)


def books_of_businesses(businesses: dict[int, Business], active: set[int]) -> list[OwnBooks]:
    """Two businesses cost what one costs."""
    rows = Report.objects.filter(business__in=businesses).order_by("-month")
    by_business: dict[int, list[Report]] = {pk: [] for pk in businesses}
    for report in rows:
        by_business[report.business_id].append(report)
    found = [_one(businesses[pk], pk in active, reports) for pk, reports in by_business.items()]
    return sorted(found, key=lambda one: (not one.is_pilot, one.business.name))


def _one(business: Business, is_pilot: bool, reports: list[Report]) -> OwnBooks:
    last = next((one for one in reports if one.sent_at), None)
    owed: list[date] = []
    month = month_after(last.month) if last else None
    while is_pilot and month and month <= last_complete(today()):
        owed.append(month)
        month = month_after(month)
    return OwnBooks(
        business=business,
        is_pilot=is_pilot,
        reports=tuple(reports),
        sheet=next((one for one in reports if one.is_sheet_open), None),
        owed=tuple(owed),
        next_month=month_after(last.month) if last else None,
    )
