"""What the database refuses past every service: who takes a step, and when; whose answer it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from programs.bankaccess.choices import ReferralState
from programs.bankaccess.errors import ConsentMissing
from programs.bankaccess.models import BankPost, Consent, CreditAnswer, Opening, Product, Referral, Step
from programs.bankaccess.products.loading import load_products
from programs.bankaccess.referrals import consents
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.pilots.test_walls import refused

from .makers import (
    APPROVAL,
    agree,
    bank_user_of,
    make_answer,
    make_bank_user,
    make_product,
    make_referral,
    make_terms,
)

pytestmark = pytest.mark.django_db
BEFORE = {"received": "sent", "surveyed": "received", "approved": "surveyed", "declined": "surveyed", "disbursed": "approved"}  # fmt: skip


def step(referral: Referral, to: str, **fields) -> Step:
    told = {
        "approved": vars(APPROVAL), "declined": {"reason": "other", "words": "x"},
        "disbursed": {"amount": 1, "disbursed_on": timezone.localdate(timezone=referral.province.zone)},
    }.get(to, {})  # fmt: skip
    referral.refresh_from_db()
    fields = {"number": referral.step_number + 1, "from_state": referral.state} | told | fields
    return Step.objects.create(referral=referral, to_state=to, **fields)


@pytest.mark.parametrize("to", list(BEFORE))
def test_the_banks_steps_are_taken_by_who_works_there_today(to):
    referral = make_referral(state=BEFORE[to])
    by, once = bank_user_of(referral), make_bank_user(referral.bank)
    gone = {"ended_at": timezone.now(), "ended_by": by, "end_reason": "Pindah"}
    BankPost.objects.filter(user=once).update(**gone)
    without_role = make_bank_user(referral.bank)
    without_role.role_grants.update(ended_at=timezone.now(), ended_by=by)
    elsewhere = make_bank_user(make_product().bank)
    for other in (once, without_role, elsewhere, referral.prepared_by, referral.business.owner.user):
        with refused("step_whose_turn: bank"), transaction.atomic():
            step(referral, to, by=other)
    assert step(referral, to, by=by).pk


def test_the_owners_step_and_those_of_staff_are_theirs():
    referral = make_referral()
    consent = {
        "referral": referral, "text_id": "bank-1", "given_by": referral.business.owner.user, "file": "x.pdf",
        "sha256": "0" * 64, "size": 1, "fingerprint": "",
    }  # fmt: skip
    with refused("step_whose_turn: owner"), transaction.atomic():
        Consent.objects.create(**consent)
        step(referral, "consented", by=referral.prepared_by)
    agree(referral)
    with refused("step_whose_turn: staff"), transaction.atomic():
        step(referral, "sent", by=referral.business.owner.user)


def test_a_step_is_dated_neither_before_the_state_it_leaves_nor_ahead():
    referral = make_referral(state="sent")
    by = bank_user_of(referral)
    for at in (referral.state_since - timedelta(seconds=1), timezone.now() + timedelta(minutes=6)):
        with refused("step_in_time"), transaction.atomic():
            step(referral, ReferralState.RECEIVED, by=by, at=at)
    assert step(referral, ReferralState.RECEIVED, by=by, at=timezone.now() + timedelta(minutes=4)).pk


def test_a_step_on_a_server_whose_clock_is_behind_follows_the_one_before():
    """Not refused, and not before it."""
    referral = make_referral(state="sent")
    by = bank_user_of(referral)
    step(referral, ReferralState.RECEIVED, by=by, at=timezone.now() + timedelta(minutes=2))
    consents.end_consent(referral=referral, by=referral.business.owner.user)
    received, withdrawn = referral.steps.order_by("number")[3:]
    assert (withdrawn.to_state, withdrawn.at) == ("withdrawn", received.at)


def test_a_look_is_of_who_works_at_that_bank():
    referral = make_referral(state="sent")
    elsewhere = make_bank_user(make_product().bank)
    for other in (elsewhere, referral.prepared_by, make.make_user(Role.ADMIN)):
        with refused("opening_within_own_bank"), transaction.atomic():
            Opening.objects.create(referral=referral, opened_by=other, what="file")
        with pytest.raises(ConsentMissing, match="petugas bank ini"):
            consents.note_opening(referral=referral, what="file", by=other)
    assert not referral.openings.exists()


def test_conditions_never_begin_before_the_last():
    product = make_product(valid_from=date(2026, 3, 1))
    with refused("terms_next: before the last"), transaction.atomic():
        make_terms(product, valid_from=date(2026, 2, 28))
    make_terms(product, valid_from=date(2026, 3, 1))


def test_the_list_of_a_new_portal_stands_back_behind_an_admins_later_version():
    load_products()
    product = Product.objects.get(kind="kur_micro")
    product.terms.get().refresh_from_db()
    later = make_terms(product, valid_from=date(2026, 6, 1))
    assert (load_products(), product.terms.latest("number")) == (0, later)


def test_an_answer_about_credit_is_of_the_owner_and_stays_hers():
    business, other = make.make_business(), make.make_cadre()
    with refused("answer_of_owner"), transaction.atomic():
        make_answer(business, owner=other)
    make_answer(business)
    with refused("answer_stays"), transaction.atomic():
        CreditAnswer.objects.update(owner=other)
