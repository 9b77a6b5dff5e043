"""Reminders of visits, the day before, and of tasks, the day after they were due and a week later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, StrIndex, Substr
from django.utils.translation import gettext as _

from programs.mentoring.actions.choices import ActionOccasion
from programs.mentoring.actions.messages import overdue_text, person_of
from programs.mentoring.matching.choices import Side
from programs.mentoring.models import ActionItem, Visit
from programs.mentoring.visits import messages as about_visits
from programs.mentoring.visits.choices import VisitOccasion, VisitState
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue

DAY = timedelta(days=1)
HORIZON = timedelta(days=2)  # planned this long before it leaves
HOUR = time(9)
DAYS_AFTER = (1, 7)
KEPT = timedelta(days=3)  # not told later than this
WITH_VISIT = ("business__owner__user", "province", "mentor__user")
WITH_TASK = ("business__owner__user", "province")


class Visits:
    """Kind: the two who agreed to meet."""

    def wanting(self, now: datetime) -> set[int]:
        return {visit.pk for visit, _person in self._missing(now, Visit.objects.all())}

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the visit locked, so that nothing is planned for a time that is being changed."""
        rows = Visit.objects.filter(pk=subject_id).select_for_update(
            of=("self",), skip_locked=True, no_key=True
        )
        if not list(rows.values_list("pk")):
            return 0
        missing = self._missing(now, Visit.objects.filter(pk=subject_id))
        return sum(_remind(visit, person) for visit, person in missing)

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """Who moves or cancels a visit takes its reminders back there and then; this follows what told nobody."""
        waiting = _waiting(VisitOccasion.VISIT_REMINDER)
        agreed = Visit.objects.filter(
            pk=OuterRef("about"), state=VisitState.AGREED, revision=OuterRef("revision")
        )
        return [(waiting.exclude(Exists(agreed)), _("Kunjungannya berubah atau sudah terlaksana."))]

    def _missing(self, now: datetime, rows: QuerySet[Visit]) -> Iterator[tuple[Visit, User]]:
        """A day before that has begun is not made up for; what a person took back stays taken back."""
        due = rows.filter(
            state=VisitState.AGREED, starts_at__gt=now + DAY, starts_at__lte=now + DAY + HORIZON
        )
        visits = list(due.select_related(*WITH_VISIT).order_by("pk"))
        planned = _planned([one.subject_ref for one in visits], VisitOccasion.VISIT_REMINDER)
        for visit in visits:
            for side in Side:
                person = about_visits.person_of(visit, side)
                if (
                    person
                    and person.is_active
                    and (visit.subject_ref, visit.revision, 24 * 60, person.pk) not in planned
                ):
                    yield visit, person


def _remind(visit: Visit, person: User) -> bool:
    message = enqueue(
        occasion=VisitOccasion.VISIT_REMINDER,
        subject_ref=visit.subject_ref,
        recipient=person,
        **about_visits.reminder_text(visit).planned,
        due_at=visit.starts_at - DAY,
        lead_minutes=24 * 60,
        revision=visit.revision,
        expires_at=visit.starts_at,
        time_zone=visit.province.time_zone,
    )
    return message is not None


@dataclass(frozen=True)
class Overdue:
    """One task, so many days after it was due."""

    item: ActionItem
    days: int
    person: User

    @property
    def due_at(self) -> datetime:
        return datetime.combine(self.item.due_on + timedelta(days=self.days), HOUR, self.item.province.zone)

    @property
    def key(self) -> tuple[str, int, int, int]:
        return self.item.subject_ref, 0, self.days * 24 * 60, self.person.pk


class Tasks:
    """Kind: whoever owes something that was agreed."""

    def wanting(self, now: datetime) -> set[int]:
        return {one.item.pk for one in self._missing(now, ActionItem.objects.all())}

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        rows = ActionItem.objects.filter(pk=subject_id)
        if not list(rows.select_for_update(of=("self",), skip_locked=True, no_key=True).values_list("pk")):
            return 0
        return sum(_tell(one) for one in self._missing(now, rows))

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        waiting = _waiting(ActionOccasion.ACTION_OVERDUE)
        still_open = ActionItem.objects.open().filter(pk=OuterRef("about"))
        return [(waiting.exclude(Exists(still_open)), _("Tugasnya sudah tidak terbuka."))]

    def _missing(self, now: datetime, rows: QuerySet[ActionItem]) -> Iterator[Overdue]:
        near = Q()
        for days in DAYS_AFTER:
            first = (now - timedelta(days=days + 1)).date()
            near |= Q(due_on__gte=first, due_on__lte=first + HORIZON + 2 * DAY)
        items = list(rows.open().filter(near).select_related(*WITH_TASK).order_by("pk"))  # type: ignore[attr-defined]
        planned = _planned([one.subject_ref for one in items], ActionOccasion.ACTION_OVERDUE)
        for item in items:
            person = person_of(item, item.owner)
            for days in DAYS_AFTER if person and person.is_active else ():
                one = Overdue(item, days, person)  # type: ignore[arg-type]
                if now < one.due_at <= now + HORIZON and one.key not in planned:
                    yield one


def _tell(one: Overdue) -> bool:
    message = enqueue(
        occasion=ActionOccasion.ACTION_OVERDUE,
        subject_ref=one.item.subject_ref,
        recipient=one.person,
        **overdue_text(one.item).planned,
        due_at=one.due_at,
        lead_minutes=one.days * 24 * 60,
        expires_at=one.due_at + KEPT,
        time_zone=one.item.province.time_zone,
    )
    return message is not None


def _waiting(occasion: str) -> MessageQuerySet:
    """Those that have not left, with the number of what each is about."""
    number = Substr("subject_ref", StrIndex("subject_ref", Value(":")) + 1)
    waiting = Message.objects.under_way().filter(occasion=occasion)
    return waiting.annotate(about=Cast(number, BigIntegerField()))


def _planned(refs: list[str], occasion: str) -> set[tuple[str, int, int, int | None]]:
    if not refs:
        return set()
    told = Message.objects.filter(
        ~Q(state=MessageState.CANCELLED) | Q(ended_by__isnull=False), occasion=occasion, subject_ref__in=refs
    )
    return set(told.values_list("subject_ref", "revision", "lead_minutes", "recipient"))
