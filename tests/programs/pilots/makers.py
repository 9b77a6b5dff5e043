"""What tests of proposing and deciding share."""

from programs.pilots.models import Nomination
from programs.pilots.services import nominate_business
from programs.pilots.services.scoring import Score
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_phase, make_user
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
