"""How far the promise of pilots in every province is kept."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from programs.partnership.keeping import Kept
from programs.partnership.models import Commitment, Phase
from soksi_portal.common.display import figure

from .choices import PilotOutcome
from .models import Pilot, Seat


def pilots_per_province(commitment: Commitment) -> Kept | None:
    """Counted in the memorandum's open phase, else its newest."""
    phases = Phase.objects.filter(memorandum=commitment.memorandum_id)
    phase = phases.open().first() or phases.first()
    if phase is None or not commitment.target or (phase.opened_at is None and not phase.is_open):
        return None  # a phase from before the portal: what became of it is not on record
    provinces = phase.provinces.count()
    pilots = Pilot.objects.filter(seat__phase=phase)
    examples = (  # who has graduated stays an example; who withdrew or was replaced does not
        pilots.filter(Q(ended_at=None) | Q(outcome=PilotOutcome.GRADUATED))
        .values("seat__province")
        .annotate(number=Count("business", distinct=True))
        .order_by()
    )
    done = examples.filter(number__gte=commitment.target).count()
    text = _(
        "%(done)s dari %(provinces)s provinsi sudah memiliki %(target)s UMKM percontohan, yang sudah lulus pun"
        " dihitung; kini %(filled)s dari %(seats)s kursi terisi (%(phase)s)."
    ) % {
        "done": figure(done),
        "provinces": figure(provinces),
        "target": figure(commitment.target),
        "filled": figure(pilots.active().count()),
        "seats": figure(Seat.objects.filter(phase=phase).count()),
        "phase": phase,
    }
    return Kept(done=done, of=provinces, text=text)
