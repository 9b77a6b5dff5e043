"""Two businesses that are one: bank access, answers and certificates go along; the one that went is only read."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from programs.bankaccess.models import AccessGained, BankTally, CreditAnswer, ReadinessScore
from programs.bankaccess.outcomes.access import access_of
from programs.bankaccess.products.answers import record_answer
from programs.bankaccess.products.facts import facts_of
from programs.bankaccess.readiness.facts import facts_of_all
from programs.bankaccess.readiness.loading import load_rubric
from programs.bankaccess.readiness.queries import current_score
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.umkm.businesses.test_merging import merge
from umkm.businesses.choices import BusinessState
from umkm.businesses.duplicates.errors import NotMergeable
from umkm.businesses.errors import NotWritable
from umkm.businesses.models import Business

from .makers import make_answer, make_referral

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def gained() -> int:
    return sum(told["gained"] for told in BankTally.objects.totals().values())


def merged(kept: Business, other: Business) -> Business:
    merge(kept, other)
    other.refresh_from_db()
    return other


def test_kept_one_inherits_the_access_and_the_country_counts_it_once():
    kept, other = make.make_business(), make_referral(state="disbursed").business
    before = access_of([other])[other.pk]
    merge(kept, other)
    assert access_of([kept, other]) == {kept.pk: before, other.pk: type(before)(baseline=False)}
    assert (gained(), AccessGained.objects.get().referral.business) == (1, other)


def test_of_two_accesses_one_counts():
    kept, other = (make_referral(state="disbursed").business for _ in range(2))
    merge(kept, other)
    assert (gained(), AccessGained.objects.filter(counts=True).get().business) == (1, kept)


def test_what_had_access_from_the_beginning_gains_none():
    kept, other = make.make_business(has_bank_loan=True), make_referral(state="disbursed").business
    merge(kept, other)
    assert (gained(), access_of([kept])[kept.pk].today) == (0, True)


def test_referral_under_way_is_ended_first_and_the_database_holds_it():
    kept, other = make.make_business(), make_referral(state="sent").business
    with pytest.raises(NotMergeable, match="sedang dirujuk"):
        merge(kept, other)
    with pytest.raises(DatabaseError, match="referral under way"), transaction.atomic():
        Business.objects.filter(pk=other.pk).update(state=BusinessState.MERGED, merged_into=kept)


def test_merged_one_answers_no_more_past_the_service_too():
    other = merged(make.make_business(name="Keripik"), make.make_business())
    told = {"has_programme_credit": False, "slik": "unknown", "answered_on": DAY}
    owner = other.owner.user
    with pytest.raises(NotWritable, match="digabungkan dengan Keripik"):
        record_answer(business=other, files=[], by=owner, **told)
    with pytest.raises(DatabaseError, match="answer_of_what_stands"), transaction.atomic():
        CreditAnswer.objects.create(business=other, owner=other.owner, recorded_by=owner, **told)


def test_answers_of_the_same_owner_go_along_and_of_another_do_not():
    owner = make.make_cadre()
    kept, own, strange = (
        make.make_business(owner=owner),
        make.make_business(owner=owner),
        make.make_business(),
    )
    make_answer(strange, has_programme_credit=True)
    merged(kept, strange)
    assert facts_of(kept).has_programme_credit is None
    assert facts_of_all([kept])[kept.pk].slik == "unknown"
    make_answer(own)
    merged(kept, own)
    assert facts_of(kept).has_programme_credit is False
    assert facts_of_all([kept])[kept.pk].slik == "none"


def test_its_readiness_stands_as_it_was():
    load_rubric()
    other = make.make_business(nib=None)
    first = current_score(other)
    merged(make.make_business(), other)
    other.npwp_hash = b"x" * 32  # what it would be counted with now
    assert current_score(other) == first
    assert ReadinessScore.objects.filter(business=other).count() == 1


def test_pages_lead_from_the_kept_one_to_what_is_with_the_other(client):
    owner = make.make_cadre()
    kept, other = make.make_business(owner=owner), make.make_business(owner=owner)
    referral = make_referral(state="disbursed", business=other)
    merged(kept, other)
    client.force_login(owner.user)
    assert other.get_absolute_url() in client.get(kept.get_absolute_url()).content.decode()
    match = client.get(reverse("product_match", args=[kept.pk])).content.decode()
    assert referral.get_absolute_url() in match
    page = client.get(reverse("product_match", args=[other.pk]))
    assert (page.context["may_answer"], page.status_code) == (False, 200)
    staff = make.make_user(Role.JAMKRINDO)
    client.force_login(staff)
    assert client.get(reverse("product_match", args=[other.pk])).context["may_refer"] is False


def test_another_owner_is_led_to_no_page_that_she_may_not_open(client):
    kept, other = make.make_business(), make.make_business()
    merged(kept, other)
    client.force_login(kept.owner.user)
    assert other.get_absolute_url() not in client.get(kept.get_absolute_url()).content.decode()
