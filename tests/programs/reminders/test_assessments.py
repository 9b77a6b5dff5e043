"""Messages about tests and feedback."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.reminders.services import plan
from programs.training.assessment.tokens import feedback_path, sitting_path
from programs.training.choices import AssessmentKind, Occasion
from programs.training.models import Session
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import cancel_about
from tests.factories import make_invitation, make_session
from tests.parallel import in_parallel
from tests.programs.training.assessment.makers import (
    POST,
    PRE,
    make_feedback,
    make_over,
    make_sitting,
    make_tests,
)
from tests.programs.training.certificates.makers import make_present

pytestmark = pytest.mark.django_db
OCCASIONS = (Occasion.PRE_TEST, Occasion.FEEDBACK)


def planned() -> list[Message]:
    plan(now=timezone.now())
    return list(Message.objects.not_left().filter(occasion__in=OCCASIONS).order_by("pk"))


def make_coming(*, days: float = 2, **fields):
    session = make_session(starts_at=timezone.now() + timedelta(days=days))
    make_tests(session.module)
    return make_invitation(session=session, **{"state": "confirmed"} | fields)


def test_pre_test_is_told_once_three_days_before():
    invitation = make_coming()
    make_coming(days=4)
    make_coming(state="invited")
    make_invitation(session=make_session(starts_at=timezone.now() + timedelta(days=2)), state="confirmed")
    make_sitting(make_coming(), PRE, right=2)
    (message,) = planned()
    assert (message.recipient, message.occasion) == (invitation.person, Occasion.PRE_TEST)
    assert sitting_path(invitation, AssessmentKind.PRE) in message.body
    assert message.expires_at == invitation.session.starts_at
    assert planned() == [message]


def test_pre_test_done_meanwhile_is_taken_back():
    invitation = make_coming()
    (message,) = planned()
    make_sitting(invitation, PRE, right=2)
    assert planned() == []
    message.refresh_from_db()
    assert message.state == "cancelled"


def test_a_moved_session_tells_its_new_day():
    invitation = make_coming(days=2)
    planned()
    cancel_about(subject_ref=invitation.session.subject_ref, reason="Sesi diubah.")
    Session.objects.update(revision=1)
    assert [(one.recipient, one.revision) for one in planned()] == [(invitation.person, 1)]


def test_whoever_was_there_is_asked_once_how_it_was_with_the_post_test():
    session = make_over()
    undone, done = make_present(session), make_present(session)
    make_sitting(done, POST, right=3)
    make_present(session, status="absent")
    make_feedback(session)
    messages = planned()
    assert {one.recipient for one in messages} == {undone.person, done.person}
    texts = {one.recipient_id: one.body for one in messages}
    assert sitting_path(undone, AssessmentKind.POST) in texts[undone.person_id]
    assert "tes akhir" not in texts[done.person_id]
    assert all(feedback_path(one) in texts[one.person_id] for one in (undone, done))
    assert planned() == messages


def test_nobody_is_asked_about_what_was_long_ago_or_is_not_over():
    old = make_over()
    make_present(old)
    long_ago = timezone.now() - timedelta(days=6, hours=12)
    Session.objects.filter(pk=old.pk).update(starts_at=long_ago - timedelta(hours=3), ends_at=long_ago)
    running = make_session(starts_at=timezone.now() - timedelta(hours=1))
    make_present(running)
    assert planned() == []


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_plan_nothing_twice():
    session = make_over()
    for _ in range(3):
        make_present(session)
    in_parallel(lambda _: plan(now=timezone.now()).planned, range(3))
    plan(now=timezone.now())
    assert Message.objects.filter(occasion=Occasion.FEEDBACK).count() == 3
