"""A pilot goes to another seat of its province, in the same phase or a newer one; the seat it leaves is offered."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from programs.pilots.errors import AlreadyPilot, SeatNotFree
from programs.pilots.messages import tell_moved
from programs.pilots.models import Move, Nomination, Pilot, Seat
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .locking import checked_reason, lock_pilot, refuse_closed, refuse_own
from .offering import offer_among


@transaction.atomic
def move_pilot(*, pilot: Pilot, to_seat: Seat, reason: str, by: User) -> Pilot:
    """The pilot stays what it is, with its trainings and reports; only the seat changes. Both sides are told.

    Raises ReasonMissing, AlreadyEnded, OwnBusiness, PhaseNotOpen, SeatNotFree, AlreadyPilot.
    """
    reason = checked_reason(reason)
    pilot, seats = lock_pilot(pilot, to_seat)
    refuse_own(pilot.nomination, by)
    target = Seat.objects.select_related("phase", "province").get(pk=to_seat.pk)
    refuse_closed(target.phase)
    _refuse_unfit(pilot, target)
    left = pilot.seat
    with because(reason, by=by):
        Move.objects.create(pilot=pilot, from_seat=left, to_seat=target, moved_by=by, reason=reason)
        pilot.seat = target
        pilot.save(update_fields=["seat"])
    offered = offer_among([seat for seat in seats if seat.phase_id == left.phase_id])
    tell_moved(pilot, left=left, reason=reason, by=by, offered=bool(offered))
    return pilot


def targets_of(pilot: Pilot) -> list[Seat]:
    """The seats it could go to now."""
    seats = Seat.objects.filter(province=pilot.seat.province_id, phase__state="open")
    return list(
        seats.free().not_offered().select_related("phase", "province").order_by("-phase__starts_on", "number")
    )


def _refuse_unfit(pilot: Pilot, target: Seat) -> None:
    if target.province_id != pilot.seat.province_id:
        raise SeatNotFree(_("Pilih kursi di provinsi usaha ini."), field="seat")
    if not Seat.objects.filter(pk=target.pk).free().not_offered().exists():
        raise SeatNotFree(
            _("Kursi %(number)s sudah ditempati atau sedang ditawarkan. Pilih kursi lain.")
            % {"number": target.number},
            field="seat",
        )
    proposed = Nomination.objects.live().filter(business=pilot.business_id, phase=target.phase_id)
    if target.phase_id != pilot.seat.phase_id and proposed.exists():
        raise AlreadyPilot(
            _("Usaha ini sudah diusulkan dalam %(phase)s. Putuskan usulan itu.") % {"phase": target.phase},
            field="seat",
        )
