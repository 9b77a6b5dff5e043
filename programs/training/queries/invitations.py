"""Ways of reading trainings that more than one place needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.choices import SessionState
from programs.training.models import Invitation, Session, SessionProvince
from soksi_portal.accounts.choices import Role
from umkm.businesses.models import Business

PEOPLE_READERS = (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)


@dataclass(frozen=True)
class Missing:
    """A pilot that ought to be invited to a session."""

    session_id: int
    pilot_id: int


def missing_invitations() -> list[Missing]:
    """Active pilots of upcoming sessions' provinces and phase who have no valid invitation as such; three queries."""
    upcoming = SessionProvince.objects.filter(
        session__state=SessionState.PLANNED, session__starts_at__gt=timezone.now()
    ).values_list("session_id", "session__phase_id", "province_id")
    wanted = list(upcoming)
    pilots: dict[tuple[int, str], list[tuple[int, int]]] = {}
    rows = Pilot.objects.active().filter(
        seat__phase__in={phase for _session, phase, _province in wanted},
        business__owner__user__is_active=True,
    )
    for pk, person, phase, province in rows.values_list(
        "pk", "business__owner__user", "seat__phase", "seat__province"
    ).order_by("pk"):
        pilots.setdefault((phase, province), []).append((pk, person))
    invited = set(
        Invitation.objects.live()
        .pilots()
        .filter(session__in={session for session, _phase, _province in wanted})
        .values_list("session_id", "person_id")
    )
    return [
        Missing(session, pilot)
        for session, phase, province in wanted
        for pilot, person in pilots.get((phase, province), ())
        if (session, person) not in invited
    ]


def invitations_of_ended_pilots() -> list[Invitation]:
    """Valid invitations to upcoming sessions whose pilot has ended."""
    found = Invitation.objects.live().filter(
        session__state=SessionState.PLANNED,
        session__starts_at__gt=timezone.now(),
        pilot__ended_at__isnull=False,
    )
    return list(found.select_related("session"))


def unreachable_pilots(session: Session) -> list[Pilot]:
    """Active pilots who belong to the session, but whose owner has no account to be invited with."""
    pilots = Pilot.objects.active().filter(
        seat__phase=session.phase_id, seat__province__in=session.session_provinces.values("province")
    )
    return list(
        pilots.exclude(business__owner__user__is_active=True)
        .select_related("business", "seat__province")
        .order_by("seat__province", "seat__number")
    )


def trainings_of(business: Business) -> list[Invitation]:
    """All invitations that the business got the newest first, with the attendance."""
    found = Invitation.objects.filter(business=business)
    return list(
        found.select_related("session__module", "attendance__substitute", "province", "person", "substitute")
        .prefetch_related("certificates")
        .order_by("-session__starts_at", "-pk")
    )
