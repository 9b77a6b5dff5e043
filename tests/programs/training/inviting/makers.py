"""Sessions with pilots and observers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from programs.pilots.models import Nomination
from programs.training.choices import InvitationKind
from programs.training.models import Invitation, Session
from programs.training.services import Guest
from soksi_portal.accounts.choices import Role
from tests.factories import make_nomination, make_pilot, make_session, make_user

SISTER = Guest(name="Dewi Anggraini", phone="+6281290001234", email="dewi@uji.test")


def make_waitlisted(session: Session, rank: int = 1, **fields: Any) -> Nomination:
    """A business of the session's province that waits for a seat."""
    return make_nomination(
        phase=session.phase,
        province=session.provinces.get(),
        state="waitlisted",
        waitlist_rank=rank,
        decided_by=make_user(Role.JAMKRINDO),
        decided_at=timezone.now(),
        **fields,
    )


def make_observer(session: Session, *, rank: int = 1, **fields: Any) -> Invitation:
    """Invited past the services."""
    nomination = make_waitlisted(session, rank)
    return Invitation.objects.create(
        session=session,
        person=nomination.business.owner.user,
        kind=InvitationKind.OBSERVER,
        business=nomination.business,
        province=nomination.province,
        **fields,
    )


def make_seated(session: Session, **fields: Any) -> Invitation:
    """The invitation of a pilot that sits on a seat of the session's phase and province."""
    pilot = make_pilot(phase=session.phase, province=session.provinces.get())
    return Invitation.objects.create(
        session=session,
        person=pilot.business.owner.user,
        pilot=pilot,
        business=pilot.business,
        province=pilot.seat.province,
        **fields,
    )


def make_open(capacity: int, *, deadline_passed: bool = False, **fields: Any) -> Session:
    """Two seats of its province are kept for pilots until in seven days, or no longer."""
    now = timezone.now()
    until = now - timedelta(minutes=1) if deadline_passed else now + timedelta(days=7)
    return make_session(capacity=capacity, pilots_first_until=until, **fields)
