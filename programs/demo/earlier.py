"""An earlier phase, three years back, so that its impact can be seen: pilots and those who were proposed beside them.

All in bulk and past the state machines, as history. Its memorandum is invented as well, and says so.
"""

from __future__ import annotations

import random
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db.models import Model
from faker import Faker

from programs.bankaccess.choices import ReferralState
from programs.bankaccess.models import Product
from programs.mentoring.reports.months import last_complete
from programs.partnership import services
from programs.partnership.choices import PhaseState
from programs.partnership.models import Memorandum, Organisation, Phase, PhaseProvince
from programs.pilots.choices import NominationState, PilotOutcome
from programs.pilots.models import Graduation, Nomination, Pilot, Seat
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from umkm.businesses.choices import BusinessState, Decision
from umkm.businesses.models import Business, Kbli, Verification
from umkm.cadres.choices import CadreDecision, CadreState
from umkm.cadres.models import Cadre, CadreVerification, Consent
from umkm.cadres.services import current_consent_text
from umkm.regions.models import Regency

from .accounts import BANK, Staff
from .banks import OWN_CREDIT, PURPOSES, refer
from .books import send_shelves, shelf_of
from .memberships import CHECKLIST
from .registry import business_of, identify
from .selection import DECLINED, MOTIVATIONS
from .trades import TRADES

SEED = 1945
PROVINCES = ("12", "16", "18", "31", "33", "34", "35", "36", "51", "61", "73", "81")
PILOTS, OTHERS = 2, 3  # in each
BEGUN = timedelta(days=1_000)  # two calendar years and more before their figures are told anew
REGISTERED = timedelta(days=1_060)
ENDED = timedelta(days=560)
MONTHS = 13  # reported, from the opening balance in the month of the decision on
FIRST_SERIAL = 5_000  # above those of the register
NOTE = "Laporan genap dua belas bulan, dan pembukuannya dikerjakan sendiri."
# how much a business grew in the years since, in per cent: pilots more than the others, and none like the other
GROWN = {True: (8, 75), False: (-10, 55)}
CAME_TO_A_BANK = {True: 6, False: 2}


@dataclass(frozen=True)
class Proposed:
    business: Business
    is_pilot: bool
    number: int  # in its province


def make_earlier_phase(*, staff: Staff, now: datetime) -> None:
    fake, chance = Faker("id_ID"), random.Random(SEED)  # noqa: S311 — its own, so that the rest of the story stays
    fake.seed_instance(SEED)
    cadres = _cadres(staff, fake, chance, now)
    businesses = _businesses(cadres, fake, chance, now)
    proposed = [
        Proposed(business, number % (PILOTS + OTHERS) < PILOTS, number % (PILOTS + OTHERS))
        for number, business in enumerate(businesses)
    ]
    pilots = _decide(_phase(staff, now), proposed, staff=staff, now=now)
    last = last_complete((now - ENDED).date())
    send_shelves([shelf_of(pilot, MONTHS, last, chance) for pilot in pilots], chance, now)
    _tell_anew(proposed, chance)
    _come_to_a_bank(proposed, staff, now)


def _past(*models: type[Model]) -> AbstractContextManager[Any]:
    """Past the walls of these, but not past their trail and their tallies."""
    kept = ("insert_insert", "update_update", "delete_delete")
    names = [
        f"{model._meta.label}:{trigger.name}"
        for model in models
        for trigger in model._meta.triggers  # type: ignore[attr-defined]
        if trigger.name not in kept and "tally" not in trigger.name and "search" not in trigger.name
    ]
    return pgtrigger.ignore(*names)


