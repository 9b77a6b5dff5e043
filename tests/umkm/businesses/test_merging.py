"""Two businesses become one: what stands in the way, what stays, who is told; also at the same instant."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import IntegrityError
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.audit.queries import history
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_cadre,
    make_document,
    make_evidence,
    make_nomination,
    make_pilot,
    make_province,
    make_user,
)
from tests.parallel import in_parallel
from umkm.businesses.changes.services import request_change
from umkm.businesses.choices import BusinessState, DuplicateState, KeyField, Licence, RequestState
from umkm.businesses.duplicates import errors, services
from umkm.businesses.models import Business, BusinessTally, PossibleDuplicate
from umkm.businesses.timeline import timeline

S = BusinessState
WHY = "Terdaftar dua kali."


def make_pair(first: Business, second: Business) -> PossibleDuplicate:
    low, high = sorted((first, second), key=lambda business: business.pk)
    return PossibleDuplicate.objects.create(
        first=low, second=high, similarity=0.9, likenesses=["address"], province=first.province
    )


def merge(kept: Business, other: Business, *, by=None, **more) -> Business:
    by = by or make_user(Role.COORDINATOR, province=kept.province)
    pair = PossibleDuplicate.objects.filter(first__in=(kept, other), second__in=(kept, other)).first()
    return services.merge(pair=pair or make_pair(kept, other), keep=kept.pk, by=by, reason=WHY, **more)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [S.SUBMITTED, S.RETURNED, S.VERIFIED])
def test_other_goes_into_the_kept_one_and_counts_no_more(state):
    kept, other = make_business(nib="9120001234567"), make_business(state=state, has_bank_loan=True)
    merge(kept, other)
    other.refresh_from_db()
    assert (other.state, other.merged_into) == (S.MERGED, kept)
    assert PossibleDuplicate.objects.get().kept == kept
    assert list(Business.objects.verified()) == [kept]
    totals = BusinessTally.objects.totals()["32"]
    assert (totals["verified"], totals[state] - (state == S.VERIFIED), totals["bank_access"]) == (1, 0, 0)


@pytest.mark.django_db
def test_chosen_facts_survive_and_nothing_else_changes():
    kept = make_business(address="Lama 1", capital=1, employees=1, name="Keripik")
    other = make_business(
        address="Baru 2", capital=2, employees=9, women_employees=4, name="Kripik", licences=[Licence.HALAL]
    )
    merge(kept, other, take={"address": True, "people": True, "licences": True, "capital": False})
    kept.refresh_from_db()
    assert (kept.address, kept.capital, kept.employees, kept.women_employees) == ("Baru 2", 1, 9, 4)
    assert (kept.name, kept.licences) == ("Keripik", [Licence.HALAL])
    other.refresh_from_db()
    assert (other.address, other.employees) == ("Baru 2", 9)  # what it was stays readable


@pytest.mark.django_db(transaction=True)
def test_histories_decisions_and_papers_of_both_stay_with_each():
    kept, other = make_business(name="Keripik"), make_business(name="Kripik")
    for business in (kept, other):
        Business.objects.filter(pk=business.pk).update(address=f"Jalan {business.name} 1")
        make_document(business=business)
    before = {
        business.pk: (
            history(business),
            list(business.verifications.values()),
            list(business.documents.values()),
        )
        for business in (kept, other)
    }
    merge(kept, other)
    for business in (kept, other):
        entries, decisions, papers = before[business.pk]
        assert len(entries) >= 2
        assert history(business)[-len(entries) :] == entries
        assert list(business.verifications.values()) == decisions
        assert list(business.documents.values()) == papers
        assert WHY in "".join(event.text for event in timeline(Business.objects.get(pk=business.pk)))


@pytest.mark.django_db
def test_both_owners_are_told_and_one_owner_once():
    merge(make_business(), make_business())
    assert Message.objects.filter(occasion="business_merged").count() == 2
    owner = make_cadre()
    merge(make_business(owner=owner), make_business(owner=owner))
    assert Message.objects.filter(recipient=owner.user).count() == 1


@pytest.mark.django_db
def test_what_waits_for_the_other_ends():
    kept, other, third = make_business(), make_business(), make_business()
    change = request_change(
        business=other,
        field=KeyField.NAME,
        value="Baru",
        reason="Merek.",
        by=other.owner.user,
        evidence=make_evidence(),
    )
    also = make_pair(other, third)
    merge(kept, other)
    change.refresh_from_db()
    also.refresh_from_db()
    assert (change.state, also.state, also.kept) == (RequestState.REFUSED, DuplicateState.MERGED, None)


@pytest.mark.django_db
def test_what_went_into_the_other_before_goes_along():
    first, second, third = (make_business() for _ in range(3))
    merge(second, third)
    merge(first, second)
    third.refresh_from_db()
    assert third.merged_into == first


@pytest.mark.django_db
@pytest.mark.parametrize("maker", [make_pilot, make_nomination])
def test_tied_business_goes_nowhere_but_takes_another_in(maker):
    tied, other = maker().business, make_business()
    with pytest.raises(errors.NotMergeable, match="percontohan"):
        merge(other, tied)
    assert merge(tied, other) == tied


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "other", "words"),
    [
        ({"nib": "9120001234567"}, {"nib": "9120001234568"}, "NIB keduanya berbeda"),
        ({}, {"nib": "9120001234568"}, "Pertahankan yang punya NIB"),
        ({"state": S.SUBMITTED}, {}, "Pertahankan usaha itu"),
        ({}, {"state": S.DRAFT}, "ditarik"),
    ],
)
def test_what_does_not_fit_is_said_with_the_way_out(kept, other, words):
    with pytest.raises(errors.NotMergeable, match=words):
        merge(make_business(**kept), make_business(**other))


@pytest.mark.django_db
def test_business_that_moved_away_since_is_not_merged():
    kept, other = make_business(), make_business(province=make_province("91"))
    with pytest.raises(errors.NotMergeable, match="provinsi yang berbeda"):
        merge(kept, other)


@pytest.mark.django_db
def test_submitted_one_takes_no_facts():
    kept, other = make_business(state=S.SUBMITTED), make_business(state=S.SUBMITTED, address="Lain 9")
    with pytest.raises(errors.NotMergeable, match="menunggu pemeriksaan"):
        merge(kept, other, take={"address": True})
    assert merge(kept, other) == kept


@pytest.mark.django_db
def test_unknown_facts_and_key_fields_are_never_taken():
    with pytest.raises(ValueError, match="not free"):
        merge(make_business(), make_business(), take={"name": True})


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["merged", "draft", "itself"])
def test_database_refuses_chains_and_what_does_not_stand(target):
    kept, gone, third = make_business(), make_business(), make_business()
    merge(kept, gone)
    into = {"merged": gone, "draft": make_business(state=S.DRAFT), "itself": third}[target]
    with pytest.raises(IntegrityError, match=r"merged_without_chain|business_merged_elsewhere"):
        Business.objects.filter(pk=third.pk).update(
            state=S.MERGED, state_since=timezone.now(), merged_into=into
        )


@pytest.mark.django_db
def test_database_refuses_to_move_what_others_went_into():
    kept, gone, third = make_business(), make_business(), make_business()
    merge(kept, gone)
    with pytest.raises(IntegrityError, match="others went into"):
        Business.objects.filter(pk=kept.pk).update(state=S.MERGED, merged_into=third)


@pytest.mark.django_db
def test_merged_pair_is_final():
    kept, other = make_business(), make_business()
    merge(kept, other)
    pair, by = PossibleDuplicate.objects.get(), make_user(Role.COORDINATOR)
    for rule in (
        lambda: services.reopen(pair=pair, by=by),
        lambda: services.say_different(pair=pair, by=by, reason="Salah."),
        lambda: services.merge(pair=pair, keep=other.pk, by=by, reason=WHY),
    ):
        with pytest.raises(errors.AlreadyDecided, match="sudah menggabungkan"):
            rule()


@pytest.mark.django_db(transaction=True)
def test_merged_both_ways_at_once_makes_no_ring():
    for _ in range(4):
        first, second = make_business(), make_business()
        pair = make_pair(first, second)
        people = [make_user(Role.COORDINATOR) for _ in range(2)]

        answers = in_parallel(
            lambda task: services.merge(pair=task[0], keep=task[1], by=task[2], reason=WHY).pk,
            [(pair, first.pk, people[0]), (pair, second.pk, people[1])],
        )

        states = Business.objects.filter(pk__in=(first.pk, second.pk)).values_list("state", flat=True)
        assert Counter(states) == {S.VERIFIED: 1, S.MERGED: 1}
        assert answers.count("AlreadyDecided") == 1


@pytest.mark.django_db(transaction=True)
def test_different_and_merged_at_once_is_one_of_them():
    first, second = make_business(), make_business()
    pair, by = make_pair(first, second), [make_user(Role.COORDINATOR) for _ in range(2)]
    tasks = [
        lambda: services.merge(pair=pair, keep=first.pk, by=by[0], reason=WHY) and "merged",
        lambda: services.say_different(pair=pair, by=by[1], reason="Cabang.").state,
    ]
    answers = in_parallel(lambda task: task(), tasks)
    pair.refresh_from_db()
    assert sorted(answers) == sorted(["AlreadyDecided", pair.state])


@pytest.mark.django_db(transaction=True)
def test_three_merged_in_a_ring_at_once_leave_no_chain():
    """A into B, B into C and C into A, at the same moment."""
    for _ in range(3):
        ring = [make_business() for _ in range(3)]
        jobs = [
            (make_pair(one, ring[position - 1]), ring[position - 1].pk, make_user(Role.COORDINATOR))
            for position, one in enumerate(ring)
        ]
        answers = in_parallel(
            lambda job: services.merge(pair=job[0], keep=job[1], by=job[2], reason=WHY).pk, jobs
        )
        # whoever comes too late reads a sentence, never a refusal of the database
        assert {answer for answer in answers if isinstance(answer, str)} <= {"AlreadyDecided", "NotMergeable"}
        rows = Business.objects.filter(pk__in=[business.pk for business in ring])
        gone = rows.filter(state=S.MERGED)
        assert gone.count() in (1, 2)
        assert not gone.filter(merged_into__state=S.MERGED).exists()


@pytest.mark.django_db(transaction=True)
def test_proposed_and_merged_at_once_is_one_of_them():
    for _ in range(3):
        kept, other = make_business(), make_business()
        pair, by = make_pair(kept, other), make_user(Role.COORDINATOR)
        answers = in_parallel(
            lambda task: task(),
            [
                lambda: services.merge(pair=pair, keep=kept.pk, by=by, reason=WHY).state,  # noqa: B023
                lambda: make_nomination(business=other).state,  # noqa: B023
            ],
        )
        other.refresh_from_db()
        nominated = other.nominations.exists()
        assert nominated is (other.state != S.MERGED), answers
