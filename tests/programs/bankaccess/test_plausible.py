"""What a bank records fits what was asked, the conditions it was judged by, and the order of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from programs.bankaccess.errors import NotReferable, ReferralMoved
from programs.bankaccess.models import Step
from programs.bankaccess.referrals import services

from .makers import (
    APPROVAL,
    bank_user_of,
    make_bank,
    make_kur,
    make_product,
    make_referral,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today(referral):
    return timezone.localdate(timezone=referral.province.zone)


def approve(referral, **told):
    approval = replace(APPROVAL, **told)
    services.record_approval(referral=referral, approval=approval, words="", by=bank_user_of(referral))


def past_the_service(referral, state, **told):
    referral.refresh_from_db()
    with transaction.atomic():
        Step.objects.create(
            referral=referral, number=referral.step_number + 1, from_state=referral.state, to_state=state,
            by=bank_user_of(referral), **told,
        )  # fmt: skip


def surveyed(**conditions):
    return make_referral(state="surveyed", product=make_product(most_months=36, **conditions))


def surveyed_kur():
    """By regulation: 6 per cent a year."""
    bank = make_bank()
    return make_referral(state="surveyed", bank=bank, product=make_kur(bank, rate=Decimal(6)))


WRONG = (
    ({"amount": 20_000_001}, "amount", "Yang diajukan"),
    ({"months": 37}, "months", "paling lama 36 bulan"),
    ({"approved_on": DAY}, "approved_on", "belum tiba"),
    ({"approved_on": -DAY}, "approved_on", "baru dikirim pada"),
)


@pytest.mark.parametrize(("told", "field", "words"), WRONG)
def test_approval_that_does_not_fit_is_refused_beside_its_field(told, field, words):
    referral = surveyed()
    told = {name: today(referral) + value if name == "approved_on" else value for name, value in told.items()}
    with pytest.raises(ReferralMoved, match=words) as refusal:
        approve(referral, **told)
    assert refusal.value.field == field
    fits = vars(replace(APPROVAL, approved_on=today(referral)))
    with pytest.raises(DatabaseError, match="step_plausible: approval"):
        past_the_service(referral, "approved", **fits | told)
    approve(referral)


def test_rate_of_programme_credit_is_the_regulations_and_a_banks_own_is_its_own():
    referral = surveyed_kur()
    with pytest.raises(ReferralMoved, match="paling tinggi 6\u00a0% per tahun") as refusal:
        approve(referral, rate=Decimal("6.5"))
    assert refusal.value.field == "rate"
    with pytest.raises(DatabaseError, match="step_plausible: approval"):
        past_the_service(referral, "approved", **vars(replace(APPROVAL, rate=Decimal("6.5"))))
    approve(surveyed(rate=Decimal(6)), rate=Decimal("6.5"))


@pytest.mark.parametrize(
    ("amount", "after", "field", "words"),
    [
        (20_000_001, 0, "amount", "Yang disetujui"),
        (20_000_000, -1, "disbursed_on", "tidak mendahuluinya"),
        (20_000_000, 1, "disbursed_on", "belum tiba"),
    ],
)
def test_disbursement_that_does_not_fit_is_refused_beside_its_field(amount, after, field, words):
    referral = make_referral(state="approved")
    told = {"amount": amount, "disbursed_on": today(referral) + after * DAY}
    with pytest.raises(ReferralMoved, match=words) as refusal:
        services.record_disbursement(referral=referral, by=bank_user_of(referral), **told)
    assert refusal.value.field == field
    with pytest.raises(DatabaseError, match=r"step_plausible: disbursement|not disbursed yet"):
        past_the_service(referral, "disbursed", **told)


def test_what_was_approved_and_paid_out_on_friday_is_written_down_on_monday():
    with time_machine.travel(timezone.now() - 3 * DAY):
        referral = surveyed()
        friday = today(referral)
    approve(referral, approved_on=friday)
    services.record_disbursement(
        referral=referral, amount=20_000_000, disbursed_on=friday, by=bank_user_of(referral)
    )
    referral.refresh_from_db()
    assert referral.state == "disbursed"


def test_longer_than_the_product_lasts_is_not_asked_for():
    with pytest.raises(NotReferable, match="paling lama 36 bulan"):
        make_referral(product=make_product(most_months=36), months=48)
