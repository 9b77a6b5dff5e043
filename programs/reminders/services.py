"""Planning reminders into the outbox, and taking back what no longer fits. Reminders pull: nobody calls them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from programs.training.models import Invitation, Session
from programs.training.services.invitations import WITH_TEXTS
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.services import enqueue

from .queries import outdated, unplanned
from .rules import RULES, SessionRule


@dataclass(frozen=True)
class Result:
    planned: int
    taken_back: int


def plan(*, now: datetime) -> Result:
    """Take back what no longer fits, then plan what is missing. Twice, or twice at once, plans nothing twice."""
    taken_back = take_back_outdated()
    sessions = {
        session
        for rule in RULES
        for lead in rule.leads
        for session in unplanned(rule, lead, now).values_list("session", flat=True)
    }
    planned = sum(_plan_session(session, now) for session in sorted(sessions))
    return Result(planned, taken_back)


def take_back_outdated() -> int:
    """Belt and braces: who moves or cancels a session takes its reminders back there and then. An answer to
    an invitation does not, so this is where its reminders follow it.
    """
    return sum(
        messages.end(MessageState.CANCELLED, last_error=reason)
        for rule in RULES
        for messages, reason in outdated(rule)
    )


@transaction.atomic
def _plan_session(session_id: int, now: datetime) -> int:
    """With the session locked, so that nothing is planned for a time that is being changed. Where it is
    locked already, the next minute does it.
    """
    session = Session.objects.planned().select_for_update(skip_locked=True).filter(pk=session_id).first()
    if session is None:
        return 0
    return sum(
        _remind(rule, lead, invitation)
        for rule in RULES
        for lead in rule.leads
        for invitation in unplanned(rule, lead, now)
        .filter(session=session)
        .select_related(*WITH_TEXTS)
        .order_by("pk")
    )


def _remind(rule: SessionRule, lead: timedelta, invitation: Invitation) -> bool:
    title, body = rule.text(invitation, lead)
    session = invitation.session
    message = enqueue(
        occasion=rule.occasion,
        subject_ref=session.subject_ref,
        recipient=invitation.person,
        title=title,
        body=body,
        due_at=session.starts_at - lead,
        lead_minutes=lead // timedelta(minutes=1),
        revision=session.revision,
        expires_at=session.starts_at,
        time_zone=invitation.province.time_zone,
    )
    return message is not None
