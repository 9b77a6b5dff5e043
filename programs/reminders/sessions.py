"""Reminders of sessions: which are missing, which no longer fit, and planning them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex, Substr

from programs.training.models import Invitation, Session
from programs.training.services.locking import WITH_TEXTS
from soksi_portal.outbox.choices import ON_PHONE, MessageState
from soksi_portal.outbox.models import ChannelChoice, Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue

from .rules import LAST_CALL, SESSION_ENDED, SESSION_MOVED, SESSION_RULES, SessionRule

HORIZON = timedelta(days=60)  # sessions further away are planned when they come this near


def unplanned(rule: SessionRule, lead: timedelta, now: datetime) -> QuerySet[Invitation]:
    """Invitations that need this rule's reminder and have none. A lead time that has begun is not made up for:
    nobody should read "in 7 days" three days before. What a person took back stays taken back.
    """
    due_within = Session.objects.planned().filter(starts_at__gt=now + lead)
    by_phone = Exists(ChannelChoice.objects.filter(user=OuterRef("person"), channels__overlap=list(ON_PHONE)))
    has_address = Q(person__email__isnull=False) | (Q(person__phone__isnull=False) & Q(by_phone))
    reachable = has_address & Q(session__starts_at__lte=now + HORIZON)
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


def _outdated(rule: SessionRule) -> list[tuple[MessageQuerySet, str]]:
    """The rule's reminders that wait and no longer fit, by the reason, each row once where read in this order."""
    number = Substr("subject_ref", StrIndex("subject_ref", Value(":")) + 1)
    waiting = (
        Message.objects.under_way()
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


class Sessions:
    """Kind: whoever is invited to a session."""

    def wanting(self, now: datetime) -> set[int]:
        return {
            session
            for rule in SESSION_RULES
            for lead in rule.leads
            for session in unplanned(rule, lead, now).values_list("session", flat=True)
        }

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the session locked, so that nothing is planned for a time that is being changed."""
        session = Session.objects.planned().select_for_update(skip_locked=True).filter(pk=subject_id).first()
        if session is None:
            return 0
        return sum(
            _remind(rule, lead, invitation)
            for rule in SESSION_RULES
            for lead in rule.leads
            for invitation in unplanned(rule, lead, now)
            .filter(session=session)
            .select_related(*WITH_TEXTS)
            .order_by("pk")
        )

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """Who moves or cancels a session takes its reminders back there and then. An answer to an invitation
        does not, so this is where its reminders follow it.
        """
        return [found for rule in SESSION_RULES for found in _outdated(rule)]


def _remind(rule: SessionRule, lead: timedelta, invitation: Invitation) -> bool:
    session = invitation.session
    message = enqueue(
        occasion=rule.occasion,
        subject_ref=session.subject_ref,
        recipient=invitation.person,
        **rule.text(invitation, lead).planned,
        due_at=session.starts_at - lead,
        lead_minutes=lead // timedelta(minutes=1),
        revision=session.revision,
        expires_at=session.starts_at,
        time_zone=invitation.province.time_zone,
    )
    return message is not None
