"""Businesses that were proposed years ago, with what their owners told before and after; in bulk, past the walls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import connection
from django.utils import timezone

from programs.bankaccess.models import AccessGained, Referral
from programs.partnership.models import Phase
from programs.pilots.models import Nomination, Pilot, Seat
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests import factories as make
from tests.programs.bankaccess.makers import make_product
from umkm.businesses.choices import LegalForm
from umkm.businesses.models import Business

TOLD = datetime(2021, 3, 1, tzinfo=timezone.get_fixed_timezone(420))
DECIDED = TOLD.replace(year=2022)
TOLD_ANEW = TOLD.replace(year=2024)


@dataclass(frozen=True)
class Told:
    """One business: sales and employees before and after (None: never told anew)."""

    is_pilot: bool
    before: tuple[int, int] = (100_000_000, 2)
    after: tuple[int, int] | None = (120_000_000, 3)
    province: str = "32"
    gained: bool = False
    had_loan: bool = False


def make_proposed(
    told: Iterable[Told], *, phase: Phase | None = None, at: datetime = DECIDED
) -> list[Business]:
    """In one phase; its pilots on seats."""
    wanted = list(told)
    provinces = [make.make_province(code) for code in sorted({one.province for one in wanted})]
    phase = phase or make.make_phase(provinces=provinces, quota=20)
    staff = make.make_user(Role.JAMKRINDO)
    owners = {province.code: make.make_cadre(province=province) for province in provinces}
    businesses = _businesses(wanted, owners)
    nominations = [
        Nomination(
            phase=phase, business=business, province_id=one.province, motivation="Uji", nominated_by=staff, nominated_at=at,
            state="accepted" if one.is_pilot else "declined", decided_by=staff, decided_at=at, decision_reason="Uji",
        )
        for one, business in zip(wanted, businesses, strict=True)
    ]  # fmt: skip
    seats = {code: list(Seat.objects.of(phase, code).order_by("-number")) for code in owners}
    with pgtrigger.ignore(*_walls(Nomination), *_walls(Pilot)):
        Nomination.objects.bulk_create(nominations)
        Pilot.objects.bulk_create(
            Pilot(
                seat=seats[one.province].pop(), business=nomination.business, nomination=nomination,
                accepted_by=staff, accepted_at=at,
            )
            for one, nomination in zip(wanted, nominations, strict=True)
            if one.is_pilot
        )  # fmt: skip
        fire_deferred()
    _gain(wanted, businesses, staff)
    return businesses


def fire_deferred() -> None:
    """What waits for the end of the transaction, while its walls are still ignored."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _businesses(wanted: list[Told], owners: dict[str, Any]) -> list[Business]:
    businesses = [
        Business(
            owner=owners[one.province], province_id=one.province, regency=owners[one.province].regency,
            name=f"Warung Rahasia {number}", address="Jalan Uji 1", description="Nasi rames", kbli=make.make_kbli(),
            start_year=2015, legal_form=LegalForm.INDIVIDUAL, last_year_sales=one.before[0], employees=one.before[1],
            capital=15_000_000, has_bank_loan=one.had_loan, state="verified", submitted_at=TOLD, verified_at=TOLD,
        )
        for number, one in enumerate(wanted)
    ]  # fmt: skip
    with pgtrigger.ignore("businesses.Business:state_first"):
        Business.objects.bulk_create(businesses)
    date_events(businesses, TOLD)
    for one, business in zip(wanted, businesses, strict=True):
        if one.after:
            business.last_year_sales, business.employees = one.after
    Business.objects.bulk_update(businesses, ["last_year_sales", "employees"])
    date_events(businesses, TOLD_ANEW, newer_than=TOLD)
    return businesses


def tell(business: Business, at: datetime, **figures: int) -> None:
    """The owner writes these figures anew, at that moment."""
    last = business.events.latest("pgh_id").pgh_created_at  # type: ignore[attr-defined]
    for name, value in figures.items():
        setattr(business, name, value)
    business.save(update_fields=list(figures))
    date_events([business], at, newer_than=last)


def date_events(businesses: list[Business], at: datetime, *, newer_than: datetime | None = None) -> None:
    events: Any = Business.events.rel.related_model  # type: ignore[attr-defined]
    rows = events.objects.filter(pgh_obj_id__in=[one.pk for one in businesses])
    if newer_than:
        rows = rows.filter(pgh_created_at__gt=newer_than)
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        rows.update(pgh_created_at=at)


def _gain(wanted: list[Told], businesses: list[Business], staff: User) -> None:
    """A bank's money after the decision; of the referral only that there is one."""
    gained = [business for one, business in zip(wanted, businesses, strict=True) if one.gained]
    if not gained:
        return
    product = make_product()
    with pgtrigger.ignore(*_walls(Referral), *_walls(AccessGained)):
        referrals = Referral.objects.bulk_create(
            Referral(
                business=business, province_id=business.province_id, bank=product.bank, product=product,
                terms=product.terms.get(), amount=10_000_000, purpose="Uji", prepared_by=staff,
            )
            for business in gained
        )  # fmt: skip
        AccessGained.objects.bulk_create(
            AccessGained(
                business=one.business,
                province_id=one.province_id,
                referral=one,
                gained_at=TOLD_ANEW,
                counts=True,
            )
            for one in referrals
        )


def _walls(model: Any) -> list[str]:
    kept = ("insert_insert", "update_update")
    return [
        f"{model._meta.label}:{one.name}"
        for one in model._meta.triggers
        if one.name not in kept and "tally" not in one.name
    ]
