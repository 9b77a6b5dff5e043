"""Counting from records, keeping what changed, and versions of the rubric: what is and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.bankaccess.errors import RubricRefused
from programs.bankaccess.models import ReadinessScore, Rubric
from programs.bankaccess.readiness.loading import FIRST, load_rubric
from programs.bankaccess.readiness.queries import current_score
from programs.bankaccess.readiness.services import keep_all_scores, keep_scores, record_rubric
from programs.bankaccess.tasks import count_readiness
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.bankaccess.makers import make_answer
from tests.programs.mentoring.makers import make_books
from tests.programs.pilots.test_walls import refused
from tests.programs.training.certificates.makers import make_certificate

pytestmark = pytest.mark.django_db
WEIGHTS = {key: value for key, value in FIRST.items() if key != "trainings_needed"}


def record(phase=None, *, seen, by=None, trainings=4, **weights):
    return record_rubric(
        phase=phase, weights=WEIGHTS | weights, trainings_needed=trainings, reason="Uji", seen=seen,
        by=by or make.make_user(Role.ADMIN),
    )  # fmt: skip


def kept(business) -> dict[str, int]:
    score = current_score(business)
    return {one["key"]: one["points"] for one in score.points if one["points"]}


def test_each_record_brings_its_points():
    """Six months in time, an answer with SLIK, a certificate."""
    load_rubric()
    business = make.make_pilot().business
    before = kept(business)
    assert not set(before) & {"complete_six", "margin", "slik", "trainings", "own_share"}
    make_books(business, months=6)
    make_answer(business, answered_on=timezone.localdate() - timedelta(days=3))
    make_certificate(pilot=business.pilots.get())
    after = kept(business)
    assert {key: after[key] for key in ("complete_six", "in_time_six", "complete_twelve", "cash_flow")} == {
        "complete_six": 750, "in_time_six": 625, "complete_twelve": 625 // 2, "cash_flow": 800,
    }  # fmt: skip
    assert {key: after[key] for key in ("slik", "answer", "guarantee", "own_share")} == {
        "slik": 700, "answer": 300, "guarantee": 400, "own_share": 600,
    }  # fmt: skip
    assert after["trainings"] == 375
    assert [one.number for one in business.readiness_scores.order_by("number")] == [1, 2]


def test_without_news_nothing_is_kept_twice():
    load_rubric()
    business = make.make_pilot().business
    assert (keep_all_scores(), keep_all_scores()) == (1, 0)
    count_readiness()
    assert business.readiness_scores.count() == 1


def test_counting_costs_the_same_for_one_and_three():
    load_rubric()
    first = make_books()[0].business
    others = [make_books()[0].business.pk for _ in range(2)]
    with CaptureQueriesContext(
        connection,
    ) as one:
        keep_scores(businesses=[first.pk])
    with CaptureQueriesContext(connection) as three:
        keep_scores(businesses=[first.pk, *others])
    assert len(one) == len(three)


def test_without_a_rubric_there_is_no_score():
    assert current_score(make.make_pilot().business) is None


def test_phase_has_its_own_rubric_and_old_scores_stay():
    load_rubric()
    pilot = make.make_pilot()
    make_books(pilot.business)
    old = current_score(pilot.business)
    own = record(pilot.seat.phase, seen=0, legality=10, bookkeeping=35)
    new = current_score(pilot.business)
    assert (old.rubric.number, old.rubric.phase, new.rubric) == (1, None, own)
    assert new.total > old.total  # its report weighs more
    old.refresh_from_db()
    assert ReadinessScore.objects.get(pk=old.pk).total == old.total
    record(seen=1)  # of other phases
    assert current_score(pilot.business) == new


def test_rubric_is_refused_with_a_sentence():
    load_rubric()
    with pytest.raises(RubricRefused, match="Sekarang 101"):
        record(seen=1, legality=21)
    with pytest.raises(RubricRefused, match="Versi lain"):
        record(seen=0)
    with pytest.raises(RubricRefused, match="administrator"):
        record(seen=1, by=make.make_user(Role.JAMKRINDO))
    assert not load_rubric()


def test_walls_of_rubrics():
    load_rubric()
    one = Rubric.objects.get()
    with refused("rubric_stays"), transaction.atomic():
        Rubric.objects.update(trainings_needed=2)
    with refused("rubric_stays"), transaction.atomic():
        one.delete()
    with refused("rubric_next"), transaction.atomic():
        Rubric.objects.create(number=3, reason="Uji", **FIRST)
    with refused("rubric_weighs_hundred"), transaction.atomic():
        Rubric.objects.create(number=2, reason="Uji", **FIRST | {"credit": 11})
    with refused("rubric_says_why"), transaction.atomic():
        Rubric.objects.create(number=2, reason="", **FIRST)
    with refused("rubric_trainings_sane"), transaction.atomic():
        Rubric.objects.create(number=2, reason="Uji", **FIRST | {"trainings_needed": 0})


def test_walls_of_scores():
    load_rubric()
    one = current_score(make.make_pilot().business)
    fields = {"business": one.business, "day": one.day, "rubric": one.rubric}
    with refused("readiness_changes"), transaction.atomic():  # the same once more
        ReadinessScore.objects.create(number=2, total=one.total, points=one.points, **fields)
    with refused("readiness_changes"), transaction.atomic():
        ReadinessScore.objects.create(number=3, total=0, points=[], **fields)
    earlier = fields | {"day": one.day - timedelta(days=1)}
    with refused("readiness_changes"), transaction.atomic():
        ReadinessScore.objects.create(number=2, total=0, points=[], **earlier)
    with refused("readiness_is_sum"), transaction.atomic():
        ReadinessScore.objects.create(
            number=2, total=one.total + 1, points=[*one.points, {"points": 0}], **fields
        )
    rows = ReadinessScore.objects.filter(pk=one.pk)
    for change in ({"total": 9_000}, {"points": [{"points": one.total}]}, {"day": earlier["day"]}):
        with refused("readiness_stays"), transaction.atomic():
            rows.update(**change)
    with refused("keep_readiness"), transaction.atomic():
        rows.delete()
    rows.update(points=[])  # an erased person


@pytest.mark.django_db(transaction=True)
def test_two_who_count_at_once_keep_one_row():
    load_rubric()
    business = make.make_pilot().business
    answers = in_parallel(lambda _n: str(keep_scores(businesses=[business.pk])), range(6))
    assert sorted(answers) == [*["0"] * 5, "1"]


@pytest.mark.django_db(transaction=True)
def test_two_admins_write_from_the_same_version():
    load_rubric()
    admins = [make.make_user(Role.ADMIN) for _ in range(4)]
    answers = in_parallel(lambda admin: str(record(seen=1, by=admin).number), admins)
    assert sorted(answers) == ["2", *["RubricRefused"] * 3]
