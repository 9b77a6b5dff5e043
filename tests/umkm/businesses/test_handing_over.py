"""A member from an import whose phone has changed signs up anew; the coordinator gives the record to its owner."""

from __future__ import annotations

import pytest
from django.test import Client

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_province, make_user, without_account
from tests.parallel import in_parallel
from umkm.businesses.choices import QuestionKind, QuestionState
from umkm.businesses.models import Business, OwnershipQuestion
from umkm.businesses.ownership import errors, services
from umkm.businesses.ownership.services import Asker
from umkm.cadres.handover import HasAccount, NotNew
from umkm.cadres.models import Cadre, CadreEvent

pytestmark = pytest.mark.django_db

NIK = "3201015501900999"


@pytest.fixture
def member() -> Cadre:
    cadre = make_cadre(full_name="Siti dari Impor", nik=NIK, phone="+628111111111", state="submitted")
    make_business(owner=cadre, state="submitted")
    return without_account(cadre)


@pytest.fixture
def question(member) -> OwnershipQuestion:
    """The same person, signed up with a newer number."""
    new = make_cadre(full_name="Siti Baru", nik="", phone="+628122222222", state="draft")
    return services.ask(kind=QuestionKind.NIK, number=NIK, words="NIK saya.", asker=Asker(user=new.user))


@pytest.fixture
def coordinator(member):
    return make_user(Role.COORDINATOR, province=make_province("32"))


def hand_over(question, by):
    return services.answer(question=question, by=by, text="Sudah kami cocokkan.", hand_over=True)


def test_record_goes_to_its_owner_with_the_newer_phone(question, member, coordinator):
    draft = make_business(owner=question.asked_by.cadre, state="draft")
    shell = question.asked_by.cadre.pk
    hand_over(question, coordinator)
    member.refresh_from_db()
    assert (member.user, member.phone, member.user.full_name) == (
        question.asked_by,
        "+628122222222",
        "Siti dari Impor",
    )
    assert not Cadre.objects.filter(pk=shell).exists()
    assert Business.objects.get(pk=draft.pk).owner == member
    assert not CadreEvent.objects.filter(pgh_obj_id=shell, full_name="Siti Baru").exists()


def test_who_has_an_account_or_businesses_under_examination_is_refused(question, member, coordinator):
    mine = make_business(owner=question.asked_by.cadre, state="submitted")
    with pytest.raises(errors.StillOwns):
        hand_over(question, coordinator)
    Business.objects.filter(pk=mine.pk).update(state="draft")
    Cadre.objects.filter(pk=question.asked_by.cadre.pk).update(state="submitted")
    with pytest.raises(NotNew):
        hand_over(question, coordinator)
    Cadre.objects.filter(pk=member.pk).update(user=make_user())
    with pytest.raises(HasAccount):
        hand_over(question, coordinator)
    assert OwnershipQuestion.objects.get().state == QuestionState.OPEN


def test_coordinator_ticks_it_on_the_page(client: Client, question, member, coordinator):
    url = question.get_absolute_url()
    client.force_login(coordinator)
    assert "Serahkan data ini" in client.get(url).content.decode()
    client.post(url, {"answer": "Sudah kami cocokkan.", "hand_over": "on"})
    member.refresh_from_db()
    assert member.user == question.asked_by
    client.force_login(member.user)
    assert client.get("/usaha/").status_code == 200


def test_holder_with_an_account_keeps_the_record(client: Client, coordinator):
    holder = make_cadre(nik="3201015501900123")
    new = make_cadre(nik="", state="draft")
    question = services.ask(
        kind=QuestionKind.NIK, number="3201015501900123", words="?", asker=Asker(user=new.user)
    )
    client.force_login(coordinator)
    assert "Serahkan data ini" not in client.get(question.get_absolute_url()).content.decode()
    client.post(question.get_absolute_url(), {"answer": "Bukan.", "hand_over": "on"})
    assert Cadre.objects.get(pk=holder.pk).user == holder.user


@pytest.mark.django_db(transaction=True)
def test_two_askers_at_once_get_it_once(member, question, coordinator):
    other = make_cadre(nik="", state="draft")
    questions = [
        question,
        services.ask(kind=QuestionKind.NIK, number=NIK, words="?", asker=Asker(user=other.user)),
    ]

    def attempt(number: int) -> str:
        try:
            hand_over(questions[number], coordinator)
        except HasAccount:
            return "refused"
        return "given"

    assert sorted(in_parallel(attempt, [0, 1])) == ["given", "refused"]


def test_staff_can_invite_whoever_has_no_account(client: Client, member, coordinator):
    business = member.businesses.get()
    client.force_login(coordinator)
    page = client.get(business.get_absolute_url()).content.decode()
    assert "https://wa.me/628111111111?text=Salam%20Siti" in page
    with_account = make_business(owner=make_cadre())
    assert "wa.me" not in client.get(with_account.get_absolute_url()).content.decode()
