"""What the scores come to: exact totals, distance between reviewers, ties, the waiting list's order, what to improve."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.pilots.choices import Declaration
from programs.pilots.errors import RankFixed, ReasonMissing
from programs.pilots.models import Nomination
from programs.pilots.reviews.improving import suggested_reason
from programs.pilots.reviews.pages import shown_to
from programs.pilots.reviews.results import ranking, results_of
from programs.pilots.reviews.services import declare_interest, save_sheet
from programs.pilots.services import (
    accept_nomination,
    decline_nomination,
    move_on_waiting_list,
    waitlist_nomination,
)
from programs.pilots.services.scoring import Score
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.factories import make_nomination, make_phase, make_user
from tests.reviewing import make_reviews

from .makers import REASON

pytestmark = pytest.mark.django_db


def review(nomination: Nomination, *scores: int) -> None:
    """One sheet, by the weights 30, 25, 20, 15, 10 of the usual criteria."""
    by = make_user(Role.JAMKRINDO)
    declare_interest(nomination=nomination, declaration=Declaration.NONE, by=by)
    given = {one.pk: Score(score) for one, score in zip(nomination.phase.criteria.all(), scores, strict=True)}
    save_sheet(nomination=nomination, scores=given, by=by, hand_in=True)


def reviewed(phase, *sheets: tuple[int, ...]) -> Nomination:
    nomination = make_nomination(phase=phase, reviewed=False)
    for sheet in sheets:
        review(nomination, *sheet)
    return nomination


def test_totals_are_weighted_and_the_mean_is_of_the_reviewers():
    nomination = reviewed(make_phase(), (5, 4, 3, 2, 1), (1, 1, 4, 4, 2))
    result = results_of([nomination])[nomination.pk]
    assert [sheet.total for sheet in result.sheets] == [Decimal("3.50"), Decimal("2.15")]
    assert (result.total, result.spread, result.is_wide) == (Decimal("2.83"), Decimal("1.35"), False)
    assert [(one.mean, one.spread, one.is_wide) for one in result.criteria] == [
        (Decimal(3), 4, True),
        (Decimal("2.50"), 3, True),
        (Decimal("3.50"), 1, False),
        (Decimal(3), 2, True),
        (Decimal("1.50"), 1, False),
    ]
    assert result.proposed_total == Decimal(3)


@pytest.mark.parametrize(("last", "spread", "is_wide"), [(4, "1.50", True), (5, "1.40", False)])
def test_reviewers_one_and_a_half_points_apart_are_far_apart(last, spread, is_wide):
    nomination = reviewed(make_phase(), (4,) * 5, (2, 2, 2, 4, last))
    result = results_of([nomination])[nomination.pk]
    assert (result.spread, result.is_wide) == (Decimal(spread), is_wide)


def test_ranking_says_a_tie_and_leaves_out_who_lacks_reviewers():
    phase = make_phase()
    equal = [reviewed(phase, (4, 4, 5, 4, 4), (4, 4, 5, 4, 4)) for _ in range(2)]
    strong = reviewed(phase, (5,) * 5, (5,) * 5)
    last = reviewed(phase, (2,) * 5, (2,) * 5)
    lacking = reviewed(phase, (5,) * 5)
    places = ranking(results_of([last, *equal, lacking, strong]).values())
    assert [(place.number, place.nominations, place.tie) for place in places] == [
        (1, [strong], ""),
        (2, equal, "Dua usulan sama kuat: 4,20"),
        (4, [last], ""),
    ]


def ranks(*nominations: Nomination) -> list[int | None]:
    return [Nomination.objects.get(pk=one.pk).waitlist_rank for one in nominations]


def test_waiting_list_is_ordered_by_the_reviews_whoever_comes_first(staff):
    phase = make_phase()
    weak, strong, middle, equal = (make_nomination(phase=phase, score=score) for score in (2, 5, 3, 3))
    for one in (weak, strong, middle, equal):
        waitlist_nomination(nomination=one, by=staff)
    assert ranks(strong, middle, equal, weak) == [1, 2, 3, 4]


def test_rank_moves_with_a_reason_until_somebody_is_seated_from_the_list(staff):
    phase = make_phase()
    first, second, third = (make_nomination(phase=phase, score=score) for score in (5, 4, 3))
    for one in (first, second, third):
        waitlist_nomination(nomination=one, by=staff)
    with pytest.raises(ReasonMissing):
        move_on_waiting_list(nomination=third, rank=1, reason="Begitu.", by=staff)
    with pytest.raises(RankFixed, match="1 sampai 3"):
        move_on_waiting_list(nomination=third, rank=4, reason=REASON, by=staff)
    assert move_on_waiting_list(nomination=third, rank=1, reason=REASON, by=staff).waitlist_rank == 1
    assert ranks(third, first, second) == [1, 2, 3]
    move_on_waiting_list(nomination=third, rank=3, reason=REASON, by=staff)
    assert ranks(first, second, third) == [1, 2, 3]
    accept_nomination(nomination=first, by=staff)
    with pytest.raises(RankFixed, match="sudah menempati kursi"):
        move_on_waiting_list(nomination=third, rank=1, reason=REASON, by=staff)
    assert ranks(second, third) == [1, 2]


def test_seat_given_past_the_list_leaves_its_order_open(staff):
    phase = make_phase()
    waiting = [make_nomination(phase=phase, score=score) for score in (4, 3)]
    for one in waiting:
        waitlist_nomination(nomination=one, by=staff)
    accept_nomination(nomination=make_nomination(phase=phase), by=staff)
    move_on_waiting_list(nomination=waiting[1], rank=1, reason=REASON, by=staff)
    assert ranks(*waiting) == [2, 1]


def test_proposal_outside_the_list_has_no_rank(staff):
    with pytest.raises(RankFixed, match="tidak ada di daftar tunggu"):
        move_on_waiting_list(nomination=make_nomination(), rank=1, reason=REASON, by=staff)


def test_reason_is_begun_from_the_weakest_criteria_and_both_sides_read_what_to_improve(staff):
    nomination = reviewed(make_phase(), (4, 1, 2, 5, 3), (4, 2, 2, 5, 4))
    result = results_of([nomination])[nomination.pk]
    assert [one.criterion.title for one in result.weakest] == ["Legalitas dan kerapian", "Pasar dan produk"]
    assert suggested_reason(result) == (
        "Yang dapat diperkuat: Urus NIB dan izin yang belum ada; koordinator provinsi dapat membantu."
        " Tambah satu cara menjual lagi, misalnya WhatsApp atau pasar daring."
    )
    decline_nomination(nomination=nomination, by=staff, reason=REASON)
    bodies = Message.objects.filter(occasion="nomination_declined").values_list("body", flat=True)
    assert len(bodies) == 2
    assert all("menurut para penilai: legalitas dan kerapian, pasar dan produk." in body for body in bodies)


def test_strong_proposal_gets_no_advice():
    nomination = make_nomination(score=4)
    assert suggested_reason(results_of([nomination])[nomination.pk]) == ""


def test_query_count_does_not_grow_with_nominations(staff):
    phase = make_phase()

    def queries(number: int) -> int:
        rows = list(Nomination.objects.select_related("phase", "business__owner")[:number])
        fresh = User.objects.get(pk=staff.pk)  # nothing cached on the person
        with CaptureQueriesContext(connection) as captured:
            shown_to(fresh, rows)
        return len(captured)

    for _ in range(3):
        make_reviews(make_nomination(phase=phase, reviewed=False), scores=[3, 4])
    assert queries(1) == queries(3)
