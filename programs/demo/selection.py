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
AT_HOME = (1, 2, 0, 0)  # Jawa Barat: one seat taken, two who compete for the other


@dataclass
class Selection:
    phase: Phase
    pilots: dict[str, list[Pilot]]  # by province code


def make_selection(
    *, memorandum: Memorandum, staff: Staff, registry: Registry, chance: random.Random, now: datetime
) -> Selection:
    phase = Phase.objects.create(
        memorandum=memorandum, name=f"Tahap {now.year}",
        starts_on=(now - timedelta(days=150)).date(), ends_on=(now + timedelta(days=215)).date(),
        opened_at=now - timedelta(days=150), created_by=staff.admin,
    )  # fmt: skip
    add_usual(phase)
    phase.state = PhaseState.OPEN  # its criteria stand from now on
    phase.save(update_fields=["state"])
    provinces = list(Province.objects.existing())
    for province in provinces:
        PhaseProvince.objects.create(phase=phase, province=province, quota=2)
    pilots = {
        province.code: _province(phase, province, staff=staff, registry=registry, chance=chance, now=now)
        for province in provinces
    }
    return Selection(phase=phase, pilots=pilots)


def _province(
    phase: Phase,
    province: Province,
    *,
    staff: Staff,
    registry: Registry,
    chance: random.Random,
    now: datetime,
) -> list[Pilot]:
    stage = AT_HOME if province.code == HOME else chance.choices(STAGES, SHARES)[0]
    taken, proposed, waitlisted, declined = stage
    candidates = registry.verified.get(province.code, [])
    # the demo cadre's business stays first
    chosen = candidates[:1] + chance.sample(candidates[1:], min(sum(stage), len(candidates) - 1))
    states = (
        [NominationState.ACCEPTED] * taken
        + [NominationState.PROPOSED] * proposed
        + [NominationState.WAITLISTED] * waitlisted
        + [NominationState.DECLINED] * declined
    )
    seats = list(Seat.objects.filter(phase=phase, province=province).order_by("number"))
    pilots: list[Pilot] = []
    for business, state in zip(chosen, states, strict=False):
        nomination = _nomination(phase, business, state, staff=staff, chance=chance, now=now)
        if nomination.decided_by and nomination.decided_at and state == NominationState.ACCEPTED:
            pilots.append(
                Pilot.objects.create(
                    seat=seats[len(pilots)], business=business, nomination=nomination,
                    accepted_by=nomination.decided_by, accepted_at=nomination.decided_at,
                )
            )  # fmt: skip
    return pilots


def _nomination(
    phase: Phase,
    business: Business,
    state: NominationState,
    *,
    staff: Staff,
    chance: random.Random,
    now: datetime,
) -> Nomination:
    """Written as proposed and then decided, the way the database allows it."""
    proposed_at = now - timedelta(days=chance.randint(40, 120), hours=chance.randint(0, 9))
    if state == NominationState.PROPOSED:
        proposed_at = now - timedelta(days=chance.randint(1, 25), hours=chance.randint(0, 9))
    nomination = Nomination.objects.create(
        phase=phase, business=business, province_id=business.province_id, motivation=chance.choice(MOTIVATIONS),
        nominated_by=staff.coordinators.get(business.province_id, staff.board), nominated_at=proposed_at,
    )  # fmt: skip
    if state == NominationState.PROPOSED:
        return nomination
    nomination.state = state
    nomination.decided_by = chance.choice(staff.jamkrindo)
    nomination.decided_at = proposed_at + timedelta(days=chance.randint(3, 20))
    if state == NominationState.WAITLISTED:
        nomination.waitlist_rank = 1
    if state == NominationState.DECLINED:
        nomination.decision_reason = chance.choice(DECLINED)
    nomination.save()
    return nomination
