"""The end of a pilot: with who, when and why; the seat is free again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import ENDINGS
from programs.pilots.errors import AlreadyEnded, ReasonMissing
from programs.pilots.messages import tell_ended
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment

from .locking import WITH_ALL, checked_reason, lock_seats, refuse_own


@transaction.atomic
def end_pilot(*, pilot: Pilot, outcome: str, reason: str, by: User) -> Pilot:
    """End a pilot; both sides are told. Raises ReasonMissing, AlreadyEnded, OwnBusiness."""
    if outcome not in ENDINGS:  # who graduates is confirmed by graduation.services
        raise ReasonMissing(_("Pilih hasil akhirnya."), field="outcome")
    reason = checked_reason(reason)
    lock_seats(pilot.seat.phase_id, pilot.seat.province_id)
    pilot = (
        Pilot.objects.select_for_update(of=("self",))
        .select_related("seat", "ended_by", *(f"nomination__{path}" for path in WITH_ALL))
        .get(pk=pilot.pk)
    )
    refuse_own(pilot.nomination, by)
    if pilot.ended_at is not None:
        raise AlreadyEnded(
            _("Percontohan ini sudah diakhiri oleh %(who)s pada %(at)s.")
            % {"who": pilot.ended_by, "at": moment(pilot.ended_at, pilot.nomination.province.time_zone)}
        )
    pilot.ended_by, pilot.ended_at = by, timezone.now()
    pilot.outcome, pilot.end_reason = outcome, reason
    with because(reason, by=by):
        pilot.save(update_fields=["ended_by", "ended_at", "outcome", "end_reason"])
    tell_ended(pilot)
    return pilot
