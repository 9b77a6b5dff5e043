"""Pilots who come later are invited, those who end are not awaited any longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.choices import InvitationState, SessionState
from programs.training.models import Invitation
from programs.training.queries import missing_invitations
from programs.training.tasks import invite_new_pilots
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from tests.factories import make_invitation, make_phase, make_pilot, make_province, make_session, make_user

pytestmark = pytest.mark.django_db


def end(pilot: Pilot) -> None:
    pilot.ended_at, pilot.ended_by, pilot.outcome = timezone.now(), make_user(), "withdrawn"
    pilot.save()


def test_pilot_accepted_later_is_invited_once():
    west, aceh = make_province("32"), make_province("11")
    phase = make_phase(provinces=[west, aceh])
    session = make_session(phase=phase, provinces=[west])
    make_session(phase=phase, provinces=[west], starts_at=timezone.now() - timedelta(days=1))
    make_session(phase=phase, provinces=[west], state=SessionState.CANCELLED, cancelled_at=timezone.now())
    pilot = make_pilot(phase=phase, province=west)
    make_pilot(phase=phase, province=aceh)

    assert invite_new_pilots() == (1, 0)
    assert invite_new_pilots() == (0, 0)

    invitation = Invitation.objects.get()
    assert (invitation.session, invitation.pilot) == (session, pilot)
    assert Message.objects.get().occasion == "session_invited"


def test_invitation_of_an_ended_pilot_is_taken_back_and_the_next_moves_up():
    west = make_province()
    session = make_session(provinces=[west], capacity=1)
    pilot = make_pilot(phase=session.phase, province=west)
    other = make_pilot(phase=session.phase, province=west)
    gone = make_invitation(session=session, pilot=pilot, state=InvitationState.CONFIRMED)
    waiting = make_invitation(
        session=session, pilot=other, state=InvitationState.WAITING, answered_at=timezone.now()
    )
    reminder = enqueue(
        occasion="x", subject_ref=session.subject_ref, recipient=gone.person, title="x", body="x"
    )
    end(pilot)

    assert invite_new_pilots() == (0, 1)
    assert invite_new_pilots() == (0, 0)

    gone.refresh_from_db()
    waiting.refresh_from_db()
    reminder.refresh_from_db()
    assert (gone.state, waiting.state, reminder.state) == ("cancelled", "confirmed", "cancelled")
    told = dict(Message.objects.filter(state="pending").values_list("recipient", "occasion"))
    assert told == {gone.person_id: "session_cancelled", waiting.person_id: "invitation_moved_up"}


def test_person_accepted_again_gets_the_invitation_back():
    west = make_province()
    session = make_session(provinces=[west])
    pilot = make_pilot(phase=session.phase, province=west)
    invite_new_pilots()
    Invitation.objects.update(state=InvitationState.CANCELLED)
    assert invite_new_pilots() == (1, 0)
    assert Invitation.objects.get().state == InvitationState.INVITED
    assert pilot.business.owner.user.messages.count() == 2


def test_missing_invitations_cost_the_same_queries_however_many(django_assert_num_queries):
    west = make_province()
    phase = make_phase(provinces=[west], quota=3)
    make_session(phase=phase, provinces=[west])
    for expected in (1, 2):
        make_pilot(phase=phase, province=west)
        with django_assert_num_queries(3):
            assert len(missing_invitations()) == expected
