"""The order of a province's waiting list: by what the reviewers gave, or as somebody puts it with a reason."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from programs.pilots.choices import NominationState
from programs.pilots.errors import RankFixed
from programs.pilots.models import Nomination
from programs.pilots.reviews.gate import refuse_unready
from programs.pilots.reviews.results import results_of
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import figure

from .locking import (
    checked_reason,
    lock_nomination,
    lock_seats,
    refuse_closed,
    refuse_own,
)
from .waiting_list import number, open_gap, rank_of, waiting_list


def make_room(nomination: Nomination) -> int:
    """The place that the reviews give, before the first weaker one; the others step back. The seats are locked."""
    waiting = list(waiting_list(nomination).select_related("phase"))
    results = results_of([nomination, *waiting])
    own = results[nomination.pk].total
    weaker = next((one for one in waiting if _is_less(results[one.pk].total, own)), None)
    if weaker is None:
        return rank_of(waiting[-1]) + 1 if waiting else 1
    rank = rank_of(weaker)
    open_gap(waiting, rank)
    return rank


def last_place(nomination: Nomination) -> int:
    """Behind all who wait already. The seats are locked."""
    last = waiting_list(nomination).order_by("-waitlist_rank").values_list("waitlist_rank", flat=True).first()
    return (last or 0) + 1


def _is_less(total: Decimal | None, own: Decimal | None) -> bool:
    """Who came on the list before there were reviews keeps the place."""
    return total is not None and own is not None and total < own


@transaction.atomic
def move_on_waiting_list(*, nomination: Nomination, rank: int, reason: str, by: User) -> Nomination:
    """Give a proposal another place on its list, with the reason that the audit trail keeps.

    Raises ReasonMissing, RankFixed, PhaseNotOpen, OwnBusiness, ConflictDeclared.
    """
    reason = checked_reason(reason)
    lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    refuse_own(nomination, by)
    if nomination.state != NominationState.WAITLISTED:
        raise RankFixed(_("Usulan ini tidak ada di daftar tunggu, jadi tidak punya urutan."))
    refuse_closed(nomination.phase)
    refuse_unready(nomination, by=by)
    _refuse_moved(nomination)
    waiting = list(waiting_list(nomination))
    if not 1 <= rank <= len(waiting):
        raise RankFixed(
            _("Urutannya 1 sampai %(last)s.") % {"last": figure(len(waiting))},
            field="rank",
        )
    waiting.remove(nomination)
    waiting.insert(rank - 1, nomination)
    with because(reason, by=by):
        number(waiting)
    return Nomination.objects.get(pk=nomination.pk)


def _refuse_moved(nomination: Nomination) -> None:
    """Once somebody has been seated from the list, whoever is left keeps the place."""
    events = Nomination.events.rel.related_model  # type: ignore[attr-defined]  # the audit trail's
    seated = Nomination.objects.filter(
        phase=nomination.phase_id,
        province=nomination.province_id,
        state=NominationState.ACCEPTED,
        decided_at__gt=nomination.decided_at,
        pk__in=events.objects.filter(state=NominationState.WAITLISTED).values("pgh_obj"),
    ).select_related("business")
    first = seated.order_by("decided_at").first()
    if first is not None:
        raise RankFixed(
            _("%(business)s sudah menempati kursi dari daftar tunggu ini, jadi urutannya tidak berubah lagi.")
            % {"business": first.business}
        )
