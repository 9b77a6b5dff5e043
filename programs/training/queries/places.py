"""Places of a session: how many are free, and for whom."""

from __future__ import annotations

from django.db.models import Case, Exists, F, OuterRef, When
from django.utils import timezone

from programs.pilots.models import Seat
from programs.training.choices import InvitationKind, InvitationState
from programs.training.models import Invitation, Session

HOLDING = (InvitationState.CONFIRMED, InvitationState.WAITING)


def held_for_pilots(session: Session) -> int:
    """Places that no observer gets yet: one for each seat of the session's provinces whose pilot has not confirmed.

    A seat nobody sits on counts, too: its pilot may come and be invited before the deadline. The same is counted by
    `inviting.walls.HELD_FOR_PILOTS`.
    """
    until = session.pilots_first_until
    if until is not None and until <= timezone.now():
        return 0
    coming = Invitation.objects.confirmed().filter(
        session=session, pilot__seat=OuterRef("pk"), pilot__ended_at=None
    )
    seats = Seat.objects.filter(
        phase=session.phase_id, province__in=session.session_provinces.values("province")
    )
    return seats.exclude(Exists(coming)).count()


def places_left(session: Session) -> int:
    return max(0, session.capacity - session.invitations.confirmed().count())


def places_for_observers(session: Session) -> int:
    """What is left of them once each pilot that may still come has one."""
    return max(0, places_left(session) - held_for_pilots(session))


def place_waits_for(session: Session, kind: str) -> bool:
    """Whether somebody who says yes now gets a place at once: nobody with the same or a better right waits for it."""
    if kind == InvitationKind.OBSERVER:
        return places_for_observers(session) > session.invitations.queue().count()
    return places_left(session) > session.invitations.queue().pilots().count()


def place_in_queue(invitation: Invitation) -> int:
    """1 for the first who moves up; 0 for who does not wait."""
    if invitation.state != InvitationState.WAITING:
        return 0
    queue = invitation.session.invitations.queue().values_list("pk", flat=True)
    return list(queue).index(invitation.pk) + 1


def takes_part_with(number: str, *, session: Session, beside: Invitation) -> bool:
    """Whether somebody else of the session, invited or as a substitute, holds or awaits a place with this number."""
    if not number:
        return False
    others = session.invitations.filter(state__in=HOLDING).exclude(pk=beside.pk)
    guest = Case(When(substitute__isnull=True, then=F("person__phone")), default=F("substitute__phone"))
    return others.annotate(guest_phone=guest).filter(guest_phone=number).exists()


def sessions_to_fill() -> list[Session]:
    """Where somebody waits, and perhaps a place does too: the deadline for pilots has passed."""
    waiting = Invitation.objects.filter(session=OuterRef("pk"), state=InvitationState.WAITING)
    passed = Session.objects.upcoming().filter(pilots_first_until__lte=timezone.now())
    return list(passed.filter(Exists(waiting)).order_by("pk"))
