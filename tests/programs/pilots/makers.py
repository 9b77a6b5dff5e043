"""What tests of proposing and deciding share."""

from programs.pilots.choices import PilotOutcome
from programs.pilots.models import Nomination, SeatOffer
from programs.pilots.services import end_pilot, nominate_business, waitlist_nomination
from programs.pilots.services.scoring import Score
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_nomination, make_phase, make_pilot, make_user
from tests.reviewing import make_consent

MOTIVATION = "Usahanya tumbuh tiga tahun dan pembukuannya rapi."
REASON = "Catatan penjualannya belum genap enam bulan."


def scores_of(phase, score: int = 4) -> dict[int, Score]:
    return {criterion.pk: Score(score, "Sesuai catatannya.") for criterion in phase.criteria.all()}


def nominate(business, *, phase=None, by=None, consented=True) -> Nomination:
    province = business.province
    phase = phase or make_phase(provinces=[province])
    by = by or make_user(Role.COORDINATOR, province=province)
    if consented:
        make_consent(business, by=by)
    return nominate_business(
        business=business, phase=phase, motivation=MOTIVATION, scores=scores_of(phase), by=by
    )


def told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").select_related("recipient")
    return [(row.occasion, row.recipient.full_name) for row in rows]


def wait_in_line(phase, *, by, number: int = 1) -> list[Nomination]:
    """So many on the waiting list of the phase, in this order."""
    return [waitlist_nomination(nomination=make_nomination(phase=phase), by=by) for _ in range(number)]


def offered(*, by, waiting: int = 1, quota: int = 1) -> SeatOffer:
    """A seat that its pilot left, offered to the first of those who wait."""
    phase = make_phase(quota=quota)
    pilot = make_pilot(phase=phase)
    wait_in_line(phase, by=by, number=waiting)
    end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=by)
    return SeatOffer.objects.select_related("seat__phase", "nomination__business__owner__user").get()
