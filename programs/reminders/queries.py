"""Which reminders are missing, and which no longer fit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex, Substr

from programs.training.models import Invitation, Session
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet

from .rules import SESSION_ENDED, SESSION_MOVED, SessionRule

HORIZON = timedelta(days=60)  # sessions further away are planned when they come this near

# who has no address yet may give one until shortly before; only then the row says that it failed
LAST_CALL = timedelta(minutes=10)


def unplanned(rule: SessionRule, lead: timedelta, now: datetime) -> QuerySet[Invitation]:
    """Invitations that need this rule's reminder and have none. A lead time that has begun is not made up for:
    nobody should read "in 7 days" three days before. What a person took back stays taken back.
    """
    due_within = Session.objects.planned().filter(starts_at__gt=now + lead)
    reachable = Q(person__email__isnull=False, session__starts_at__lte=now + HORIZON)
    last_call = Q(session__starts_at__lte=now + lead + LAST_CALL)
    planned = Message.objects.filter(
        ~Q(state=MessageState.CANCELLED) | Q(ended_by__isnull=False),
        occasion=rule.occasion,
        subject_ref=Concat(Value("session:"), Cast(OuterRef("session_id"), CharField())),
        revision=OuterRef("session__revision"),
        recipient=OuterRef("person"),
        lead_minutes=lead // timedelta(minutes=1),
    )
    return Invitation.objects.filter(
        reachable | last_call,
        ~Exists(planned),
        state=rule.state,
        person__is_active=True,
        session__in=due_within,
    )


def outdated(rule: SessionRule) -> list[tuple[MessageQuerySet, str]]:
    """The rule's reminders that wait and no longer fit, by the reason, each row once where read in this order."""
    number = Substr("subject_ref", StrIndex("subject_ref", Value(":")) + 1)
    waiting = (
        Message.objects.not_left()
        .filter(occasion=rule.occasion)
        .annotate(session_id=Cast(number, BigIntegerField()))
    )
    session = Session.objects.planned().filter(pk=OuterRef("session_id"))
    needed = Invitation.objects.filter(
        session=OuterRef("session_id"), person=OuterRef("recipient"), state=rule.state
    )
    return [
        (waiting.exclude(Exists(session)), str(SESSION_ENDED)),
        (waiting.exclude(Exists(session.filter(revision=OuterRef("revision")))), str(SESSION_MOVED)),
        (waiting.exclude(Exists(needed)), str(rule.outdated)),
    ]
