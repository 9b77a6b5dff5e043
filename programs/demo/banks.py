"""Two banks that do not exist, the programme credit checked but for one, and a referral in each state."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from programs.bankaccess.choices import ProductKind
from programs.bankaccess.choices import ReferralState as S
from programs.bankaccess.models import CreditAnswer, Product, Referral, Terms
from programs.bankaccess.products.services import (
    add_bank_user,
    add_product,
    begin_offer,
    confirm_terms,
    record_terms,
)
from programs.bankaccess.referrals import consents, services
from programs.bankaccess.referrals.dossier import dossier_of
from programs.bankaccess.referrals.services import Approval, Request
from programs.bankaccess.referrals.steps import today_in
from programs.partnership.choices import OrganisationKind
from programs.partnership.models import Organisation
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

from .accounts import BANK, HOME, Staff
from .selection import Selection

OWN_CREDIT = "Kredit Modal Usaha"
STATES = (
    S.CONSENTED, S.SENT, S.RECEIVED, S.SURVEYED, S.APPROVED, S.DISBURSED, S.DECLINED, S.WITHDRAWN, S.EXPIRED,
)  # fmt: skip
WAY = (S.CONSENTED, S.SENT, S.RECEIVED, S.SURVEYED, S.APPROVED, S.DISBURSED)
PURPOSES = ("Membeli kompor dan etalase", "Menambah bahan baku", "Sewa kios di pasar")
WHY_NOT = "Catatan kas baru dua bulan. Kami menunggu enam bulan yang lengkap."


def make_banks(*, staff: Staff, selection: Selection, now: datetime) -> None:
    user = User.objects.get(email=BANK)
    bank, other = _bank("Bank Contoh Nusantara", "Bank Contoh"), _bank("Bank Contoh Daerah", "Bank Daerah")
    for product in Product.objects.filter(bank=None):
        for one in (bank, other):
            begin_offer(bank=one, product=product, by=staff.admin)
        if product.kind != ProductKind.KUR_SMALL:  # one waits for the admin
            confirm_terms(terms=product.terms.get(), by=staff.admin)
    product = add_product(bank=bank, name=OWN_CREDIT, by=staff.admin)
    confirm_terms(terms=_terms(product, staff, now), by=staff.admin)
    add_bank_user(bank=bank, user=user, by=staff.admin)
    _asked(selection.pilots[HOME][0].business, bank, staff, now)
    others = Pilot.objects.active().exclude(seat__province=HOME).filter(business__owner__user__isnull=False)
    rows = others.select_related("business__owner__user", "business__province").order_by("pk")
    for number, (pilot, state) in enumerate(zip(rows, STATES, strict=False)):
        purpose = PURPOSES[number % len(PURPOSES)]
        refer(pilot.business, product, state, purpose, staff=staff, user=user, now=now)


def _bank(name: str, short_name: str) -> Organisation:
    return Organisation.objects.create(name=name, short_name=short_name, kind=OrganisationKind.BANK)


def _terms(product: Product, staff: Staff, now: datetime) -> Terms:
    conditions = {
        "valid_from": (now - timedelta(days=300)).date(), "regulation": "SE Direksi Bank Contoh 12/2026",
        "ceiling": 200_000_000, "rate": Decimal("9.50"), "most_months": 60, "least_months": 12,
    }  # fmt: skip
    return record_terms(product=product, conditions=conditions, by=staff.admin)


def _asked(business: Business, bank: Organisation, staff: Staff, now: datetime) -> None:
    """The demo cadre has answered, and is asked to read and consent."""
    owner = business.owner.user
    assert owner is not None  # noqa: S101 — the demo's own account
    CreditAnswer.objects.create(
        business=business,
        owner=business.owner,
        answered_on=now.date(),
        has_programme_credit=False,
        recorded_by=owner,
    )
    services.prepare_referral(
        business=business, bank=bank, product=Product.objects.get(kind=ProductKind.KUR_MICRO),
        request=Request(amount=25_000_000, purpose=PURPOSES[0], months=24), by=staff.jamkrindo[0],
    )  # fmt: skip


def refer(
    business: Business, product: Product, state: S, purpose: str, *, staff: Staff, user: User, now: datetime
) -> None:
    if state == S.EXPIRED:
        _expired(business, product, purpose, staff=staff, now=now)
        return
    assert product.bank is not None  # noqa: S101 — made above
    referral = services.prepare_referral(
        business=business, bank=product.bank, product=product,
        request=Request(amount=30_000_000, purpose=purpose, months=24), by=staff.jamkrindo[0],
    )  # fmt: skip
    last = {S.DECLINED: S.SURVEYED, S.WITHDRAWN: S.CONSENTED}.get(state, state)
    for step in WAY[: WAY.index(last) + 1]:
        _step(referral, step, staff=staff, user=user)
    if state == S.DECLINED:
        services.record_decline(referral=referral, reason="books", words=WHY_NOT, by=user)
    elif state == S.WITHDRAWN:
        owner = business.owner.user
        assert owner is not None  # noqa: S101 — chosen so
        consents.end_consent(referral=referral, words="Meminjam dari keluarga saja.", by=owner)


def _step(referral: Referral, step: S, *, staff: Staff, user: User) -> None:
    if step == S.CONSENTED:
        _agree(referral)
    elif step == S.SENT:
        services.send_referral(referral=referral, by=staff.jamkrindo[0])
    elif step == S.RECEIVED:
        services.record_received(referral=referral, by=user)
    elif step == S.SURVEYED:
        services.record_survey(referral=referral, words="Tempat usaha sudah dikunjungi.", by=user)
    elif step == S.APPROVED:
        approval = Approval(amount=25_000_000, months=24, rate=Decimal("9.50"), guaranteed_percent=70)
        services.record_approval(referral=referral, approval=approval, words="", by=user)
    else:
        today = today_in(referral.province)
        services.record_disbursement(referral=referral, amount=25_000_000, disbursed_on=today, by=user)


def _agree(referral: Referral) -> None:
    owner = referral.business.owner.user
    assert owner is not None  # noqa: S101 — chosen so
    consents.give_consent(
        referral=referral,
        fingerprint=dossier_of(referral).fingerprint,
        text_version=consents.text_in_force().version,
        by=owner,
    )


def _expired(business: Business, product: Product, purpose: str, *, staff: Staff, now: datetime) -> None:
    """Nobody answered in time."""
    assert product.bank is not None  # noqa: S101 — made above
    begun = now - timedelta(days=20)
    referral = Referral.objects.create(
        business=business, province=business.province, bank=product.bank, product=product, terms=product.terms.get(),
        amount=30_000_000, purpose=purpose, prepared_by=staff.jamkrindo[0], prepared_at=begun,
        state_since=begun, due_on=(begun + timedelta(days=14)).date(),
    )  # fmt: skip
    services.expire_referral(referral=referral, by=staff.jamkrindo[0])
