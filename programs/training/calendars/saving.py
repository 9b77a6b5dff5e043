"""One session for the calendar of who was invited to it, by a signed word that opens nothing else."""

from __future__ import annotations

from django.urls import reverse

from programs.training.choices import InvitationState, SessionState
from programs.training.inviting.signed import invitation_named, is_signed, signed_word
from programs.training.models import Invitation

from .ics import Entry

PURPOSE = "calendar"
# an ended one too, so that a second tap takes it out of the calendar
SAVED = (InvitationState.CONFIRMED, InvitationState.CANCELLED)


def calendar_path(invitation: Invitation) -> str:
    """Empty where there is nothing to keep."""
    session = invitation.session
    if invitation.state != InvitationState.CONFIRMED or session.state != SessionState.PLANNED:
        return ""
    return reverse("invitation_ics", args=[signed_word(invitation, PURPOSE)])


def invitation_of(word: str) -> Invitation | None:
    """None for a forged or an old word, and where the person has no place."""
    found = invitation_named(word, "province", "session__module", "session__venue__regency")
    if found is None or not is_signed(word, PURPOSE, found) or found.state not in SAVED:
        return None
    return found


def entry_of(invitation: Invitation) -> Entry:
    """As in the calendar that the person subscribes to, if there is one: a client takes both for the same."""
    touched = [one for one in (invitation.answered_at, invitation.ended_at) if one]
    return Entry(
        invitation.session,
        shows_link=invitation.state == InvitationState.CONFIRMED,
        touched_at=max(touched, default=None),
        zone=invitation.province.time_zone,
        is_ended=invitation.state == InvitationState.CANCELLED,
        revision=invitation.revision,
    )
