"""Messages about tests and feedback: one before a session, one after it. Few messages are read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from programs.training.assessment.texts import feedback_text, pre_test_text
from programs.training.assessment.windows import CLOSES
from programs.training.choices import (
    AssessmentKind,
    AttendanceStatus,
    InvitationState,
    Occasion,
    SessionState,
)
from programs.training.models import Feedback, Invitation, ModuleTest, Session, Sitting
from programs.training.services.invitations import WITH_TEXTS
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import Filling

BEFORE = timedelta(days=3)  # the start
LONGEST_AGO = timedelta(days=60)  # no session lasts as long; keeps old ones out by the index of their start
NEEDLESS = _("Tesnya sudah dikerjakan, atau orangnya tidak lagi terdaftar.")


def _untold(occasion: Occasion) -> Any:
    """What a person took back stays taken back."""
    return ~Exists(
        Message.objects.filter(
            ~Q(state=MessageState.CANCELLED) | Q(ended_by__isnull=False),
            occasion=occasion,
            subject_ref=Concat(Value("session:"), Cast(OuterRef("session_id"), CharField())),
            revision=OuterRef("session__revision"),
            recipient=OuterRef("person"),
        )
    )


def _sat(kind: AssessmentKind) -> Any:
    return Exists(Sitting.objects.filter(invitation=OuterRef("pk"), kind=kind, finished_at__isnull=False))


def _asked(kind: AssessmentKind) -> Any:
    return Exists(ModuleTest.objects.asked().filter(module=OuterRef("session__module"), kind=kind))


def before_session(now: datetime) -> QuerySet[Invitation]:
    """Who comes to a session of the next three days and has its pre-test to do."""
    return Invitation.objects.filter(
        _asked(AssessmentKind.PRE),
        ~_sat(AssessmentKind.PRE),
        _untold(Occasion.PRE_TEST),
        session__in=Session.objects.planned().filter(starts_at__gt=now, starts_at__lte=now + BEFORE),
        state=InvitationState.CONFIRMED,
        person__is_active=True,
    )


def after_session(now: datetime) -> QuerySet[Any]:
    """Who was at a session of the last days and has not said how it was; with whether a test waits."""
    over = Session.objects.exclude(state=SessionState.CANCELLED).filter(
        ends_at__lte=now, ends_at__gt=now - CLOSES + timedelta(days=1), starts_at__gt=now - LONGEST_AGO
    )
    return Invitation.objects.filter(
        ~Exists(Feedback.objects.filter(invitation=OuterRef("pk"))),
        _untold(Occasion.FEEDBACK),
        session__in=over,
        attendance__status=AttendanceStatus.PRESENT,
        person__is_active=True,
    ).annotate(with_test=_asked(AssessmentKind.POST) & ~_sat(AssessmentKind.POST))


class Assessments:
    """Kind: whoever takes part in a session."""

    def wanting(self, now: datetime) -> set[int]:
        return {
            session
            for found in (before_session(now), after_session(now))
            for session in found.values_list("session", flat=True)
        }

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the session locked, so that nothing is planned for a time that is being changed."""
        session = Session.objects.select_for_update(skip_locked=True).filter(pk=subject_id).first()
        if session is None:
            return 0
        before, after = (
            found.filter(session=session).select_related(*WITH_TEXTS).order_by("pk")
            for found in (before_session(now), after_session(now))
        )
        told = [_tell_before(one) for one in before]
        told += [_tell_after(one) for one in after]
        return sum(told)

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """One that waits for the morning while its test is done already."""
        number = Substr("subject_ref", StrIndex("subject_ref", Value(":")) + 1)
        waiting = Message.objects.under_way().filter(occasion=Occasion.PRE_TEST)
        waiting = waiting.annotate(session_id=Cast(number, BigIntegerField()))
        needed = Invitation.objects.filter(
            ~_sat(AssessmentKind.PRE),
            session=OuterRef("session_id"),
            person=OuterRef("recipient"),
            state=InvitationState.CONFIRMED,
        )
        return [(waiting.exclude(Exists(needed)), str(NEEDLESS))]


def _tell_before(invitation: Invitation) -> bool:
    return _tell(invitation, Occasion.PRE_TEST, pre_test_text(invitation), invitation.session.starts_at)


def _tell_after(invitation: Any) -> bool:
    text = feedback_text(invitation, with_test=invitation.with_test)
    return _tell(invitation, Occasion.FEEDBACK, text, invitation.session.ends_at + CLOSES)


def _tell(invitation: Invitation, occasion: Occasion, text: Filling, until: datetime) -> bool:
    """Due at once: the quiet hours of the person's province keep it until the morning."""
    message = enqueue(
        occasion=occasion.value,
        subject_ref=invitation.session.subject_ref,
        recipient=invitation.person,
        **text.planned,
        revision=invitation.session.revision,
        expires_at=until,
        time_zone=invitation.province.time_zone,
    )
    return message is not None
