"""A pilot whose invitation had ended is invited anew, and told that it counts again."""

import pytest

from programs.training.choices import InvitationState
from programs.training.services import invite_pilot
from programs.training.services.invitations import end_invitation
from soksi_portal.outbox.models import Message
from tests.programs.training.inviting.makers import make_open, make_seated

pytestmark = pytest.mark.django_db


def test_invitation_that_begins_anew_is_told_once_as_such():
    session = make_open(5)
    invitation = make_seated(session)
    end_invitation(session, invitation, reason="Salah catat.")
    for _ in range(2):
        again = invite_pilot(session=session, pilot=invitation.pilot)
    assert (again.pk, again.state) == (invitation.pk, InvitationState.INVITED)
    message = Message.objects.get(occasion="session_reinvited")
    assert (message.recipient, message.subject_ref) == (invitation.person, session.subject_ref)
    assert invitation.get_absolute_url() in message.body
