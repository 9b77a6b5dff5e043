"""Everything that can happen to seats, at the same instant: each gets its answer or a sentence, never a database error."""

import pytest

from programs.partnership.services import set_quotas
from programs.pilots.choices import AnsweredBy, PilotOutcome
from programs.pilots.models import Nomination, Pilot, Seat, SeatOffer
from programs.pilots.services import (
    accept_nomination,
    accept_offer,
    decline_nomination,
    decline_offer,
    draft_decision,
    end_pilot,
    move_pilot,
    open_draft,
    publish_draft,
    waitlist_nomination,
    withdraw_nomination,
)
from programs.pilots.tasks import carry_on_offers, fold_tallies
from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_nomination, make_phase, make_pilot, make_province, make_user
from tests.parallel import in_parallel

from .makers import REASON
from .test_tallies import counted, kept

pytestmark = pytest.mark.django_db(transaction=True)

POLITE = {
    "AlreadyDecided", "AlreadyEnded", "AlreadyPilot", "DraftEnded", "DraftRefused", "NoFreeSeat", "OfferEnded",
    "OfferOpen", "QuotaTaken", "SeatNotFree",
}  # fmt: skip


def test_any_mix_of_decisions_meets_no_database_error():
    """Two provinces, two phases with the same businesses, so that all kinds of locks cross."""
    places = [make_province("32"), make_province("91")]
    phases = [make_phase(provinces=places, quota=2) for _ in range(2)]
    staff, admin = make_user(Role.JAMKRINDO), make_user(Role.ADMIN)
    pilots, found = [], []
    for place in places:
        pilots += [make_pilot(phase=phases[0], province=place) for _ in range(2)]
        by = make_user(Role.COORDINATOR, province=place)
        for business in (make_business(province=place) for _ in range(4)):
            found += [
                make_nomination(phase=p, province=place, business=business, nominated_by=by) for p in phases
            ]
    waits = [waitlist_nomination(nomination=one, by=staff) for one in found if one.phase == phases[0]]
    others = [one for one in found if one.phase == phases[1]]
    for pilot in pilots[::2]:
        end_pilot(pilot=pilot, outcome=PilotOutcome.WITHDRAWN, reason=REASON, by=staff)
    for one in others[::2]:
        draft_decision(nomination=one, answer="seat", by=staff)
    offers, draft = list(SeatOffer.objects.select_related("seat")), open_draft(phases[1])
    free = Seat.objects.filter(phase=phases[1], number=2)
    tasks = [
        *[lambda one=one: accept_nomination(nomination=one, by=staff) for one in found],
        *[lambda one=one: decline_nomination(nomination=one, by=staff, reason=REASON) for one in others[::3]],
        *[lambda one=one: withdraw_nomination(nomination=one, by=one.nominated_by) for one in waits[::3]],
        *[lambda one=one: accept_offer(offer=one, by=staff, how=AnsweredBy.STAFF) for one in offers],
        *[lambda one=one: decline_offer(offer=one, by=staff, how=AnsweredBy.STAFF) for one in offers],
        *[
            lambda one=one, seat=seat: move_pilot(pilot=one, to_seat=seat, reason=REASON, by=staff)
            for one, seat in zip(pilots[1::2], free.order_by("province_id"), strict=True)
        ],
        *[lambda: publish_draft(draft=draft, by=staff)] * 2,
        *[lambda p=p: set_quotas(phase=p, quotas=dict.fromkeys(places, 3), by=admin) for p in phases],
        *[carry_on_offers, fold_tallies] * 2,
    ]

    answers = in_parallel(lambda task: task(), tasks)

    assert {one for one in answers if isinstance(one, str)} <= POLITE
    assert kept() == counted()
    sitting = Pilot.objects.active()
    assert len(set(sitting.values_list("seat", flat=True))) == sitting.count()
    assert not sitting.filter(seat__in=SeatOffer.objects.open().values("seat")).exists()
    for phase in phases:
        for place in places:
            waiting = Nomination.objects.filter(phase=phase, province=place, state="waitlisted")
            ranks = sorted(waiting.values_list("waitlist_rank", flat=True))
            assert ranks == list(range(1, len(ranks) + 1))
