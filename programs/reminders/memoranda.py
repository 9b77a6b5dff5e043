"""Notices that a memorandum ends. There are few memoranda and few admins: what is missing is found in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from programs.partnership.models import Memorandum
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue

from .rules import EXPIRING, LAST_CALL, NOT_IN_CHARGE, VALIDITY_MOVED

HORIZON = timedelta(days=60)  # before a lead time begins; later ones are planned when they come this near
ZONE = ZoneInfo("Asia/Jakarta")
HOUR = time(9)


@dataclass(frozen=True)
class Notice:
    """One admin is told of one memorandum, so long ahead."""

    memorandum: Memorandum
    lead: timedelta
    recipient: User

    @property
    def key(self) -> tuple[str, int, int, int]:
        ref, minutes = self.memorandum.subject_ref, self.lead // timedelta(minutes=1)
        return ref, _revision(self.memorandum), minutes, self.recipient.pk

    @property
    def due_at(self) -> datetime:
        assert self.memorandum.valid_until is not None  # noqa: S101 — only those that end are told of
        return _due(self.memorandum.valid_until, self.lead)


class Memoranda:
    """Kind: whoever keeps the memoranda."""

    def wanting(self, now: datetime) -> set[int]:
        return {notice.memorandum.pk for notice in _missing(now, Memorandum.objects.all())}

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the memorandum locked, so that nothing is planned for an end that is being moved."""
        rows = Memorandum.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=subject_id)
        return sum(_tell(notice) for notice in _missing(now, list(rows)))

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """Who moves the end takes the notices back there and then; this follows what went past the services, and
        whoever is no longer an admin.
        """
        waiting = Message.objects.under_way().filter(occasion=EXPIRING.occasion)
        refs = set(waiting.values_list("subject_ref", flat=True))
        if not refs:
            return []
        ends = Memorandum.objects.filter(pk__in=[int(ref.partition(":")[2]) for ref in refs])
        fits = Q(pk__in=[])
        for memorandum in ends.exclude(valid_until=None):
            fits |= Q(subject_ref=memorandum.subject_ref, revision=_revision(memorandum))
        admins = User.objects.with_role(EXPIRING.role).values("pk")
        return [
            (waiting.exclude(fits), str(VALIDITY_MOVED)),
            (waiting.exclude(recipient__in=admins), str(NOT_IN_CHARGE)),
        ]


def _missing(now: datetime, memoranda: Iterable[Memorandum]) -> Iterator[Notice]:
    """A lead time that has begun is not made up for; what a person took back stays taken back."""
    ending = [(one, lead) for one in memoranda for lead in EXPIRING.leads if _is_near(one, lead, now)]
    if not ending:
        return
    planned = set(
        Message.objects.filter(
            ~Q(state=MessageState.CANCELLED) | Q(ended_by__isnull=False),
            occasion=EXPIRING.occasion,
            subject_ref__in={one.subject_ref for one, _lead in ending},
        ).values_list("subject_ref", "revision", "lead_minutes", "recipient")
    )
    for recipient in User.objects.with_role(EXPIRING.role).order_by("pk"):
        for memorandum, lead in ending:
            notice = Notice(memorandum, lead, recipient)
            if notice.key not in planned and (recipient.email or notice.due_at <= now + LAST_CALL):
                yield notice


def _is_near(memorandum: Memorandum, lead: timedelta, now: datetime) -> bool:
    if memorandum.valid_until is None:
        return False
    return now < _due(memorandum.valid_until, lead) <= now + HORIZON


def _due(until: date, lead: timedelta) -> datetime:
    return datetime.combine(until - lead, HOUR, ZONE)


def _revision(memorandum: Memorandum) -> int:
    """Another end is another thing to tell of."""
    return memorandum.valid_until.toordinal() if memorandum.valid_until else 0


def _tell(notice: Notice) -> bool:
    memorandum = notice.memorandum
    message = enqueue(
        occasion=EXPIRING.occasion,
        subject_ref=memorandum.subject_ref,
        recipient=notice.recipient,
        fields=EXPIRING.fields(memorandum, notice.lead),
        due_at=notice.due_at,
        lead_minutes=notice.lead // timedelta(minutes=1),
        revision=_revision(memorandum),
        expires_at=notice.due_at + notice.lead,
    )
    return message is not None
