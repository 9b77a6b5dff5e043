"""Makers of banks and referrals: each gives a valid one; name what the test is about."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from programs.bankaccess.choices import ReferralState as S
from programs.bankaccess.models import BankPost, CreditAnswer, Offer, Product, Referral, Terms
from programs.bankaccess.referrals import consents, services
from programs.bankaccess.referrals.dossier import dossier_of
from programs.bankaccess.referrals.services import Approval, Request
from programs.partnership.models import Organisation
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests import factories as make
from umkm.businesses.models import Business
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.models import ConsentText

_numbers = itertools.count(1)
WAY = (S.PREPARED, S.CONSENTED, S.SENT, S.RECEIVED, S.SURVEYED, S.APPROVED, S.DISBURSED)
APPROVAL = Approval(amount=20_000_000, months=24, rate=Decimal("6.00"), guaranteed_percent=70)


def make_bank(**fields: Any) -> Organisation:
    number = next(_numbers)
    fields = {"name": f"Bank Uji {number}", "short_name": f"Bank {number}", "kind": "bank"} | fields
    return Organisation.objects.create(**fields)


def make_product(*, bank: Organisation | None = None, **fields: Any) -> Product:
    """A bank's own credit of up to 100 million, offered and confirmed; `fields` are its conditions."""
    bank = bank or make_bank()
    product = Product.objects.create(bank=bank, kind="general", name=f"Kredit Uji {next(_numbers)}")
    Offer.objects.create(bank=bank, product=product, begun_by=make.make_user(Role.ADMIN))
    make_terms(product, **fields)
    return product


def make_kur(bank: Organisation, **fields: Any) -> Product:
    """KUR Mikro, the same in all banks, offered by this one."""
    product = Product.objects.create(bank=None, kind="kur_micro", name="KUR Uji")
    Offer.objects.create(bank=bank, product=product, begun_by=make.make_user(Role.ADMIN))
    make_terms(product, **fields)
    return product


def make_terms(product: Product, *, confirmed: bool = True, **fields: Any) -> Terms:
    checked = (
        {"confirmed_at": timezone.now(), "confirmed_by": make.make_user(Role.ADMIN)} if confirmed else {}
    )
    told = {
        "valid_from": date(2026, 1, 5),
        "regulation": "Aturan Uji 1/2026",
        "ceiling": 100_000_000,
    } | fields
    return Terms.objects.create(product=product, number=product.terms.count() + 1, **checked, **told)


def make_bank_user(bank: Organisation, *, user: User | None = None) -> User:
    user = user or make.make_user(Role.BANK)
    BankPost.objects.create(bank=bank, user=user, granted_by=make.make_user(Role.ADMIN))
    return user


def bank_text() -> ConsentText:
    return ConsentText.objects.get_or_create(
        version="bank-1",
        defaults={"purpose": ConsentPurpose.BANK, "body": "Isi", "valid_from": timezone.now()},
    )[0]


def make_answer(business: Business, **fields: Any) -> CreditAnswer:
    """No programme credit, SLIK without a record, with a document past looking into it."""
    raw = f"%PDF-uji {next(_numbers)}".encode()
    owner = business.owner.user
    assert owner is not None
    told = {
        "owner": business.owner,
        "has_programme_credit": False,
        "slik": "none",
        "recorded_by": owner,
        "answered_on": date(2026, 11, 1),
    }
    answer = CreditAnswer(business=business, sha256=hashlib.sha256(raw).hexdigest(), **told | fields)
    answer.file.save("", ContentFile(raw), save=False)
    answer.save()
    return answer


def make_referral(
    *,
    state: str = S.PREPARED,
    business: Business | None = None,
    product: Product | None = None,
    bank: Organisation | None = None,
    **asked: Any,
) -> Referral:
    """Through the services, as far as `state`; by a user of its bank where the bank acts."""
    bank_text()
    product = product or make_product()
    business = business or make.make_business()
    bank = bank or product.bank
    assert bank is not None
    staff = make.make_user(Role.JAMKRINDO)
    request = Request(**{"amount": 20_000_000, "purpose": "Membeli kompor"} | asked)
    referral = services.prepare_referral(
        business=business, bank=bank, product=product, request=request, by=staff
    )
    for step in WAY[1 : WAY.index(S(state)) + 1]:
        go_on(referral, step)
    referral.refresh_from_db()
    return referral


def go_on(referral: Referral, to: str) -> None:
    if to == S.CONSENTED:
        agree(referral)
    elif to == S.SENT:
        services.send_referral(referral=referral, by=referral.prepared_by)
    else:
        answer(referral, to, by=bank_user_of(referral))


def answer(referral: Referral, to: str, *, by: User) -> None:
    if to == S.RECEIVED:
        services.record_received(referral=referral, by=by)
    elif to == S.SURVEYED:
        services.record_survey(referral=referral, words="Sudah dikunjungi", by=by)
    elif to == S.APPROVED:
        services.record_approval(referral=referral, approval=APPROVAL, words="", by=by)
    else:
        today = timezone.localdate(timezone=referral.province.zone)
        services.record_disbursement(referral=referral, amount=20_000_000, disbursed_on=today, by=by)


def agree(referral: Referral) -> None:
    owner = referral.business.owner.user
    assert owner is not None
    read = Referral.objects.get(pk=referral.pk)
    consents.give_consent(
        referral=read, fingerprint=dossier_of(read).fingerprint, text_version="bank-1", by=owner
    )


def bank_user_of(referral: Referral) -> User:
    post = BankPost.objects.active().filter(bank=referral.bank).select_related("user").first()
    return post.user if post else make_bank_user(referral.bank)
