"""What is held of somebody's answers, and what is left when the person is erased."""

import pytest
from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.assessment.personal import feedback_held, sittings_held
from programs.training.models import Answer, Feedback, LearningTally, Sitting
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.programs.training.assessment.makers import make_case, make_over
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.rights.services import ask

pytestmark = pytest.mark.django_db


def make_spoken():
    session = make_over()
    invitation = make_case(session, 1, 3)
    Feedback.objects.create(
        invitation=invitation, session=session, module=session.module, trainer=session.trainer, usefulness=4,
        clarity=3, words="Saya, Siti, ingin lebih lama",
    )  # fmt: skip
    return invitation


def test_person_sees_scores_answers_and_opinion():
    person = make_spoken().person
    (tests,), (feedback,) = sittings_held(person), feedback_held(person)
    facts = [{fact.key: fact.value for fact in record.facts} for record in tests.records]
    assert [(one["nilai"], one["benar"]) for one in facts] == [(75, 3), (25, 1)]
    assert "Soal 1? Benar" in facts[0]["jawaban"]
    said = {fact.key: fact.value for fact in feedback.records[0].facts}
    assert (said["manfaat"], said["saran"]) == (4, "Saya, Siti, ingin lebih lama")
    stranger = make_user(Role.CADRE)
    assert [section.records for held in (sittings_held, feedback_held) for section in held(stranger)] == [
        (),
        (),
    ]


def test_answers_and_words_go_and_sums_stay():
    invitation = make_spoken()
    Pilot.objects.filter(pk=invitation.pilot_id).update(
        ended_at=timezone.now(),
        ended_by=invitation.session.created_by,
        outcome="withdrawn",
        end_reason="Pindah",
    )
    request = ask(user=invitation.person, kind=DataRequestKind.ERASE)
    erasure = erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    assert (erasure.counts["answers"], erasure.counts["feedback"]) == (8, 1)
    assert not Answer.objects.exists()
    assert Feedback.objects.get().words == ""
    assert sorted(Sitting.objects.values_list("score", flat=True)) == [25, 75]
    sums = LearningTally.objects.all()
    assert (sum(one.cases for one in sums), sum(one.answers for one in sums)) == (1, 1)
