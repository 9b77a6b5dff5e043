"""What a certificate needs, as the module sets it: presence in so many sessions, and a score in the post-test.

`certificate_earned` in walls.py asks the same of whatever comes past this.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from programs.training.certificates.walls import COUNTED
from programs.training.choices import AssessmentKind, AttendanceStatus, SessionState
from programs.training.models import Attendance, Certificate, Invitation, Module, Session, Sitting


def gives_certificates(session: Session) -> bool:
    return session.state == SessionState.HELD and session.module.gives_certificate


def present(session: Session) -> QuerySet[Invitation]:
    """Who was there, in a session that was held, of a module that gives a certificate."""
    if not gives_certificates(session):
        return Invitation.objects.none()
    return session.invitations.filter(attendance__status=AttendanceStatus.PRESENT, person__is_active=True)


def earned(session: Session) -> QuerySet[Invitation]:
    """Who of them has all that the module asks for."""
    return _reached(session.module, measured(session))


def _reached(module: Module, found: QuerySet[Any]) -> QuerySet[Any]:
    if module.pass_mark is not None:
        found = found.filter(best_score__gte=module.pass_mark)
    if module.least_sessions > 1:
        found = found.filter(sessions_attended__gte=module.least_sessions)
    return found


def measured(session: Session) -> QuerySet[Any]:
    """With the `best_score` of the post-test (None: not done) and, where several are asked for, `sessions_attended`:
    how many of the module, up to this one.
    """
    found: QuerySet[Any] = present(session)
    module = session.module
    if module.pass_mark is not None:
        best = Sitting.objects.finished().filter(invitation=OuterRef("pk"), kind=AssessmentKind.POST)
        found = found.annotate(best_score=_one(best, "invitation", Max("score")))
    if module.least_sessions > 1:
        found = _with_presences(found, session)
    return found


def _with_presences(found: QuerySet[Any], session: Session) -> QuerySet[Any]:
    """A certificate says of the one named on it: was there. So what counts is where that very person was, whoever was
    invited: a substitute is known by the number written down, an account by itself and the number it confirmed.
    """
    came = Attendance.objects.filter(
        invitation__session__module=session.module,
        invitation__session__state=SessionState.HELD,
        invitation__session__starts_at__lte=session.starts_at,
        status=AttendanceStatus.PRESENT,
    ).annotate(guest_phone=_phone("invitation__person", "substitute"), everyone=Value(1))
    same_guest = (
        Q(invitation=OuterRef("pk"))
        | Q(guest_phone=OuterRef("guest_phone")) & ~Q(guest_phone="")
        | Q(substitute=None, invitation__person=OuterRef("guest_account"))
    )
    found = found.annotate(
        guest_phone=_phone("person", "attendance__substitute"),
        guest_account=Case(When(attendance__substitute=None, then=F("person"))),
    )
    return found.annotate(
        sessions_attended=Coalesce(_one(came.filter(same_guest), "everyone", Count("pk")), 0)
    )


def counted_by(session: Session, invitations: Collection[int]) -> Certificate | None:
    """A certificate that stands, of another session of the module, which would lack a presence if one of these
    invited had not been in this one.
    """
    least = session.module.least_sessions
    if least == 1 or session.state != SessionState.HELD:
        return None
    queue_up(session.module)
    came = Attendance.objects.filter(invitation__in=invitations, status=AttendanceStatus.PRESENT).annotate(
        guest_phone=_phone("invitation__person", "substitute")
    )
    known = list(came.values_list("guest_phone", "substitute", "invitation__person"))
    same_guest = Q(guest_phone__in=[phone for phone, _substitute, _person in known if phone]) | Q(
        invitation__attendance__substitute=None,
        person__in=[person for _phone, substitute, person in known if substitute is None],
    )
    standing = (
        Certificate.objects.standing()
        .filter(module=session.module_id, starts_at__gte=session.starts_at)
        .exclude(session=session)
        .annotate(guest_phone=_phone("person", "invitation__attendance__substitute"))
    )
    for one in standing.filter(same_guest).select_related("session").order_by("pk"):
        there = _with_presences(Invitation.objects.filter(pk=one.invitation_id), one.session).get()
        if there.sessions_attended <= least:
            return one
    return None


def queue_up(module: Module) -> None:
    """Behind whoever counts presences of the module, or takes one away, at this moment; the walls do so too."""
    if module.least_sessions == 1:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({COUNTED}, %s)", [module.pk])


def _phone(person: str, substitute: str) -> Case:
    confirmed = When(
        **{substitute: None, f"{person}__phone_verified": True}, then=Coalesce(f"{person}__phone", Value(""))
    )
    return Case(
        confirmed,
        When(**{f"{substitute}__isnull": False}, then=F(f"{substitute}__phone")),
        default=Value(""),
    )


def _one(rows: QuerySet[Any], group: str, value: Any) -> Subquery:
    return Subquery(rows.order_by().values(group).annotate(value=value).values("value"))


def awaited(session: Session) -> QuerySet[Invitation]:
    """Those who have earned one and never got it: what was withdrawn does not come back by itself."""
    return earned(session).filter(certificates=None)


@dataclass(frozen=True)
class Lack:
    """Somebody who was there and has not all that a certificate asks for."""

    invitation: Invitation
    words: str


def lacking(session: Session) -> list[Lack]:
    """Whoever was there, has no certificate and lacks something, by name; one query."""
    module = session.module
    if module.pass_mark is None and module.least_sessions == 1:
        return []
    found = measured(session).filter(certificates=None).select_related("person", "attendance__substitute")
    named = [(one, lack_words(module, one)) for one in found.order_by("person__full_name", "pk")]
    return [Lack(one, words) for one, words in named if words]


def lack_words(module: Module, invitation: Any) -> str:
    """What a `measured` invitation lacks: "nilai 55, perlu 70"; empty where nothing."""
    found = []
    if module.pass_mark is not None and invitation.best_score is None:
        found.append(_("belum mengerjakan tes akhir"))
    elif module.pass_mark is not None and invitation.best_score < module.pass_mark:
        found.append(
            _("nilai %(score)d, perlu %(needed)d")
            % {"score": invitation.best_score, "needed": module.pass_mark}
        )
    if module.least_sessions > 1 and invitation.sessions_attended < module.least_sessions:
        found.append(
            _("baru hadir %(attended)d dari %(needed)d sesi")
            % {"attended": invitation.sessions_attended, "needed": module.least_sessions}
        )
    return "; ".join(found)
