"""What tests of proposing and deciding share."""

from programs.pilots.models import Nomination
from programs.pilots.services import nominate_business
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_phase, make_user

MOTIVATION = "Usahanya tumbuh tiga tahun dan pembukuannya rapi."
REASON = "Catatan penjualannya belum genap enam bulan."


def nominate(business, *, phase=None, by=None) -> Nomination:
    province = business.province
    return nominate_business(
        business=business,
        phase=phase or make_phase(provinces=[province]),
        motivation=MOTIVATION,
        by=by or make_user(Role.COORDINATOR, province=province),
    )


def told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").select_related("recipient")
    return [(row.occasion, row.recipient.full_name) for row in rows]
