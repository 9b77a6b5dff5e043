"""Reminders of monthly reports: when a month can be reported, shortly before it is due, and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from programs.mentoring.choices import ReportOccasion
from programs.mentoring.messages import report_text
from programs.mentoring.models import Report
from programs.mentoring.reports.discipline import owing
from programs.mentoring.reports.months import due_on, first_of, last_complete, read_month
from programs.mentoring.reports.services import subject_of
from programs.mentoring.statements.figures import month_after
from programs.pilots.models import Pilot
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue

HORIZON = timedelta(
    days=2
)  # planned this long before it leaves, so that what was sent meanwhile is not reminded of
HOUR = time(9)
KEPT = timedelta(days=3)  # not told later than this


@dataclass(frozen=True)
class ReportRule:
    """`days` before (or, where negative, after) the day a report is due."""

    occasion: ReportOccasion
    days: tuple[int, ...]


RULES = (
    ReportRule(ReportOccasion.REPORT_DUE, (9, 3)),  # on the first of the month, and on the seventh
    ReportRule(ReportOccasion.REPORT_OVERDUE, (-1, -7)),
)


@dataclass(frozen=True)
class Reminder:
    pilot: Pilot
    month: date
    rule: ReportRule
    days: int

    @property
    def due_at(self) -> datetime:
        return _moment(self.pilot, self.month, self.days)

    @property
    def lead_minutes(self) -> int:
        """Tells one reminder of a month from the next."""
        return abs(self.days) * 24 * 60

    @property
    def key(self) -> tuple[str, str, int, int | None]:
        ref = subject_of(self.pilot.business_id, self.month)
        return self.rule.occasion.value, ref, self.lead_minutes, self.pilot.business.owner.user_id


class Reports:
    """Kind: whoever owes a monthly report."""

    def wanting(self, now: datetime) -> set[int]:
        return {one.pilot.pk for one in _missing(now, _reachable())}

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the pilot locked, so that nothing is planned for a seat that is being left."""
        locked = Pilot.objects.active().filter(pk=subject_id)
        if not list(locked.select_for_update(of=("self",), skip_locked=True, no_key=True).values_list("pk")):
            return 0
        return sum(_remind(one) for one in _missing(now, _reachable().filter(pk=subject_id)))

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """Who sends a report takes its reminders back there and then; this follows what went past the services, and
        seats that were left.
        """
        waiting = Message.objects.under_way().filter(occasion__in=[rule.occasion for rule in RULES])
        refs = {ref: _read(ref) for ref in waiting.values_list("subject_ref", flat=True)}
        if not refs:
            return []
        businesses = {business for business, _month in refs.values()}
        sent = set(Report.objects.sent().filter(business__in=businesses).values_list("business", "month"))
        seated = set(
            Pilot.objects.active().filter(business__in=businesses).values_list("business", flat=True)
        )
        done = [ref for ref, about in refs.items() if about in sent]
        left = [ref for ref, (business, _month) in refs.items() if business not in seated]
        return [
            (waiting.filter(subject_ref__in=done), _("Laporannya sudah dikirim.")),
            (
                waiting.filter(subject_ref__in=left).exclude(subject_ref__in=done),
                _("Usaha ini tidak lagi menempati kursi."),
            ),
        ]


def _read(ref: str) -> tuple[int, date | None]:
    _books, business, month = ref.split(":")
    return int(business), read_month(month)


def _reachable() -> QuerySet[Pilot]:
    people = Q(business__owner__user__is_active=True)
    return Pilot.objects.active().filter(people).select_related("business__owner__user", "seat__province")


def _missing(now: datetime, pilots: QuerySet[Pilot]) -> Iterator[Reminder]:
    """A time that has passed is not made up for; what a person took back stays taken back."""
    wanted = [one for month in _months(now) for one in _wanted(now, month, pilots)]
    if not wanted:
        return
    planned = set(
        Message.objects.filter(
            ~Q(state=MessageState.CANCELLED) | Q(ended_by__isnull=False),
            subject_ref__in={one.key[1] for one in wanted},
        ).values_list("occasion", "subject_ref", "lead_minutes", "recipient")
    )
    yield from (one for one in wanted if one.key not in planned)


def _months(now: datetime) -> list[date]:
    """Those of which something may be due now or within the horizon."""
    last = last_complete(now.date())
    return [month_after(last, -1), last, first_of(now.date())]


def _wanted(now: datetime, month: date, pilots: QuerySet[Pilot]) -> Iterator[Reminder]:
    days = [(rule, one) for rule in RULES for one in rule.days if _is_near(now, month, one)]
    if not days:
        return
    sent = Report.objects.sent().filter(month=month).values("business")
    for pilot in owing(pilots, month).exclude(business__in=sent).order_by("pk"):
        for rule, one in days:
            if now < _moment(pilot, month, one) <= now + HORIZON:
                yield Reminder(pilot, month, rule, one)


def _is_near(now: datetime, month: date, days: int) -> bool:
    """In any of the country's zones."""
    day = due_on(month) - timedelta(days=days)
    return abs(datetime.combine(day, HOUR, now.tzinfo) - now) <= HORIZON + timedelta(days=1)


def _moment(pilot: Pilot, month: date, days: int) -> datetime:
    return datetime.combine(due_on(month) - timedelta(days=days), HOUR, pilot.seat.province.zone)


def _remind(one: Reminder) -> bool:
    business, owner = one.pilot.business, one.pilot.business.owner.user
    if owner is None:
        return False
    has_books = Report.objects.sent().filter(business=business).exists()
    message = enqueue(
        occasion=one.rule.occasion,
        subject_ref=subject_of(business.pk, one.month),
        recipient=owner,
        **report_text(business, one.month, has_books=has_books).planned,
        due_at=one.due_at,
        lead_minutes=one.lead_minutes,
        expires_at=one.due_at + KEPT,
        time_zone=one.pilot.seat.province.time_zone,
    )
    return message is not None
