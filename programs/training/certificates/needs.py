"""What a certificate needs. Each further need of a module (a score, say) narrows `earned` by one filter."""

from __future__ import annotations

from django.db.models import QuerySet

from programs.training.choices import AttendanceStatus, SessionState
from programs.training.models import Invitation, Session


def gives_certificates(session: Session) -> bool:
    return session.state == SessionState.HELD and session.module.gives_certificate


def earned(session: Session) -> QuerySet[Invitation]:
    """Who was present in a session that was held, of a module that gives a certificate."""
    if not gives_certificates(session):
        return Invitation.objects.none()
    return session.invitations.filter(attendance__status=AttendanceStatus.PRESENT, person__is_active=True)


def awaited(session: Session) -> QuerySet[Invitation]:
    """Those of them who never got one: what was withdrawn does not come back by itself."""
    return earned(session).filter(certificates=None)
