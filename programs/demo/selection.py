"""The current phase over 38 provinces: seats full, half full and empty, and proposals that wait."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from programs.partnership.choices import PhaseState
from programs.partnership.criteria import add_usual
from programs.partnership.models import Memorandum, Phase, PhaseProvince
from programs.pilots.choices import NominationState
from programs.pilots.models import Nomination, Pilot, Seat
from umkm.businesses.models import Business
from umkm.regions.models import Province

from .accounts import HOME, Staff
from .judging import Judging
from .registry import Registry

MOTIVATIONS = (
    "Usahanya tumbuh tiga tahun berturut-turut dan sudah mempekerjakan tetangga sekitar. Pembukuannya sederhana tetapi rapi.",
    "Pemiliknya rajin mengikuti kegiatan SOKSI dan bersedia membimbing usaha lain di kabupatennya.",
    "Produknya dikenal sampai luar kabupaten, tetapi modal kerja selalu habis sebelum musim ramai.",
    "Sudah punya NIB dan pelanggan tetap. Yang kurang adalah pengelolaan uang, tepat yang diajarkan program ini.",
)
DECLINED = (
    "Usaha ini baru berjalan sebentar. Lengkapi catatan penjualan enam bulan, lalu ajukan lagi pada tahap berikutnya.",
    "Kedua kursi sudah terisi usaha dengan catatan lebih lengkap. Urus NIB dan catat kas harian agar peluang berikutnya lebih besar.",
)
# how far each province is: taken seats, proposals that wait, on the waiting list, declined
STAGES = (
    (2, 0, 1, 1), (2, 0, 0, 0), (2, 0, 1, 0), (2, 0, 0, 1),
    (1, 2, 0, 0), (1, 1, 0, 0), (1, 0, 0, 0),
    (0, 3, 0, 0), (0, 1, 0, 0), (0, 0, 0, 0),
)  # fmt: skip
SHARES = (9, 8, 6, 4, 4, 3, 2, 2, 2, 2)
AT_HOME = (1, 4, 0, 0)  # Jawa Barat: one seat taken, four who compete for the other
LEAST_YEARS = 2


@dataclass
class Selection:
    phase: Phase
    judging: Judging
    pilots: dict[str, list[Pilot]]  # by province code


def make_selection(
    *, memorandum: Memorandum, staff: Staff, registry: Registry, chance: random.Random, now: datetime
) -> Selection:
    phase = Phase.objects.create(
        memorandum=memorandum, name=f"Tahap {now.year}", least_years=LEAST_YEARS,
        starts_on=(now - timedelta(days=150)).date(), ends_on=(now + timedelta(days=215)).date(),
        opened_at=now - timedelta(days=150), created_by=staff.admin,
    )  # fmt: skip
    add_usual(phase)
    phase.state = PhaseState.OPEN  # its criteria stand from now on
    phase.save(update_fields=["state"])
    provinces = list(Province.objects.existing())
    for province in provinces:
        PhaseProvince.objects.create(phase=phase, province=province, quota=2)
    judging = Judging(phase, staff=staff, chance=chance)
    pilots = {
        province.code: _province(judging, province, registry=registry, chance=chance, now=now)
        for province in provinces
    }
    return Selection(phase=phase, judging=judging, pilots=pilots)


def _province(
    judging: Judging, province: Province, *, registry: Registry, chance: random.Random, now: datetime
) -> list[Pilot]:
    stage = AT_HOME if province.code == HOME else chance.choices(STAGES, SHARES)[0]
    taken, proposed, waitlisted, declined = stage
    candidates = registry.verified.get(province.code, [])
    # the demo cadre's business stays first
    chosen = candidates[:1] + chance.sample(candidates[1:], min(sum(stage), len(candidates) - 1))
    if province.code == HOME:
        chosen = [chosen[0], *_with_one_young(judging, chosen[1 : sum(stage)], candidates[1:], now)]
    states = (
        [NominationState.ACCEPTED] * taken
        + [NominationState.PROPOSED] * proposed
        + [NominationState.WAITLISTED] * waitlisted
        + [NominationState.DECLINED] * declined
    )
    seats = list(Seat.objects.filter(phase=judging.phase, province=province).order_by("number"))
    pilots: list[Pilot] = []
    waiting: list[Nomination] = []
    for business, state in zip(chosen, states, strict=False):
        nomination = _nomination(judging, business, state, chance=chance, now=now)
        if state == NominationState.PROPOSED:
            waiting.append(nomination)
        if nomination.decided_by and nomination.decided_at and state == NominationState.ACCEPTED:
            pilots.append(
                Pilot.objects.create(
                    seat=seats[len(pilots)], business=business, nomination=nomination,
                    accepted_by=nomination.decided_by, accepted_at=nomination.decided_at,
                )
            )  # fmt: skip
    if province.code == HOME:
        judging.at_home(waiting)
        judging.prepare_candidates([one for one in candidates if one not in chosen], now)
    else:
        for nomination in waiting:
            judging.review_somehow(nomination)
    return pilots


def _with_one_young(
    judging: Judging, chosen: list[Business], candidates: list[Business], now: datetime
) -> list[Business]:
    """One of those at home is younger than the phase asks for, and was excepted."""
    young = next((one for one in candidates if judging.is_young(one, now) and one not in chosen), None)
    return chosen if young is None else [young, *chosen[1:]]


def _nomination(
    judging: Judging, business: Business, state: NominationState, *, chance: random.Random, now: datetime
) -> Nomination:
    """Written as proposed, reviewed and then decided, the way the database allows it."""
    proposed_at = now - timedelta(days=chance.randint(40, 120), hours=chance.randint(0, 9))
    if state == NominationState.PROPOSED:
        proposed_at = now - timedelta(days=chance.randint(4, 25), hours=chance.randint(0, 9))
    judging.make_eligible(business, proposed_at)
    nomination = Nomination.objects.create(
        phase=judging.phase, business=business, province_id=business.province_id,
        motivation=chance.choice(MOTIVATIONS), nominated_by=judging.nominator(business), nominated_at=proposed_at,
    )  # fmt: skip
    judging.score(nomination)
    if state == NominationState.PROPOSED:
        return nomination
    judging.review_enough(nomination)
    nomination.state = state
    nomination.decided_by = chance.choice(judging.staff.jamkrindo)
    nomination.decided_at = proposed_at + timedelta(days=chance.randint(4, 20))
    if state == NominationState.WAITLISTED:
        nomination.waitlist_rank = 1
    if state == NominationState.DECLINED:
        nomination.decision_reason = chance.choice(DECLINED)
    nomination.save()
    return nomination
