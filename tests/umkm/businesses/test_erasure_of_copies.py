"""What others hold of an erased person: offers, questions about the numbers, rows of files that were refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests import factories as make
from tests.umkm.businesses.importing.makers import import_rows, make_ground, make_row
from tests.umkm.businesses.leftovers import where_found, where_stored
from umkm.businesses.changes.services import agree_to_own, approve_change, request_change
from umkm.businesses.choices import KeyField, QuestionKind, QuestionState, RequestState
from umkm.businesses.models import Business, ChangeRequest, ImportTally, OwnershipQuestion, RefusedRow
from umkm.businesses.ownership.services import Asker, answer, ask
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.models import Cadre, Erasure
from umkm.cadres.rights import services

pytestmark = pytest.mark.django_db

NAME, SHOP = "Sutrisnawati Kembangsari", "Kripik Kembangsari"
NIK, PHONE, NIB = "3201015501900777", "+6281299887766", "9120001234567"
TRACES = ("kembangsari", "sutrisnawati", "81299887766", NIK, NIB)


@pytest.fixture
def admin() -> User:
    return make.make_user(Role.ADMIN)


@pytest.fixture
def person() -> Cadre:
    user = make.make_user(Role.CADRE, full_name=NAME, phone=PHONE)
    cadre = make.make_cadre(user=user, full_name=NAME, phone=PHONE, nik=NIK)
    make.make_business(owner=cadre, name=SHOP, nib=NIB)
    return cadre


def erase(cadre: Cadre, by: User) -> Erasure:
    request = services.ask(user=cadre.user, kind=DataRequestKind.ERASE)
    erasure = erase_person(request=request, by=by, reason="Permintaan sendiri lewat telepon")
    # the farewell itself leaves later, and is forgotten then: umkm/cadres/forgetting.py
    Message.objects.filter(occasion="data_erased").update(title="", body="", address="")
    return erasure


def offer(business: Business, to: Cadre) -> ChangeRequest:
    return request_change(
        business=business,
        field=KeyField.OWNER,
        value=to,
        reason="Warisan.",
        by=business.owner.user,
        evidence=make.make_evidence(),
    )


def must_be_nowhere(nik_hash: bytes) -> None:
    assert where_found([*TRACES, nik_hash.hex()]) == []
    assert where_stored([nik_hash]) == []


def test_offers_from_and_to_the_person_name_nobody_and_wait_no_more(person: Cadre, admin: User):
    nik_hash = bytes(person.nik_hash or b"")
    offered = offer(person.businesses.get(), to=make.make_cadre())
    theirs = offer(make.make_business(), to=person)
    became = offer(make.make_business(), to=person)
    agree_to_own(change=became, by=person.user)
    approve_change(change=became, by=make.make_user(Role.COORDINATOR))
    assert [line for line in where_found(TRACES) if line.startswith("outbox_message.body")]
    erase(person, admin)
    must_be_nowhere(nik_hash)
    states = {change.pk: change.state for change in ChangeRequest.objects.all()}
    assert states == {
        offered.pk: RequestState.WITHDRAWN,
        theirs.pk: RequestState.REFUSED,
        became.pk: RequestState.APPROVED,
    }
    told = Message.objects.get(
        subject_ref=f"change:{theirs.pk}", recipient=theirs.requested_by, state="pending"
    )
    assert "tidak lagi terdaftar" in told.body


def test_questions_about_the_numbers_keep_who_asked_but_not_about_whom(person: Cadre, admin: User):
    nik_hash, asker = bytes(person.nik_hash or b""), Asker(user=make.make_cadre().user)
    numbers = {QuestionKind.NIK: NIK, QuestionKind.NIB: NIB, QuestionKind.PHONE: PHONE}
    asked = [
        ask(kind=kind, number=number, words=f"Milik saya, bukan {NAME}.", asker=asker)
        for kind, number in numbers.items()
    ]
    answer(question=asked[0], by=make.make_user(Role.COORDINATOR), text=f"Itu milik {NAME}.")
    before = Asker(name=NAME, phone=PHONE, province=person.province)  # she asked before she signed up
    ask(kind=QuestionKind.PHONE, number=PHONE, words="Nomor saya sudah dipakai.", asker=before)
    erase(person, admin)
    must_be_nowhere(nik_hash)
    kept = list(OwnershipQuestion.objects.order_by("pk"))
    assert [question.asked_by for question in kept] == [asker.user] * 3 + [None]
    assert [question.state for question in kept[:3]] == [QuestionState.ANSWERED] * 3
    assert [question.answer for question in kept[:3]] == ["(dihapus)"] + [
        "Nomor ini tidak lagi dipakai siapa pun di sini. Anda dapat memakainya."
    ] * 2
    assert Message.objects.filter(occasion="question_answered", state="pending").count() == 2


def refused_rows_of(person: Cadre) -> int:
    """One for the phone, one for the NIK, one that another person's mistake brought, one whose NIK nobody can read."""
    rows = [
        make_row(1, full_name=NAME, nik=NIK, phone="0812-9988-7799", employees="x"),  # her NIK
        make_row(2, full_name=NAME, nik="1", phone="0812 9988 7766"),  # her phone
        make_row(3, full_name="Orang Lain", nik=NIK),  # refused by the database
        make_row(4, nik="1"),
    ]
    batch = import_rows(rows)
    assert (batch.refused, batch.refused_rows.count()) == (4, 4)
    return batch.pk


