"""Who moves up into a place that is free."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from programs.training import messages, queries
from programs.training.choices import InvitationState, Occasion
from programs.training.models import Invitation, Session
from soksi_portal.audit.services import because

from .locking import WITH_TEXTS, lock_session
from .telling import tell


def move_up_waiting(session: Session) -> int:
    """Give free places to those who wait, pilots before observers, each in their order, and tell them. The session is
    locked by whoever calls.
    """
    free = queries.places_left(session)
    if free <= 0 or not session.is_upcoming:
        return 0
    waiting = list(session.invitations.queue().select_related(*WITH_TEXTS))
    moved = [_moved(one) for one in [one for one in waiting if not one.is_observer][:free]]
    observers = [one for one in waiting if one.is_observer]
    if observers:  # counted anew: each pilot that moved up needs no place kept any more
        moved += [_moved(one) for one in observers[: queries.places_for_observers(session)]]
    return len(moved)


def _moved(invitation: Invitation) -> Invitation:
    invitation.state = InvitationState.CONFIRMED
    with because(_("Ada tempat kosong.")):
        invitation.save(update_fields=["state"])
    tell(invitation, Occasion.MOVED_UP, messages.moved_up_text(invitation))
    return invitation


@transaction.atomic
def fill_places(*, session: Session) -> int:
    """Once the pilots' deadline has passed: what they left goes to the observers who wait."""
    return move_up_waiting(lock_session(session))