def _cadres(staff: Staff, fake: Faker, chance: random.Random, now: datetime) -> list[Cadre]:
    joined, verified = now - REGISTERED, now - REGISTERED + timedelta(hours=2)
    regencies: dict[str, list[Regency]] = {}
    for regency in Regency.objects.existing().filter(province__in=PROVINCES).order_by("code"):
        regencies.setdefault(regency.province_id, []).append(regency)
    cadres: list[Cadre] = []
    for number in range(len(PROVINCES) * (PILOTS + OTHERS)):
        code = PROVINCES[number // (PILOTS + OTHERS)]
        name, phone = f"{fake.first_name()} {fake.last_name()}", f"+62899{10_000_000 + number * 7_919}"
        user = User(full_name=name, phone=phone, email=f"kader-awal{number}@contoh.test", joined_at=joined)
        user.set_unusable_password()
        cadre = Cadre(
            user=user, full_name=name, phone=phone, registered_at=joined, province_id=code,
            regency=chance.choice(regencies[code]), state=CadreState.VERIFIED, state_since=verified,
            verified_by=staff.coordinators.get(code, staff.board),
        )  # fmt: skip
        identify(cadre, serial=FIRST_SERIAL + number, chance=chance)
        cadres.append(cadre)
    users = [cadre.user for cadre in cadres if cadre.user]
    User.objects.bulk_create(users)
    RoleGrant.objects.bulk_create(RoleGrant(user=one, role=Role.CADRE, granted_at=joined) for one in users)
    text = current_consent_text()
    Consent.objects.bulk_create(Consent(user=one, text=text, given_at=joined) for one in users)
    with _past(Cadre, CadreVerification):
        Cadre.objects.bulk_create(cadres)
        CadreVerification.objects.bulk_create(
            CadreVerification(
                cadre=cadre, decision=CadreDecision.VERIFIED, decided_by=cadre.verified_by, decided_at=verified,
                checklist=CHECKLIST,
            )
            for cadre in cadres
        )  # fmt: skip
    return cadres


def _businesses(cadres: list[Cadre], fake: Faker, chance: random.Random, now: datetime) -> list[Business]:
    """The oldest of the register: its trail begins when they came."""
    known = dict(Kbli.objects.in_force().values_list("code", "pk"))
    trades = [trade for trade in TRADES if trade.kbli in known]
    at = now - REGISTERED + timedelta(days=1)
    businesses = []
    for number, cadre in enumerate(cadres):
        trade = chance.choice(trades)
        one = business_of(
            cadre, trade, BusinessState.VERIFIED, known[trade.kbli], serial=FIRST_SERIAL + number, fake=fake,
            chance=chance, now=now - REGISTERED,
        )  # fmt: skip
        one.created_at = one.submitted_at = one.verified_at = one.state_since = at
        one.start_year, one.verified_by = at.year - chance.randint(2, 12), cadre.verified_by
        businesses.append(one)
    with _past(Business, Verification):
        Business.objects.bulk_create(businesses)
        Verification.objects.bulk_create(
            Verification(business=one, decision=Decision.VERIFIED, decided_by=one.verified_by, decided_at=at)
            for one in businesses
        )
    events: Any = Business.events.rel.related_model  # type: ignore[attr-defined]
    with _past(events):
        events.objects.filter(pgh_obj_id__in=[one.pk for one in businesses]).update(pgh_created_at=at)
    return businesses


def _phase(staff: Staff, now: datetime) -> Phase:
    signed = (now - REGISTERED - timedelta(days=30)).date()
    agreement = services.Agreement(
        title="Nota kerja sama contoh sebelumnya (data demo): SOKSI dan Jamkrindo",
        parties=list(Organisation.objects.filter(short_name__in=("SOKSI", "Jamkrindo"))),
        signed_on=signed,
        signed_at_place="Surabaya",
        valid_until=(now - ENDED).date(),
        source="Data contoh untuk mencoba portal. Nota ini tidak pernah ada.",
    )
    memorandum: Memorandum = services.create_memorandum(agreement=agreement, by=staff.admin)
    begun = now - BEGUN
    with _past(Phase, PhaseProvince):
        phase = Phase.objects.create(
            memorandum=memorandum, name=f"Tahap {begun.year}", starts_on=begun.date(), ends_on=(now - ENDED).date(),
            opened_at=begun, created_by=staff.admin, state=PhaseState.CLOSED,
        )  # fmt: skip
        PhaseProvince.objects.bulk_create(
            PhaseProvince(phase=phase, province_id=code, quota=PILOTS) for code in PROVINCES
        )
    Seat.objects.bulk_create(
        (
            Seat(phase=phase, province_id=code, number=number)
            for code in PROVINCES
            for number in range(1, PILOTS + 1)
        ),
        ignore_conflicts=True,
    )
    return phase


def _decide(phase: Phase, proposed: list[Proposed], *, staff: Staff, now: datetime) -> list[Pilot]:
    decided, ended, by = now - BEGUN, now - ENDED, staff.jamkrindo[0]
    nominations = [
        Nomination(
            phase=phase, business=one.business, province_id=one.business.province_id,
            motivation=MOTIVATIONS[one.number % len(MOTIVATIONS)], state=NominationState.ACCEPTED if one.is_pilot else NominationState.DECLINED,
            nominated_by=staff.coordinators.get(one.business.province_id, staff.board),
            nominated_at=decided - timedelta(days=20), decided_by=by, decided_at=decided,
            decision_reason="" if one.is_pilot else DECLINED[one.number % len(DECLINED)],
        )
        for one in proposed
    ]  # fmt: skip
    seats = {(seat.province_id, seat.number): seat for seat in Seat.objects.filter(phase=phase)}
    with _past(Nomination, Pilot, Graduation):
        Nomination.objects.bulk_create(nominations)
        pilots = [
            Pilot(
                seat=seats[one.business.province_id, one.number + 1], business=one.business, nomination=nomination,
                accepted_by=by, accepted_at=decided, ended_by=by, ended_at=ended,
                outcome=PilotOutcome.GRADUATED, end_reason=NOTE,
            )
            for one, nomination in zip(proposed, nominations, strict=True)
            if one.is_pilot
        ]  # fmt: skip
        Pilot.objects.bulk_create(pilots)
        Graduation.objects.bulk_create(
            Graduation(pilot=pilot, confirmed_by=by, confirmed_at=ended) for pilot in pilots
        )
    return pilots


def _tell_anew(proposed: list[Proposed], chance: random.Random) -> None:
    """Most have written last year's figures, in the register, as everybody may."""
    told = []
    for one in proposed:
        low, high = GROWN[one.is_pilot]
        business = one.business
        if chance.random() < (0.1 if one.is_pilot else 0.2):
            continue
        sales = (business.last_year_sales or 0) * (100 + chance.randint(low, high)) // 100
        business.last_year_sales = sales // 100_000 * 100_000
        business.employees = (business.employees or 0) + chance.choice(
            (0, 1, 1, 2) if one.is_pilot else (0, 0, 1, 1)
        )
        told.append(business)
    Business.objects.bulk_update(told, ["last_year_sales", "employees"])


def _come_to_a_bank(proposed: list[Proposed], staff: Staff, now: datetime) -> None:
    """By the real services, which move the national figure, too."""
    product, user = Product.objects.get(name=OWN_CREDIT), User.objects.get(email=BANK)
    for is_pilot, number in CAME_TO_A_BANK.items():
        without = [
            one.business for one in proposed if one.is_pilot == is_pilot and not one.business.has_bank_loan
        ]
        for place, business in enumerate(without[:number]):
            purpose = PURPOSES[place % len(PURPOSES)]
            refer(business, product, ReferralState.DISBURSED, purpose, staff=staff, user=user, now=now)
