"""Sessions that were held, who was there, and what they got for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.certificates.issuing import certificates_for
from programs.training.choices import AttendanceStatus, InvitationState, SessionState
from programs.training.models import Attendance, Certificate, Invitation, Session
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_pilot, make_session, make_user


def make_held(**fields: Any) -> Session:
    """Held last week; nobody was there yet."""
    fields.setdefault("starts_at", timezone.now() - timedelta(days=7))
    return make_session(state=SessionState.HELD, **fields)


def make_present(
    session: Session, *, pilot: Pilot | None = None, status: str = AttendanceStatus.PRESENT, **fields: Any
) -> Invitation:
    invitation = make_invitation(session=session, pilot=pilot, state=InvitationState.CONFIRMED, **fields)
    Attendance.objects.create(
        invitation=invitation, province_id=invitation.province_id, status=status, recorded_by=session.trainer
    )
    return invitation


def make_crowd(session: Session, number: int) -> list[Invitation]:
    """So many people of one business, all of them there."""
    pilot = make_pilot()
    return [make_present(session, pilot=pilot, person=make_user(Role.CADRE)) for _ in range(number)]


def make_certificate(
    *, session: Session | None = None, pilot: Pilot | None = None, invitation: Invitation | None = None
) -> Certificate:
    """Past the services."""
    if session:
        Session.objects.filter(pk=session.pk).update(state=SessionState.HELD, held_at=session.ends_at)
    session = session or (invitation.session if invitation else make_held())
    invitation = invitation or make_present(session, pilot=pilot)
    (certificate,) = certificates_for(
        [invitation], session=session, by=session.trainer, at=timezone.now() - timedelta(days=6)
    )
    certificate.save()
    return certificate
