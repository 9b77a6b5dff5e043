"""Two never examine one record unknowingly: claims, their end, and the next that nobody holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_business, make_cadre, make_user
from tests.parallel import in_parallel
from umkm.businesses import services
from umkm.businesses.checklist import POINTS
from umkm.businesses.choices import BusinessState
from umkm.businesses.claims import claim, holder_of, release
from umkm.businesses.desk import DESKS, claim_next
from umkm.businesses.errors import HeldByAnother
from umkm.businesses.models import Business, Claim
from umkm.cadres.choices import CadreState

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[User]:
    return [make_user(Role.COORDINATOR, full_name=name) for name in ("Rina S.", "Budi T.")]


@pytest.fixture
def submitted() -> Business:
    return make_business(state=BusinessState.SUBMITTED)


def run_out(business: Business) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Claim.objects.filter(business=business).update(until=past, since=past - timedelta(minutes=15))


def test_opening_claims_and_the_other_reads_who_has_it(
    client: Client, people: list[User], submitted: Business
):
    rina, budi = people
    address = reverse("verification_detail", args=[submitted.pk])
    client.force_login(rina)
    assert "Anda yang memeriksa ini sekarang" in client.get(address).content.decode()
    client.force_login(budi)
    page = client.get(address).content.decode()
    assert "Rina S. sedang memeriksa ini sejak pukul" in page
    assert "Verifikasi saja" not in page
    assert "Rina S. sejak" in client.get(reverse("verification_queue")).content.decode()


def test_deciding_on_what_another_holds_is_refused_with_a_sentence(people: list[User], submitted: Business):
    rina, budi = people
    claim(record=submitted, by=rina)
    for decide in (
        lambda: services.verify_business(business=submitted, by=budi, checklist=list(POINTS)),
        lambda: services.return_business(business=submitted, by=budi, reasons={"name": "Salah."}),
    ):
        with pytest.raises(HeldByAnother) as refusal:
            decide()
        assert "Rina S. sedang memeriksa ini" in refusal.value.message
    services.verify_business(business=submitted, by=rina, checklist=list(POINTS))
    assert not Claim.objects.exists()


def test_taking_over_is_deliberate_and_the_first_is_told_on_deciding(
    client: Client, people: list[User], submitted: Business
):
    rina, budi = people
    claim(record=submitted, by=rina)
    client.force_login(budi)
    page = client.post(reverse("claim_take_over", args=["usaha", submitted.pk]), follow=True)
    assert "Sekarang Anda yang memeriksa ini." in page.content.decode()
    with pytest.raises(HeldByAnother):
        services.verify_business(business=submitted, by=rina, checklist=list(POINTS))


def test_claim_is_renewed_by_going_on_and_runs_out_by_itself(people: list[User], submitted: Business):
    rina, budi = people
    first = claim(record=submitted, by=rina)
    again = claim(record=submitted, by=rina)
    assert (again.since, again.pk) == (first.since, first.pk)
    assert again.until > first.until
    run_out(submitted)
    assert holder_of(submitted) is None
    assert claim(record=submitted, by=budi).user == budi
    run_out(submitted)
    services.verify_business(business=submitted, by=rina, checklist=list(POINTS))


def test_withdrawn_business_is_held_by_nobody(people: list[User], submitted: Business):
    claim(record=submitted, by=people[0])
    services.withdraw_business(business=submitted, by=submitted.owner.user)
    assert not Claim.objects.exists()


def test_letting_go_by_button_and_by_leaving(client: Client, people: list[User], submitted: Business):
    rina, budi = people
    client.force_login(rina)
    address = reverse("claim_release", args=["usaha", submitted.pk])
    held = claim(record=submitted, by=rina)
    claim(record=submitted, by=rina)  # a newer page of the same person
    left = client.post(f"{address}?leaving", {"until": held.until.isoformat()})
    assert left.status_code == 204
    assert Claim.objects.exists()
    for wrong in ("", "\x00", "9" * 99):
        client.post(f"{address}?leaving", {"until": wrong})
    assert Claim.objects.exists()
    assert not release(record=submitted, by=budi)
    assert client.post(address)["Location"] == reverse("verification_queue")
    assert not Claim.objects.exists()


def test_renewing_while_one_writes_says_when_another_has_it(
    client: Client, people: list[User], submitted: Business
):
    rina, budi = people
    client.force_login(rina)
    address = reverse("claim_keep", args=["usaha", submitted.pk])
    claim(record=submitted, by=rina)
    assert "Lepaskan" in client.post(address, headers={"HX-Request": "true"}).content.decode()
    claim(record=submitted, by=budi, take_over=True)
    assert "Budi T. sedang memeriksa" in client.post(address, headers={"HX-Request": "true"}).content.decode()


def test_addresses_of_what_cannot_be_held(client: Client, people: list[User]):
    client.force_login(people[0])
    verified = make_business()
    assert client.post(reverse("claim_keep", args=["usaha", verified.pk])).status_code == 403
    assert client.post(reverse("claim_keep", args=["warung", verified.pk])).status_code == 404
    assert client.post(reverse("claim_keep", args=["kader", 10**18])).status_code == 404


def test_looking_on_claims_nothing(client: Client, submitted: Business):
    client.force_login(make_user(Role.BOARD))
    client.get(reverse("verification_detail", args=[submitted.pk]))
    assert not Claim.objects.exists()


def everything(rows):
    return rows


def test_next_is_the_longest_wait_that_nobody_else_holds(people: list[User]):
    rina, budi = people
    first, second, third = (make_business(state=BusinessState.SUBMITTED) for _ in range(3))
    claim(record=first, by=budi)
    assert claim_next(DESKS["usaha"], by=rina, narrowed=everything) == second
    run_out(first)
    assert claim_next(DESKS["usaha"], by=rina, narrowed=everything) == first
    assert claim_next(DESKS["usaha"], by=budi, narrowed=everything) == third
    assert claim_next(DESKS["usaha"], by=make_user(Role.BOARD), narrowed=everything) is None


@pytest.mark.django_db(transaction=True)
def test_two_who_open_one_record_at_once_are_one_holder(submitted: Business):
    people = [make_user(Role.COORDINATOR) for _ in range(4)]
    answers = in_parallel(lambda user: claim(record=submitted, by=user).user_id, people)
    assert len(set(answers)) == 1
    assert Claim.objects.get().user_id == answers[0]


@pytest.mark.django_db(transaction=True)
def test_four_who_go_on_at_once_get_four_records():
    people = [make_user(Role.COORDINATOR) for _ in range(4)]
    for _number in range(4):
        make_business(state=BusinessState.SUBMITTED)
    cards = [make_cadre(state=CadreState.SUBMITTED) for _ in range(4)]
    found = in_parallel(lambda user: claim_next(DESKS["usaha"], by=user, narrowed=everything).pk, people)
    assert len(set(found)) == 4
    held = in_parallel(lambda user: claim_next(DESKS["kader"], by=user, narrowed=everything).pk, people)
    assert set(held) == {card.pk for card in cards}
