"""Some thousand cadres and businesses with Indonesian names and places, in all states."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pgtrigger
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from faker import Faker

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from soksi_portal.common.encryption import blind_index, encrypt
from umkm.businesses.choices import BusinessState, Decision, LegalForm, Licence, MarketingChannel, Wish
from umkm.businesses.models import Business, Kbli, Remark, Verification
from umkm.cadres.choices import Sex
from umkm.cadres.models import Cadre
from umkm.regions.models import Province, Regency

from .accounts import CADRE, HOME, Staff
from .memberships import make_memberships
from .trades import TRADES, Trade

MILLION = 1_000_000
# roughly by population, so that Java is full and Papua thin; the others get LEAST
CADRES = {"11": 80, "12": 160, "16": 90, "18": 90, "31": 180, "32": 420, "33": 360, "34": 90, "35": 380, "36": 140, "51": 80, "73": 100}  # fmt: skip
LEAST = 45
STATES = (
    (BusinessState.VERIFIED, 62),
    (BusinessState.SUBMITTED, 15),
    (BusinessState.RETURNED, 9),
    (BusinessState.DRAFT, 14),
)
REMARKS = (
    ("address", "Tuliskan nama jalan, RT/RW, dan desa atau kelurahan."),
    ("last_year_sales", "Angka penjualan tampak untuk satu bulan. Tuliskan jumlah satu tahun penuh."),
    ("description", "Sebutkan barang yang paling banyak terjual."),
)


@dataclass
class Registry:
    verified: dict[str, list[Business]]  # by province code, the demo cadre's first in hers


def make_registry(*, staff: Staff, fake: Faker, chance: random.Random, now: datetime) -> Registry:
    """Fill the registry. Rows are written past the state machine, as history that has happened."""
    with pgtrigger.ignore(*_state_machines()):
        businesses = list(_businesses(staff=staff, fake=fake, chance=chance, now=now))
        Business.objects.bulk_create(businesses, batch_size=1000)
        _decisions(businesses, staff=staff, chance=chance)
        make_memberships(staff=staff, now=now)
    _backdate_history()
    verified: dict[str, list[Business]] = {}
    for business in businesses:
        if business.state == BusinessState.VERIFIED:
            verified.setdefault(business.province_id, []).append(business)
    return Registry(verified=verified)


def _backdate_history() -> None:
    """The audit trail is written now; in the story it happened then."""
    events = Business.events.rel.related_model  # type: ignore[attr-defined]
    keepers = [f"businesses.{events.__name__}:{trigger.name}" for trigger in events._meta.triggers]
    made = Business.objects.filter(pk=OuterRef("pgh_obj_id")).values("created_at")
    with pgtrigger.ignore(*keepers):
        events.objects.update(pgh_created_at=Subquery(made))


def _state_machines() -> list[str]:
    """The names of the triggers that allow only step-by-step changes of a business or a membership."""
    models: tuple[Any, ...] = (Business, Cadre)
    return [
        f"{model._meta.label}:{trigger.name}"
        for model in models
        for trigger in model._meta.triggers
        if trigger.name.startswith("state_")
    ]


def _cadres(*, staff: Staff, fake: Faker, chance: random.Random, now: datetime) -> list[Cadre]:
    regencies: dict[str, list[Regency]] = {}
    for regency in Regency.objects.existing():
        regencies.setdefault(regency.province_id, []).append(regency)
    users: list[User] = []
    cadres: list[Cadre] = []
    for province in Province.objects.existing():
        for _number in range(CADRES.get(province.code, LEAST)):
            serial = len(users)
            joined = now - timedelta(days=chance.randint(20, 420), minutes=chance.randint(0, 1400))
            phone = f"+62{chance.choice(('812', '813', '821', '852', '857', '878'))}{10_000_000 + serial * 7919 % 90_000_000}"
            user = User(
                full_name=f"{fake.first_name()} {fake.last_name()}",
                phone=phone,
                email=f"kader{serial}@contoh.test",
                joined_at=joined,
            )
            user.set_unusable_password()
            users.append(user)
            cadres.append(
                Cadre(
                    user=user, full_name=user.full_name, phone=phone, registered_at=joined, province=province,
                    regency=chance.choice(regencies[province.code]),
                    membership_number=f"SK{province.code}{serial:06d}" if chance.random() < 0.7 else "",
                )
            )  # fmt: skip
    home = next(regency for regency in regencies[HOME] if regency.name == "Cimahi")
    hers = Cadre(
        user=staff.cadre, full_name=staff.cadre.full_name, phone="+6281220150809", province=home.province,
        regency=home, membership_number="SK32000001", registered_at=staff.cadre.joined_at,
    )  # fmt: skip
    for serial, cadre in enumerate([hers, *cadres]):
        identify(cadre, serial=serial, chance=chance)
    User.objects.bulk_create(users, batch_size=1000)
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=Role.CADRE, granted_at=user.joined_at) for user in users], batch_size=1000
    )
    Cadre.objects.bulk_create([hers, *cadres], batch_size=1000)
    User.objects.filter(email=CADRE).update(phone=hers.phone)
    return [hers, *cadres]


def identify(cadre: Cadre, *, serial: int, chance: random.Random) -> None:
    """An invented NIK of the right structure: regency, district, day of birth (40 more for women), serial."""
    woman = cadre.full_name == "Siti Rahmawati" or chance.random() < 0.6
    born = date(1960, 1, 1) + timedelta(days=chance.randint(0, 16_000))
    day = born.day + (40 if woman else 0)
    nik = f"{cadre.regency_id.replace('.', '')}01{day:02d}{born:%m%y}{serial % 9999 + 1:04d}"
    cadre.sex = Sex.WOMAN if woman else Sex.MAN
    cadre.nik_encrypted, cadre.nik_hash = encrypt(nik), blind_index(nik, purpose="nik")


def _businesses(*, staff: Staff, fake: Faker, chance: random.Random, now: datetime) -> Iterator[Business]:
    known = dict(Kbli.objects.in_force().values_list("code", "pk"))
    trades = [trade for trade in TRADES if trade.kbli in known]
    cadres = _cadres(staff=staff, fake=fake, chance=chance, now=now)
    for position, cadre in enumerate(cadres):
        trade = chance.choices(trades, [trade.share for trade in trades])[0]
        state = chance.choices([state for state, _ in STATES], [share for _, share in STATES])[0]
        if position == 0:  # the demo cadre's first business is to become a pilot
            trade, state = trades[1], BusinessState.VERIFIED
        kbli = known[trade.kbli]
        yield business_of(cadre, trade, state, kbli, serial=position, fake=fake, chance=chance, now=now)
        if position == 0:
            yield business_of(
                cadre,
                trades[0],
                BusinessState.DRAFT,
                known[trades[0].kbli],
                serial=99_999,
                fake=fake,
                chance=chance,
                now=now,
            )


def business_of(
    cadre: Cadre,
    trade: Trade,
    state: BusinessState,
    kbli: int,
    *,
    serial: int,
    fake: Faker,
    chance: random.Random,
    now: datetime,
) -> Business:
    short = chance.choice(cadre.full_name.split())
    name = chance.choice(trade.names).format(name=short, place=cadre.regency.name)
    start_year = min(now.year - 1, int(chance.triangular(2001, now.year, 2019)))
    low, high = trade.sales
    sales = int(chance.triangular(low, high, low * 1.3)) * MILLION
    created = min(cadre.registered_at + timedelta(hours=chance.randint(1, 60)), now - timedelta(hours=2))
    # most are long decided; what waits came in lately
    submitted = created + timedelta(hours=chance.randint(1, 50))
    if state == BusinessState.SUBMITTED:
        submitted = now - timedelta(hours=chance.randint(2, 400))
        created = min(created, submitted - timedelta(hours=1))
    submitted = min(submitted, now - timedelta(hours=1))
    decided = min(submitted + timedelta(hours=chance.randint(3, 120)), now - timedelta(minutes=30))
    draft = state == BusinessState.DRAFT
    employees = chance.choices((0, 1, 2, 3, 5, 8, 14), (20, 25, 22, 14, 10, 6, 3))[0]
    return Business(
        owner=cadre, province_id=cadre.province_id, regency=cadre.regency, name=name[:120],
        address=fake.street_address(), description=trade.description, kbli_id=kbli, start_year=start_year,
        legal_form=chance.choices(list(LegalForm.values), [70, 6, 5, 1, 3, 8, 3, 4])[0],
        nib=f"{9120000000000 + serial * 104_729:013d}" if chance.random() < 0.55 else None,
        employees=employees, women_employees=chance.randint(0, employees), **_selling(draft=draft, chance=chance),
        last_year_sales=sales, capital=sales // chance.randint(3, 8),
        has_bank_loan=None if draft else chance.random() < 0.19,
        state=state, created_at=created, submitted_at=None if draft else submitted,
        verified_at=decided if state == BusinessState.VERIFIED else None,
        state_since={BusinessState.DRAFT: created, BusinessState.SUBMITTED: submitted}.get(state, decided),
    )  # fmt: skip


def _selling(*, draft: bool, chance: random.Random) -> dict[str, list[str]]:
    """Licences, ways of selling and wishes; a draft has not got so far."""
    if draft:
        return {}
    return {
        "licences": [licence.value for licence in (Licence.PIRT, Licence.HALAL) if chance.random() < 0.2],
        "marketing_channels": sorted(
            {chance.choice(MarketingChannel.values), MarketingChannel.CHAT.value, MarketingChannel.SHOP.value}
        ),
        "wishes": sorted(set(chance.choices(Wish.values, k=2))),
    }


def _decisions(businesses: list[Business], *, staff: Staff, chance: random.Random) -> None:
    """Who verified or returned, with the remarks of those returned."""
    verifications, remarks = [], []
    for business in businesses:
        if business.state not in (BusinessState.VERIFIED, BusinessState.RETURNED):
            continue
        by = staff.coordinators.get(business.province_id, staff.board)
        decision = Decision.VERIFIED if business.state == BusinessState.VERIFIED else Decision.RETURNED
        verification = Verification(
            business=business, decision=decision, decided_by=by, decided_at=business.state_since
        )
        verifications.append(verification)
        if decision == Decision.RETURNED:
            field, text = chance.choice(REMARKS)
            remarks.append(Remark(verification=verification, field=field, text=text))
        else:
            business.verified_by = by
    Verification.objects.bulk_create(verifications, batch_size=1000)
    Remark.objects.bulk_create(remarks, batch_size=1000)
    Business.objects.bulk_update(
        [business for business in businesses if business.verified_by], ["verified_by"], batch_size=1000
    )


def today() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