@pytest.mark.parametrize("has_hashes", [True, False])
def test_refused_rows_go_and_their_count_stays(person: Cadre, admin: User, has_hashes: bool):
    make_ground()
    batch = refused_rows_of(person)
    if not has_hashes:  # of before, or after another key of the index
        RefusedRow.objects.update(people=None)
    erasure = erase(person, admin)
    assert list(RefusedRow.objects.values_list("line", flat=True)) == [5]
    assert erasure.counts["refused_rows"] == 3
    assert sum(ImportTally.objects.filter(batch=batch).values_list("refused", flat=True)) == 4


@pytest.mark.parametrize("has_hashes", [True, False])
def test_refused_rows_whose_numbers_nobody_can_read_go_by_the_name(
    person: Cadre, admin: User, has_hashes: bool
):
    """Only what tells of nobody, or of a namesake elsewhere, is left."""
    make_ground()
    papua = make.make_regency(make.make_province("91"))
    import_rows(
        [
            make_row(1, full_name=NAME.upper(), nik="1", phone="x"),
            make_row(2, full_name=f" {NAME} ", nik="1", phone="x", regency="?"),
            make_row(3, full_name="?", nik=f"NIK {NIK}", phone="x"),  # nothing in it can be read
            make_row(4, full_name=NAME, nik=make_row(5)["nik"], phone="081377777777", employees="x"),
            make_row(5, nik="1", phone="x"),
            make_row(6, full_name="Sutrisnawati", nik="1", phone="x"),
            make_row(7, full_name=NAME, nik="1", phone="x", regency=papua.code),
        ]
    )
    if not has_hashes:
        RefusedRow.objects.update(people=None)
    assert erase(person, admin).counts["refused_rows"] == (4 if has_hashes else 5)
    left = list(RefusedRow.objects.order_by("line").values_list("line", flat=True))
    assert left == ([6, 7, 8] if has_hashes else [6, 7])


def test_another_index_key_does_not_hide_refused_rows(person: Cadre, admin: User, settings: Any):
    make_ground()
    refused_rows_of(person)
    settings.BLIND_INDEX_KEY = "kunci indeks yang lain"
    call_command("renew_personal_data_keys", "--index")
    person.refresh_from_db()
    erase(person, admin)
    assert list(RefusedRow.objects.values_list("line", flat=True)) == [5]
