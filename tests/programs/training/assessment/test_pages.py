"""The pages of tests and feedback, as a phone without JavaScript sends them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.training.assessment.tokens import feedback_path, sitting_path
from programs.training.choices import AssessmentKind
from programs.training.models import Feedback, ModuleTest, RoomOpening, Session, Sitting
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_module, make_session, make_user
from tests.programs.training.assessment.makers import (
    POST,
    PRE,
    make_feedback,
    make_over,
    make_sitting,
    make_tests,
)
from tests.programs.training.certificates.makers import make_present
from tests.programs.training.makers import renew_secret

pytestmark = pytest.mark.django_db
KIND_PRE, KIND_POST = AssessmentKind.PRE, AssessmentKind.POST


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_test_from_its_link_to_its_result(client):
    invitation = make_present(make_over())
    address = sitting_path(invitation, KIND_POST)
    assert "Ada 4 soal pendek" in text_of(client, address)
    client.post(address, {"mulai": "1"})
    assert "Soal 1 dari 4" in text_of(client, address)
    for number in (1, 2):
        client.post(address, {"soal": number, "choice": 1})
    assert "Soal 3 dari 4" in text_of(client, address)  # after a break too
    client.post(address, {"soal": 1, "choice": 2})
    for number in (3, 4):
        client.post(address, {"soal": number, "choice": 1})
    check = text_of(client, address)
    assert "Periksa jawaban Anda" in check
    assert "Kirim jawaban" in check
    client.post(address, {"soal": 2, "choice": 1})
    client.post(address, {"selesai": "1"})
    client.post(address, {"selesai": "1"})
    client.post(address, {"soal": 1, "choice": 1})
    result = text_of(client, address)
    assert "3 dari 4 jawaban benar" in result
    assert "Yang benar:" in result
    assert "Sebab 1." in result
    assert Sitting.objects.get().score == 75


@pytest.mark.parametrize("sent", [{}, {"choice": "9"}, {"choice": "\x00"}, {"soal": "9" * 30, "choice": "x"}])
def test_what_is_no_choice_is_said_beside_the_question(client, sent):
    address = sitting_path(make_present(make_over()), KIND_POST)
    client.post(address, {"mulai": "1"})
    answer = client.post(address, {"soal": "1", **sent})
    assert answer.status_code == 200
    assert "Pilih satu jawaban." in answer.content.decode()


def test_key_of_the_pre_test_waits_for_the_post_test(client):
    invitation = make_present(make_over())
    make_sitting(invitation, PRE, right=1)
    address = sitting_path(invitation, KIND_PRE)
    assert "Sebab" not in text_of(client, address)
    make_sitting(invitation, POST, right=2)
    assert "Sebab 2." in text_of(client, address)


def test_key_of_the_post_test_waits_for_the_second_chance(client):
    invitation = make_present(make_over(pass_mark=80))
    make_sitting(invitation, POST, right=1)
    address = sitting_path(invitation, KIND_POST)
    assert "Coba sekali lagi" in text_of(client, address)
    assert "Sebab" not in text_of(client, address)
    client.post(address, {"mulai": "1"})
    Sitting.objects.filter(number=2).update(finished_at=timezone.now())
    page = text_of(client, address)
    assert "Sebab 2." in page
    assert "Coba sekali lagi" not in page


def test_second_chance_never_handed_in_leaves_the_first_result(client):
    invitation = make_present(make_over(pass_mark=80))
    make_sitting(invitation, POST, right=1)
    make_sitting(invitation, POST, number=2)
    address = sitting_path(invitation, KIND_POST)
    assert "Soal 1 dari 4" in text_of(client, address)
    over = timezone.now() - timedelta(days=8)
    Session.objects.update(starts_at=over - timedelta(hours=3), ends_at=over)
    assert "1 dari 4 jawaban benar" in text_of(client, address)


def test_result_leads_on_whom_it_is_about_and_hands_no_link_to_others(client):
    invitation = make_present(make_over())
    make_sitting(invitation, POST, right=4)
    result, feedback = sitting_path(invitation, KIND_POST), feedback_path(invitation)
    assert feedback not in text_of(client, result)
    client.force_login(invitation.person)
    assert feedback in text_of(client, result)
    client.post(feedback, {"usefulness": "4", "clarity": "5"})
    assert feedback not in text_of(client, result)
    assert invitation.session.get_absolute_url() in text_of(client, feedback)


def test_link_opens_one_thing_of_one_invitation_while_its_secret_lives(client):
    invitation = make_present(make_over())
    pre, post, feedback = (
        sitting_path(invitation, KIND_PRE), sitting_path(invitation, KIND_POST), feedback_path(invitation)
    )  # fmt: skip
    assert len({one.rstrip("/").rpartition("/")[2] for one in (pre, post, feedback)}) == 3
    token = post.rstrip("/").rpartition("/")[2]
    assert client.get(reverse("feedback_give", args=[token])).status_code == 404
    for odd in (token[:-1], "1." + token.partition(".")[2], "x", "9" * 40 + ".a", "①.a", "a\x00b"):
        assert client.get(reverse("test_take", args=[odd])).status_code == 404
    assert client.get(post)["Referrer-Policy"] == "same-origin"
    renew_secret(invitation)
    assert {client.get(one).status_code for one in (pre, post, feedback)} == {404}


def test_link_opens_nothing_long_after_the_session(client):
    invitation = make_present(make_over())
    address = sitting_path(invitation, KIND_POST)
    long_ago = timezone.now() - timedelta(days=100)
    Session.objects.update(starts_at=long_ago - timedelta(hours=3), ends_at=long_ago)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (9, "confirmed", "Tes ini dibuka"),
        (-2, "confirmed", "sudah ditutup"),
        (2, "declined", "terdaftar dan hadir"),
    ],
)
def test_page_says_why_a_test_cannot_be_begun(client, days, state, words):
    session = make_session(starts_at=timezone.now() + timedelta(days=days))
    make_tests(session.module)
    address = sitting_path(make_invitation(session=session, state=state), KIND_PRE)
    assert words in text_of(client, address)
    client.post(address, {"mulai": "1"})
    assert not Sitting.objects.exists()


def test_feedback_is_given_once_and_refused_before_the_end(client):
    invitation = make_present(make_over())
    address = feedback_path(invitation)
    assert "paling sedikit tiga orang" in text_of(client, address)
    assert "Pilih satu jawaban." in client.post(address, {"words": "Hm"}).content.decode()
    for usefulness in (5, 1):
        client.post(address, {"usefulness": usefulness, "clarity": 4, "words": " Lebih lama "})
    given = Feedback.objects.get()
    assert (given.usefulness, given.words) == (5, "Lebih lama")
    assert "Terima kasih" in text_of(client, address)
    for odd in ({"usefulness": "6"}, {"usefulness": "\x00"}, {"words": "x" * 501}, {"words": "a\x00b"}):
        other = feedback_path(make_present(invitation.session))
        answer = client.post(other, {"usefulness": 3, "clarity": 3, **odd})
        assert answer.status_code == 200
    assert Feedback.objects.count() == 1
    coming = make_session(starts_at=timezone.now() - timedelta(hours=1))
    early = feedback_path(make_invitation(session=coming, state="confirmed"))
    answer = client.post(early, {"usefulness": 3, "clarity": 3})
    assert "sesudah pelatihan selesai" in answer.content.decode()


def test_trainer_sees_who_has_done_it_opens_it_and_copies_paper(client):
    session = make_session(starts_at=timezone.now() - timedelta(hours=1))
    make_tests(session.module)
    people = [make_invitation(session=session, state="confirmed") for _ in range(2)]
    make_sitting(people[0], PRE, right=3)
    client.force_login(session.trainer)
    page = reverse("session_tests", args=[session.pk])
    assert "1 dari 2 orang selesai" in text_of(client, page)
    for _ in range(2):
        client.post(reverse("test_open", args=[session.pk, "akhir"]))
    assert RoomOpening.objects.get().kind == POST
    assert "Ada 4 soal" in text_of(client, sitting_path(people[1], KIND_POST))
    paper = reverse("paper_scores", args=[session.pk, "awal"])
    field = f"nilai-{people[1].pk}"
    assert f"nilai-{people[0].pk}" not in text_of(client, paper)  # has done it on the phone
    assert client.post(paper, {field: "5"}).status_code == 200
    assert client.post(paper, {field: "-1"}).status_code == 200
    assert client.post(paper, {field: "2"}).status_code == 302
    sitting = Sitting.objects.get(invitation=people[1])
    assert (sitting.score, sitting.method, sitting.entered_by) == (50, "paper", session.trainer)
    client.post(paper, {field: "4"})
    sitting.refresh_from_db()
    assert sitting.score == 100
    assert client.get(reverse("paper_scores", args=[session.pk, "tengah"])).status_code == 404


def test_trainers_page_costs_the_same_queries_with_one_and_three_people(
    client, staff, django_assert_max_num_queries
):
    session = make_over()

    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            client.get(reverse("session_tests", args=[session.pk]))
        return len(captured)

    make_sitting(make_present(session), PRE, right=1)
    one = queries()
    for _ in range(2):
        make_sitting(make_present(session), PRE, right=1)
    assert queries() == one


def test_staff_write_questions_and_trainers_only_read_them(client, staff):
    module = make_module()
    page, new = (reverse(name, args=[module.code, "awal"]) for name in ("module_test", "question_create"))
    assert "Belum ada soal" in text_of(client, page)
    good = {"text": "Kapan?", "choices": "Kini\n Nanti \n", "answer": "2", "explanation": "Sebab."}
    for wrong in (
        {"choices": "Satu"}, {"choices": "a\na"}, {"choices": "a\nb\nc\nd\ne\nf"}, {"answer": "3"}, {"answer": "9" * 30},
        {"text": "\x00"}, {"explanation": ""}, {"choices": "x" * 151 + "\nb"},
    ):  # fmt: skip
        answer = client.post(new, good | wrong)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert client.post(new, good).status_code == 302
    question = ModuleTest.objects.get().questions.get()
    assert (question.choices, question.right_choice) == (["Kini", "Nanti"], "Nanti")
    edit = reverse("question_edit", args=[module.code, "awal", 1])
    client.post(edit, good | {"text": "Bilamana?"})
    remove = reverse("question_remove", args=[module.code, "awal", 1])
    assert "Bilamana?" in text_of(client, remove)
    trainer = Client()
    trainer.force_login(make_user(Role.TRAINER))
    assert "Bilamana?" in text_of(trainer, page)
    assert trainer.post(edit, good).status_code == 403
    client.post(remove)
    assert client.get(edit).status_code == 404


def test_participant_finds_tests_and_results_on_the_start_page_and_the_session(client):
    invitation = make_present(make_over())
    client.force_login(invitation.person)
    home, session = reverse("home"), invitation.session.get_absolute_url()
    for page in (text_of(client, home), text_of(client, session)):
        assert sitting_path(invitation, KIND_POST) in page
        assert feedback_path(invitation) in page
        assert sitting_path(invitation, KIND_PRE) not in page
    make_sitting(invitation, POST, right=3)
    make_feedback(invitation.session)
    assert sitting_path(invitation, KIND_POST) not in text_of(client, home)
    assert "Nilai 75" in text_of(client, session)
