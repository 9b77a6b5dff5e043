"""Reviewing: first the interests, then an independent sheet that stands once handed in; no decision before enough."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.choices import Declaration
from programs.pilots.errors import (
    AlreadyDecided,
    AlreadyHandedIn,
    ConflictDeclared,
    NotReviewed,
    NotReviewer,
    PhaseNotOpen,
    ReasonMissing,
    ScoreMissing,
)
from programs.pilots.models import Nomination, Review, ReviewScore
from programs.pilots.reviews.permissions import sees_scores
from programs.pilots.reviews.services import declare_interest, save_sheet
from programs.pilots.services import accept_nomination, decline_nomination, waitlist_nomination
from programs.pilots.services.scoring import Score
from soksi_portal.accounts.choices import Role
from tests.factories import make_nomination, make_phase, make_user
from tests.reviewing import make_reviews

from .makers import REASON, scores_of

pytestmark = pytest.mark.django_db
RELATED = "Pemiliknya sepupu saya."


def begin(nomination, by, declaration=Declaration.NONE, conflict="") -> Review:
    return declare_interest(nomination=nomination, declaration=declaration, conflict=conflict, by=by)


def hand_in(nomination, by, score=4) -> Review:
    begin(nomination, by)
    return save_sheet(nomination=nomination, scores=scores_of(nomination.phase, score), by=by, hand_in=True)


@pytest.fixture
def nomination() -> Nomination:
    return make_nomination(reviewed=False)


def test_draft_comes_and_goes_until_it_is_handed_in(nomination, staff):
    begin(nomination, staff)
    first, second, *_others = nomination.phase.criteria.all()
    save_sheet(nomination=nomination, scores={first.pk: Score(2), second.pk: Score(3)}, by=staff)
    review = save_sheet(nomination=nomination, scores={second.pk: Score(5, "Rapi.")}, by=staff)
    assert [(row.criterion, row.score, row.comment) for row in review.scores.all()] == [(second, 5, "Rapi.")]
    assert not review.is_handed_in
    with pytest.raises(ScoreMissing) as refusal:
        save_sheet(nomination=nomination, scores={second.pk: Score(5)}, by=staff, hand_in=True)
    assert refusal.value.field == f"score_{first.pk}"
    handed = save_sheet(nomination=nomination, scores=scores_of(nomination.phase), by=staff, hand_in=True)
    assert handed.is_handed_in
    for again in (
        lambda: save_sheet(nomination=nomination, scores={}, by=staff),
        lambda: begin(nomination, staff, Declaration.CONFLICT, RELATED),
    ):
        with pytest.raises(AlreadyHandedIn, match="tidak berubah lagi"):
            again()


@pytest.mark.parametrize("score", [0, 6, -1])
def test_score_is_from_one_to_five(nomination, staff, score):
    begin(nomination, staff)
    with pytest.raises(ScoreMissing, match="1 sampai 5"):
        save_sheet(nomination=nomination, scores=scores_of(nomination.phase, score), by=staff)


def test_interest_is_declared_before_scoring(nomination, staff):
    with pytest.raises(NotReviewer, match="Nyatakan dahulu"):
        save_sheet(nomination=nomination, scores={}, by=staff)
    with pytest.raises(ReasonMissing, match="kepentingannya"):
        begin(nomination, staff, Declaration.CONFLICT, "Ada.")
    begin(nomination, staff, Declaration.CONFLICT, RELATED)
    with pytest.raises(NotReviewer):
        save_sheet(nomination=nomination, scores={}, by=staff)
    assert begin(nomination, staff).conflict == ""  # it was a mistake


def test_who_steps_aside_sees_the_others_and_never_scores(nomination, staff):
    assert not sees_scores(staff, nomination, None)
    review = begin(nomination, staff, Declaration.ASIDE)
    assert sees_scores(staff, nomination, review)
    with pytest.raises(NotReviewer, match="sudah melihat"):
        begin(nomination, staff)
    with pytest.raises(DatabaseError, match=r"aside_stays|Cannot update"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(declaration=Declaration.NONE)


def test_scores_of_others_show_after_ones_own_and_to_all_once_decided(nomination, staff):
    coordinator = nomination.nominated_by
    begun = begin(nomination, staff)
    assert not sees_scores(staff, nomination, begun)
    assert sees_scores(make_user(Role.ADMIN), nomination, None)  # decides and does not review
    assert sees_scores(staff, nomination, hand_in(nomination, staff))
    assert not sees_scores(coordinator, nomination, None)
    nomination.state = "declined"
    assert sees_scores(coordinator, nomination, None)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.BOARD, Role.COORDINATOR, Role.TRAINER])
def test_others_do_not_review(nomination, role):
    other = make_user(role)
    with pytest.raises(NotReviewer, match="Hanya staf Jamkrindo"):
        begin(nomination, other)
    with pytest.raises(DatabaseError, match="review_fits: no reviewer"), transaction.atomic():
        Review.objects.create(nomination=nomination, reviewer=other, declaration=Declaration.NONE)


def test_neither_nominator_nor_owner_reviews():
    nominator = make_user(Role.JAMKRINDO, Role.BOARD)
    nomination = make_nomination(reviewed=False, nominated_by=nominator)
    owner = nomination.business.owner.user
    owner.role_grants.create(role=Role.JAMKRINDO)
    for person in (nominator, owner):
        with pytest.raises(NotReviewer, match="orang lain yang menilainya"):
            begin(nomination, person)
        with pytest.raises(DatabaseError, match="nominator or owner"), transaction.atomic():
            Review.objects.create(nomination=nomination, reviewer=person, declaration=Declaration.NONE)


DECISIONS = {
    "accepted": lambda one, by: accept_nomination(nomination=one, by=by),
    "waitlisted": lambda one, by: waitlist_nomination(nomination=one, by=by),
    "declined": lambda one, by: decline_nomination(nomination=one, by=by, reason=REASON),
}


@pytest.mark.parametrize("state", DECISIONS)
def test_nobody_decides_before_two_have_reviewed(nomination, staff, state):
    hand_in(nomination, make_user(Role.JAMKRINDO))
    begin(nomination, make_user(Role.JAMKRINDO), Declaration.CONFLICT, RELATED)
    begin(nomination, make_user(Role.JAMKRINDO), Declaration.ASIDE)
    begin(nomination, make_user(Role.JAMKRINDO))
    with pytest.raises(NotReviewed, match="Baru 1 dari 2 penilai"):
        DECISIONS[state](nomination, staff)
    values = {"waitlist_rank": 1} if state == "waitlisted" else {"decision_reason": REASON}
    decided = {"state": state, "decided_by": staff, "decided_at": timezone.now(), **values}
    with pytest.raises(DatabaseError, match="decided_after_reviews"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(**decided)
    hand_in(nomination, staff)
    DECISIONS[state](nomination, staff)
    nomination.refresh_from_db()
    assert nomination.state == state


def test_phase_may_ask_for_more_reviewers(staff):
    nomination = make_nomination(phase=make_phase(least_reviews=3), reviewed=False)
    make_reviews(nomination, scores=[3, 4])
    with pytest.raises(NotReviewed, match="2 dari 3"):
        accept_nomination(nomination=nomination, by=staff)


def test_left_behind_proposal_is_declined_without_reviews(nomination, staff):
    Phase.objects.update(state=PhaseState.CLOSED)
    with pytest.raises(PhaseNotOpen):
        begin(nomination, staff)
    assert decline_nomination(nomination=nomination, by=staff, reason=REASON).state == "declined"


def test_who_has_an_interest_does_not_decide(staff):
    nomination = make_nomination()
    begin(nomination, staff, Declaration.CONFLICT, RELATED)
    for decide in DECISIONS.values():
        with pytest.raises(ConflictDeclared):
            decide(nomination, staff)
    with pytest.raises(DatabaseError, match="conflict of interest"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(
            state="declined", decided_by=staff, decided_at=timezone.now(), decision_reason=REASON
        )


def test_decided_proposal_is_not_reviewed(staff):
    nomination = make_nomination()
    decline_nomination(nomination=nomination, by=make_user(Role.ADMIN), reason=REASON)
    with pytest.raises(AlreadyDecided):
        begin(nomination, staff)
    with pytest.raises(DatabaseError, match="nothing to review"), transaction.atomic():
        Review.objects.create(nomination=nomination, reviewer=staff, declaration=Declaration.NONE)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda review: Review.objects.filter(pk=review.pk).update(comment="Lain"),
        lambda review: Review.objects.filter(pk=review.pk).update(handed_in_at=None),
        lambda review: review.delete(),
        lambda review: review.scores.update(score=1),
        lambda review: review.scores.all().delete(),
        lambda review: review.scores.create(criterion=make_phase().criteria.first(), score=5),
    ],
)
def test_handed_in_sheet_stands(nomination, staff, break_it):
    review = hand_in(nomination, staff)
    with pytest.raises(DatabaseError), transaction.atomic():
        break_it(review)


def test_incomplete_or_conflicted_sheet_is_not_handed_in(nomination, staff):
    review = begin(nomination, staff)
    rows = Review.objects.filter(pk=review.pk)
    with pytest.raises(DatabaseError, match="review_complete"), transaction.atomic():
        rows.update(handed_in_at=timezone.now())
    with pytest.raises(DatabaseError, match="review_score_fits"), transaction.atomic():
        ReviewScore.objects.create(review=review, criterion=make_phase().criteria.first(), score=3)
    begin(nomination, staff, Declaration.CONFLICT, RELATED)
    with (
        pytest.raises(DatabaseError, match=r"review_handed_in_without_conflict|review_complete"),
        transaction.atomic(),
    ):
        rows.update(handed_in_at=timezone.now())
    with pytest.raises(DatabaseError, match="review_conflict_in_words"), transaction.atomic():
        rows.update(conflict="")
