"""Which businesses may watch a training: waitlisted for its phase, or graduated, in one of its provinces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from programs.pilots.choices import NominationState, PilotOutcome
from programs.pilots.models import Nomination, Pilot
from programs.training.models import Session
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.cadres.models import Cadre
from umkm.regions.models import Province


@dataclass(frozen=True)
class Candidate:
    business: Business
    person: User
    province: Province
    why: str


def observer_candidates(session: Session) -> list[Candidate]:
    """Each person once: who waits for a seat first, in that order, then graduates, the latest first; three queries.

    Not who is invited already, sits on a seat, has no account, or whose data is not to be processed.
    """
    invited = set(session.invitations.live().values_list("person_id", flat=True))
    found: dict[int, Candidate] = {}
    for candidate in [*_waitlisted(session), *_graduated(session)]:
        if candidate.person.pk not in invited:
            found.setdefault(candidate.person.pk, candidate)
    return list(found.values())


def _reachable() -> Q:
    sits = Pilot.objects.active().filter(business=OuterRef("business"))
    return Q(
        ~Exists(sits),
        business__state=BusinessState.VERIFIED,
        business__owner__user__is_active=True,
    ) & ~Q(business__owner__in=Cadre.objects.restricted().values("pk"))


def _waitlisted(session: Session) -> list[Candidate]:
    waiting: QuerySet[Nomination] = Nomination.objects.filter(
        _reachable(),
        state=NominationState.WAITLISTED,
        phase=session.phase_id,
        province__in=session.session_provinces.values("province"),
    )
    waiting = waiting.select_related("province", "business__owner__user")
    return [
        Candidate(
            one.business, _owner(one.business), one.province,
            _("Daftar tunggu, nomor %(rank)d") % {"rank": one.waitlist_rank},
        )
        for one in waiting.order_by("waitlist_rank", "province__name", "pk")
    ]  # fmt: skip


def _graduated(session: Session) -> list[Candidate]:
    graduates = Pilot.objects.filter(
        _reachable(),
        outcome=PilotOutcome.GRADUATED,
        seat__province__in=session.session_provinces.values("province"),
    )
    graduates = graduates.select_related("seat__province", "business__owner__user")
    return [
        Candidate(
            one.business, _owner(one.business), one.seat.province,
            _("Lulus %(day)s") % {"day": day(in_zone(cast(datetime, one.ended_at), one.seat.province.time_zone))},
        )
        for one in graduates.order_by("-ended_at", "pk")
    ]  # fmt: skip


def _owner(business: Business) -> User:
    return cast(User, business.owner.user)  # reachable: has an account
