"""A number that is taken: the coordinator of its holder is asked, and the asker never learns who holds it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_cadre, make_province, make_user
from tests.parallel import in_parallel
from umkm.businesses.choices import QuestionKind, QuestionState
from umkm.businesses.models import OwnershipQuestion
from umkm.businesses.ownership import errors, services
from umkm.businesses.ownership.services import Asker

pytestmark = pytest.mark.django_db

NIB, NIK, PHONE = "9120001234567", "3201015501900999", "+628123456789"
KINDS = [(QuestionKind.NIB, NIB), (QuestionKind.NIK, NIK), (QuestionKind.PHONE, PHONE)]
CREATE = "/tanya-koordinator/"
VISITOR = {
    "number": "0812 3456 789",
    "words": "Nomor ini milik saya sejak 2010.",
    "contact_name": "Ibu Tuti",
    "contact_phone": "0813 9876 5432",
    "province": "32",
}


def make_holder():
    """In Papua, far from whoever asks."""
    papua = make_province("91")
    cadre = make_cadre(province=papua, full_name="Pemegang Rahasia", nik=NIK, phone=PHONE)
    return make_business(owner=cadre, nib=NIB, name="Usaha Rahasia")


def ask(kind=QuestionKind.NIB, number=NIB, user=None, **more) -> OwnershipQuestion:
    asker = Asker(user=user or make_cadre().user)
    return services.ask(kind=kind, number=number, words="Milik saya.", asker=more.get("asker", asker))


@pytest.mark.parametrize(("kind", "number"), KINDS)
def test_question_goes_to_the_holders_province(kind, number):
    make_holder()
    question = ask(kind, number)
    assert question.province_id == "91"
    assert NIK not in str(OwnershipQuestion.objects.values())


@pytest.mark.parametrize(("kind", "number"), KINDS)
def test_number_of_nobody_or_ones_own_needs_no_question(kind, number):
    with pytest.raises(errors.NotTaken):
        ask(kind, number)
    holder = make_holder().owner
    with pytest.raises(errors.NotTaken, match="Anda sendiri"):
        ask(kind, number, user=holder.user)


def test_asked_twice_is_once_and_five_wait_at_most():
    make_holder()
    user = make_cadre().user
    assert ask(user=user) == ask(user=user)
    for number in range(services.MOST_OPEN - 1):
        make_business(nib=f"912000123457{number}")
        ask(number=f"912000123457{number}", user=user)
    with pytest.raises(errors.TooManyQuestions):
        ask(QuestionKind.PHONE, PHONE, user=user)


def test_answer_is_told_and_given_once():
    make_holder()
    question = ask()
    coordinator = make_user(Role.COORDINATOR, province=make_province("91"))
    with pytest.raises(errors.AnswerMissing):
        services.answer(question=question, by=coordinator, text=" ")
    services.answer(question=question, by=coordinator, text="Sudah kami luruskan.")
    assert "Sudah kami luruskan." in Message.objects.get(recipient=question.asked_by).body
    with pytest.raises(errors.AlreadyAnswered):
        services.answer(question=question, by=coordinator, text="Lagi.")
    with pytest.raises(Exception, match="Cannot update"):
        OwnershipQuestion.objects.update(answer="Lain")


def test_nobody_answers_an_own_question_nor_about_an_own_number():
    papua = make_province("91")
    coordinator = make_user(Role.COORDINATOR, province=papua)
    make_business(owner=make_cadre(province=papua, user=coordinator), nib=NIB)
    with pytest.raises(errors.OwnQuestion):
        services.answer(question=ask(), by=coordinator, text="Punya saya.")


def test_database_keeps_a_nik_out_and_an_asker_in():
    values = {"words": "?", "province": make_province()}
    with pytest.raises(IntegrityError, match="question_nik_kept_secret"):
        OwnershipQuestion.objects.create(kind="nik", number=NIK, asked_by=make_user(), **values)


def test_visitor_without_an_account_asks_about_a_phone(client: Client):
    make_holder()
    make_province("32")
    answer = client.post(CREATE, VISITOR)
    assert answer["Location"] == f"{CREATE}?terkirim=1"
    question = OwnershipQuestion.objects.get()
    assert (question.contact_name, question.contact_phone) == ("Ibu Tuti", "+6281398765432")
    assert "Koordinator akan menghubungi" in client.get(answer["Location"]).content.decode()
    client.force_login(make_user(Role.COORDINATOR, province=make_province("91")))
    assert "0813-9876-5432" in client.get(question.get_absolute_url()).content.decode()


def test_staffs_phone_is_asked_of_the_visitors_own_coordinator(client: Client):
    make_province("32")
    make_user(Role.JAMKRINDO, phone=PHONE)
    client.post(CREATE, VISITOR)
    assert OwnershipQuestion.objects.get().province_id == "32"


@pytest.mark.parametrize(("kind", "number"), KINDS)
def test_page_of_the_asker_tells_neither_who_nor_where(client: Client, kind, number):
    make_holder()
    asker = make_cadre().user
    client.force_login(asker)
    sent = client.post(CREATE, {"kind": kind, "number": number, "words": "Milik saya."}, follow=True)
    page = sent.content.decode()
    assert sent.status_code == 200
    assert "Menunggu jawaban koordinator" in page
    assert not any(word in page for word in ("Rahasia", "Papua", number[-9:]))
    services.answer(
        question=OwnershipQuestion.objects.get(),
        by=make_user(Role.COORDINATOR, province=make_province("91")),
        text="Selesai.",
    )
    assert "Papua" not in client.get(OwnershipQuestion.objects.get().get_absolute_url()).content.decode()
    assert "Papua" not in Message.objects.get(recipient=asker).body


def test_coordinator_of_the_holder_reads_and_answers_and_no_other(client: Client):
    make_holder()
    url = ask().get_absolute_url()
    client.force_login(make_user(Role.COORDINATOR, province=make_province("32")))
    assert client.get(url).status_code == client.post(url, {"answer": "?"}).status_code == 404
    client.force_login(make_user(Role.JAMKRINDO))
    assert client.get(url).status_code == 404
    client.force_login(make_user(Role.BOARD))
    assert client.post(url, {"answer": "?"}).status_code == 403
    client.force_login(make_user(Role.COORDINATOR, province=make_province("91")))
    assert "Pemegang Rahasia" in client.get(url).content.decode()
    assert client.post(url, {"answer": "Sudah."})["Location"] == reverse("ownership_question_list")
    assert OwnershipQuestion.objects.get().state == QuestionState.ANSWERED


@pytest.mark.parametrize(
    "change",
    [
        {"number": "123"}, {"number": "\x00"}, {"number": "😀"}, {"number": "9" * 5000}, {"number": "-"},
        {"contact_phone": "abc"}, {"contact_name": "www.x.id"}, {"province": "99"}, {"province": "\x00"},
        {"words": ""}, {"words": "x" * 501},
    ],
)  # fmt: skip
def test_nonsense_is_said_beside_the_field_and_kept(client: Client, change):
    make_holder()
    make_province("32")
    page = client.post(CREATE, VISITOR | change)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not OwnershipQuestion.objects.exists()


def test_many_questions_in_a_row_are_refused(client: Client):
    make_province("32")
    make_holder()
    codes = []
    for _ in range(7):
        page = client.post(CREATE, VISITOR | {"number": "0812 3456 788"})  # of nobody
        codes.append("Terlalu banyak" in page.content.decode())
    assert codes == [False] * 5 + [True] * 2


@pytest.mark.parametrize("kind", ["nib", "nik", "phone", "x", "%00"])
def test_the_link_chooses_the_kind(client: Client, kind):
    client.force_login(make_cadre().user)
    assert client.get(f"{CREATE}?nomor={kind}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_asked_many_times_at_once_is_once():
    make_holder()
    user = make_cadre().user
    answers = in_parallel(lambda _: ask(user=user).pk, range(6))
    assert len(set(answers)) == OwnershipQuestion.objects.count() == 1
