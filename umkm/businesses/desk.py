"""The desk at which records are examined: what waits for a person there, by kind, and which comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre, CadreTally
from umkm.regions.scoping import province_codes, sees_whole_country

from .choices import BusinessState
from .claims import Record, claim
from .models import Business, BusinessTally, ChangeRequest, Claim, OwnershipQuestion, PossibleDuplicate

COUNTED_UP_TO = 100  # beyond it a tab says "100+"


def waiting_businesses(user: User) -> QuerySet[Any]:
    return Business.objects.visible_to(user).awaiting_verification()


def waiting_cadres(user: User) -> QuerySet[Any]:
    return Cadre.objects.visible_to(user).filter(state=CadreState.SUBMITTED)


def _decidable_businesses(user: User) -> QuerySet[Any]:
    """In the provinces of one's own desk, with the owner's card done, and nobody's own."""
    rows = waiting_businesses(user).filter(province__in=province_codes(user), owner_ready=True)
    return rows.exclude(owner__user=user)


def _decidable_cadres(user: User) -> QuerySet[Any]:
    rows = waiting_cadres(user).filter(province__in=province_codes(user), restricted_at=None)
    return rows.exclude(user=user)


@dataclass(frozen=True)
class Desk:
    """One kind of record that is examined."""

    kind: str  # in the address
    queue: str  # URL names
    detail: str
    since: str  # the moment from which a record waits
    column: str  # in a claim
    decidable: Callable[[User], QuerySet[Any]]
    visible: Callable[[User], QuerySet[Any]]


DESKS = {
    desk.kind: desk
    for desk in (
        Desk(
            "usaha",
            "verification_queue",
            "verification_detail",
            "submitted_at",
            "business",
            _decidable_businesses,
            lambda user: Business.objects.visible_to(user),
        ),
        Desk(
            "kader",
            "cadre_queue",
            "cadre_verification",
            "state_since",
            "cadre",
            _decidable_cadres,
            lambda user: Cadre.objects.visible_to(user).exclude(state=CadreState.DRAFT),
        ),
    )
}


@transaction.atomic
def claim_next(desk: Desk, *, by: User, narrowed: Callable[[QuerySet[Any]], QuerySet[Any]]) -> Record | None:
    """The record that waits longest and that nobody holds, claimed; None where there is none.

    Two who ask at once get two records: the row that the first is taking is skipped, and one that was taken between
    this one's look and its lock is looked past.
    """
    others = Claim.objects.filter(until__gt=timezone.now()).exclude(user=by)
    unheld = ~Exists(others.filter(**{desk.column: OuterRef("pk")}))
    free = narrowed(desk.decidable(by)).filter(unheld).order_by(desk.since, "pk")
    while True:
        record: Record | None = free.select_for_update(skip_locked=True, of=("self",)).first()
        if record is None:
            return None
        # asked anew, now that nobody else can take it
        if not others.filter(**{desk.column: record.pk}).exists():
            claim(record=record, by=by)
            return record


@dataclass(frozen=True)
class Tab:
    label: Any
    url: str
    count: str
    current: bool


def tabs(user: User, *, current: str) -> list[Tab]:
    """What else waits for a decision, each with how many: kept numbers, or counted up to a hundred."""
    wanted: tuple[tuple[Any, str, Callable[[User], str]], ...] = (
        (
            gettext_lazy("Usaha"),
            "verification_queue",
            lambda user: _kept(user, BusinessTally.objects.filter(measure=BusinessState.SUBMITTED)),
        ),
        (
            gettext_lazy("Kartu anggota"),
            "cadre_queue",
            lambda user: _kept(user, CadreTally.objects.filter(measure=CadreState.SUBMITTED)),
        ),
        (
            gettext_lazy("Permintaan perubahan"),
            "change_list",
            lambda user: _some(ChangeRequest.objects.visible_to(user).decidable()),
        ),
        (
            gettext_lazy("Usaha kembar"),
            "duplicate_list",
            lambda user: _some(PossibleDuplicate.objects.visible_to(user).open()),
        ),
        (
            gettext_lazy("Pertanyaan tentang nomor"),
            "ownership_question_list",
            lambda user: _some(OwnershipQuestion.objects.visible_to(user).open()),
        ),
    )
    found = []
    for label, name, count in wanted:
        found.append(Tab(label, reverse(name), count(user), name == current))
    return found


def _kept(user: User, rows: QuerySet[Any]) -> str:
    """Kept by the database as rows change."""
    scope = Q() if sees_whole_country(user) else Q(province__in=province_codes(user))
    return figure(rows.filter(scope).aggregate(number=Sum("amount"))["number"] or 0)


def _some(rows: QuerySet[Any]) -> str:
    number = rows.order_by()[: COUNTED_UP_TO + 1].count()
    return f"{COUNTED_UP_TO}+" if number > COUNTED_UP_TO else figure(number)
