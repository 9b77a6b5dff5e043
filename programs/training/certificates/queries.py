"""Ways of reading certificates for pages."""

from __future__ import annotations

from dataclasses import dataclass

from programs.training.choices import CertificateEnding, SessionState
from programs.training.models import Certificate, CertificateRun, Session
from soksi_portal.accounts.models import User

from . import needs
from .permissions import may_end, may_issue

WITHDRAWN = CertificateEnding.WITHDRAWN
MOST_OWN = 20  # on /pelatihan/; each session's page has its own


@dataclass(frozen=True)
class Line:
    """One certificate on the page of its session."""

    certificate: Certificate
    may_return: bool  # withdrawn, and nothing else stands in its place


@dataclass(frozen=True)
class SessionCertificates:
    """What the page of a session says about its certificates to one reader."""

    lines: list[Line]
    awaited: int  # earned, and never issued
    lacking: list[needs.Lack]  # was there, and lacks something that the module asks for
    run: CertificateRun | None  # the latest
    may_issue: bool
    may_end: bool

    @property
    def standing(self) -> int:
        return sum(line.certificate.stands for line in self.lines)


def certificates_of(session: Session, user: User) -> SessionCertificates | None:
    """None before anything can be issued. A few queries, however many there are."""
    if session.state != SessionState.HELD:
        return None
    issues = may_issue(user, session)
    found = Certificate.objects.visible_to(user).filter(session=session).select_related("replaced_by")
    shown = list(found.order_by("name", "-issued_at", "pk"))
    standing = {one.invitation_id for one in shown if one.stands}
    return SessionCertificates(
        lines=[
            Line(one, issues and one.ending == WITHDRAWN and one.invitation_id not in standing)
            for one in shown
        ],
        awaited=needs.awaited(session).count() if issues else 0,
        lacking=needs.lacking(session) if issues else [],
        run=session.certificate_runs.order_by("-requested_at").first() if issues else None,
        may_issue=issues and needs.gives_certificates(session),
        may_end=may_end(user),
    )


def own_certificates(user: User) -> list[Certificate]:
    """What stands, the latest first."""
    return list(Certificate.objects.standing().filter(person=user).order_by("-issued_at")[:MOST_OWN])


def certificate_numbered(number: str) -> Certificate | None:
    return Certificate.objects.select_related("replaced_by").filter(number=number).first() if number else None
