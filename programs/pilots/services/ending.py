"""The end of a pilot: with who, when and why; the seat is free again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import ENDINGS
from programs.pilots.errors import ReasonMissing
from programs.pilots.messages import tell_ended
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .locking import checked_reason, lock_pilot, refuse_own
from .offering import offer_among


@transaction.atomic
def end_pilot(*, pilot: Pilot, outcome: str, reason: str, by: User) -> Pilot:
    """End a pilot; both sides are told, and whoever is first on the waiting list is asked to take the seat.

    Raises ReasonMissing, AlreadyEnded, OwnBusiness.
    """
    if outcome not in ENDINGS:  # who graduates is confirmed by graduation.services
        raise ReasonMissing(_("Pilih hasil akhirnya."), field="outcome")
    reason = checked_reason(reason)
    pilot, seats = lock_pilot(pilot)
    refuse_own(pilot.nomination, by)
    pilot.ended_by, pilot.ended_at = by, timezone.now()
    pilot.outcome, pilot.end_reason = outcome, reason
    with because(reason, by=by):
        pilot.save(update_fields=["ended_by", "ended_at", "outcome", "end_reason"])
    tell_ended(pilot, offered=bool(offer_among(seats)))
    return pilot
