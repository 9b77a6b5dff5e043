"""What a module asks for before it gives a certificate."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.assessment.questions import remove_question
from programs.training.assessment.room import enter_paper_scores
from programs.training.certificates.issuing import issue_certificate, issue_session
from programs.training.certificates.needs import lacking
from programs.training.choices import AnswerWay, AssessmentKind
from programs.training.errors import NotEarned, QuestionRefused, ScoreRefused
from programs.training.models import Attendance, Certificate, Module, ModuleTest
from programs.training.services import name_substitute
from tests.factories import make_module
from tests.programs.training.assessment.makers import POST, PRE, make_over, make_sitting
from tests.programs.training.certificates.makers import make_certificate, make_held, make_present
from tests.programs.training.inviting.makers import SISTER

pytestmark = pytest.mark.django_db


def words_of(session) -> dict[str, str]:
    return {lack.invitation.person.full_name: lack.words for lack in lacking(session)}


def test_only_who_reaches_the_mark_gets_one_and_the_page_says_who_lacks_what(client, staff):
    session = make_over(pass_mark=70)
    passed, missed, undone, absent = (
        make_present(session, status=status) for status in ("present", "present", "present", "absent")
    )
    make_sitting(passed, POST, right=2)
    make_sitting(passed, POST, number=2, right=3)  # the best counts
    make_sitting(missed, POST, right=2)
    make_sitting(undone, PRE, right=4)
    make_sitting(absent, POST, right=4)

    assert issue_session(session=session, by=session.trainer) == 1
    assert Certificate.objects.get().person == passed.person
    assert words_of(session) == {
        missed.person.full_name: "nilai 50, perlu 70",
        undone.person.full_name: "belum mengerjakan tes akhir",
    }
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Nilai 50, perlu 70" in page
    assert "Belum mengerjakan tes akhir" in page
    with pytest.raises(NotEarned, match="nilai 50, perlu 70"):
        issue_certificate(invitation=missed, by=session.trainer)
    with pytest.raises(NotEarned, match="tercatat hadir"):
        issue_certificate(invitation=absent, by=session.trainer)


def test_who_came_instead_is_named_as_lacking_and_as_absent(client, staff):
    session = make_over(pass_mark=70)
    there = make_present(session)
    name_substitute(invitation=there, guest=SISTER, way=AnswerWay.STAFF, by=staff)
    page = client.get(session.get_absolute_url()).content.decode()
    assert f"<dt>{SISTER.name}</dt>" in page
    Attendance.objects.update(status="absent")
    with pytest.raises(ScoreRefused, match=f"{SISTER.name} tidak hadir"):
        enter_paper_scores(session=session, kind=POST, rights={there.pk: 1}, by=staff)


def test_module_without_a_mark_asks_for_presence_alone():
    session = make_over()
    make_present(session)
    assert lacking(session) == []
    assert issue_session(session=session, by=session.trainer) == 1


def test_the_session_that_completes_the_presence_gives_the_certificate():
    last = make_over(least_sessions=2)
    first = make_held(module=last.module, starts_at=timezone.now() - timedelta(days=9))
    came = make_present(last)
    make_present(first, person=came.person, pilot=came.pilot)
    once = make_present(last)
    assert issue_session(session=first, by=first.trainer) == 0
    assert issue_session(session=last, by=last.trainer) == 1
    assert words_of(last) == {once.person.full_name: "baru hadir 1 dari 2 sesi"}


def test_score_behind_a_certificate_is_corrected_upwards_only():
    session = make_over(pass_mark=50)
    invitation = make_present(session)
    enter_paper_scores(session=session, kind=POST, rights={invitation.pk: 2}, by=session.trainer)
    make_certificate(invitation=invitation)
    with pytest.raises(ScoreRefused, match="sertifikat"):
        enter_paper_scores(session=session, kind=POST, rights={invitation.pk: 1}, by=session.trainer)
    assert enter_paper_scores(session=session, kind=POST, rights={invitation.pk: 4}, by=session.trainer) == 1


def test_form_of_the_module_sets_both(client, staff):
    module = make_over().module
    address = reverse("module_edit", args=[module.code])
    sent = {"title": "Kas", "goal": "Uji", "goals": "mencatat", "hours": 3, "gives_certificate": "on"}
    for wrong in ({"pass_mark": "101"}, {"pass_mark": "0"}, {"least_sessions": "0"}, {"pass_mark": "x"}):
        answer = client.post(address, sent | {"least_sessions": 1} | wrong)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert client.post(address, sent | {"least_sessions": 2, "pass_mark": 70}).status_code == 302
    module = Module.objects.get(pk=module.pk)
    assert (module.least_sessions, module.pass_mark) == (2, 70)
    page = client.get(module.get_absolute_url()).content.decode()
    assert "nilai tes akhir paling sedikit 70" in page
    client.post(address, sent | {"least_sessions": 1, "pass_mark": ""})
    assert Module.objects.get(pk=module.pk).pass_mark is None


def test_a_mark_needs_a_test_and_keeps_it(client, staff):
    module, bare = make_over(pass_mark=50).module, make_module()
    sent = {
        "title": "Kas",
        "goal": "Uji",
        "goals": "mencatat",
        "hours": 3,
        "least_sessions": 1,
        "pass_mark": 60,
    }
    answer = client.post(reverse("module_edit", args=[bare.code]), sent)
    assert "Tulis dahulu soal tes akhir" in answer.content.decode()
    assert Module.objects.get(pk=bare.pk).pass_mark is None
    for position in (1, 2, 3):
        remove_question(module=module, kind=AssessmentKind.POST, position=position, by=staff)
    with pytest.raises(QuestionRefused, match="soal terakhir"):
        remove_question(module=module, kind=AssessmentKind.POST, position=4, by=staff)
    assert ModuleTest.objects.get(module=module, kind=POST).questions.count() == 1
    for position in (1, 2, 3, 4):  # nothing hangs on the pre-test
        remove_question(module=module, kind=AssessmentKind.PRE, position=position, by=staff)
