"""Which records the conditions of a product are held against."""

from datetime import timedelta

import pytest

from programs.bankaccess.errors import NotReferable
from programs.bankaccess.models import Step
from programs.bankaccess.products.facts import facts_of, matches_of
from tests import factories as make

from .makers import make_answer, make_bank, make_kur, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def kur():
    bank = make_bank()
    return {"bank": bank, "product": make_kur(bank, no_programme_credit=True)}


def test_disbursed_programme_credit_counts_until_the_owner_answers_anew(kur):
    business = make.make_business()
    make_answer(business)
    referral = make_referral(state="disbursed", business=business, **kur)
    facts = facts_of(business)
    assert facts.has_programme_credit is True
    [check] = [
        one for one in matches_of(business, [referral.terms])[0].checks if "kredit program" in one.label
    ]
    assert check.is_met is False
    assert f"lewat rujukan {referral}" in check.source
    with pytest.raises(NotReferable, match="Tidak sedang menerima kredit program"):
        make_referral(business=business, **kur)
    came = Step.objects.get(to_state="disbursed").disbursed_on
    make_answer(business, answered_on=came + timedelta(days=1))
    assert facts_of(business).has_programme_credit is False


def test_it_is_the_owners_and_no_other_credit_counts(kur):
    business = make.make_business()
    make_answer(business)
    make_referral(state="disbursed", business=business, **kur)
    assert facts_of(make.make_business(owner=business.owner)).has_programme_credit is True
    assert facts_of(make.make_business()).has_programme_credit is None
    other = make.make_business()
    make_answer(other)
    make_referral(state="disbursed", business=other)
    assert facts_of(other).has_programme_credit is False
