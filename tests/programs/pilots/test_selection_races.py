"""People who press at the same instant while businesses are selected. Real threads, real connections."""

from collections import Counter

import pytest

from programs.pilots.choices import Declaration, NeedRule
from programs.pilots.consents.services import withdraw_consent
from programs.pilots.exceptions.services import ask_exception, decide_exception
from programs.pilots.models import EligibilityException, Nomination, Review
from programs.pilots.reviews.services import declare_interest, save_sheet
from programs.pilots.services import (
    accept_nomination,
    correct_nomination,
    move_on_waiting_list,
    nominate_business,
    waitlist_nomination,
)
from programs.pilots.services.eligibility import consent_of
from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_nomination, make_phase, make_user
from tests.parallel import in_parallel
from tests.reviewing import make_consent

from .makers import MOTIVATION, REASON, scores_of

pytestmark = pytest.mark.django_db(transaction=True)


def together(*tasks) -> Counter:
    return Counter(in_parallel(lambda task: task(), tasks))


def test_sheet_handed_in_twice_at_once_stands_once(staff):
    nomination = make_nomination(reviewed=False)
    scores = scores_of(nomination.phase)
    declare_interest(nomination=nomination, declaration=Declaration.NONE, by=staff)
    hand_in = lambda: save_sheet(nomination=nomination, scores=scores, by=staff, hand_in=True).is_handed_in  # noqa: E731

    assert together(*[hand_in] * 6) == {True: 1, "AlreadyHandedIn": 5}


def test_interest_declared_many_times_at_once_is_one_sheet(staff):
    nomination = make_nomination(reviewed=False)

    def declare() -> str:
        return declare_interest(nomination=nomination, declaration=Declaration.NONE, by=staff).declaration

    assert together(*[declare] * 6) == {"none": 6}
    assert Review.objects.count() == 1


def test_corrections_and_the_first_sheet_at_once_each_get_through_or_a_sentence(staff):
    nomination = make_nomination(reviewed=False)
    scores = scores_of(nomination.phase, 5)
    declare_interest(nomination=nomination, declaration=Declaration.NONE, by=staff)
    by = nomination.nominated_by

    answers = together(
        lambda: save_sheet(nomination=nomination, scores=scores, by=staff, hand_in=True).is_handed_in,
        *[
            lambda: (
                correct_nomination(
                    nomination=nomination, motivation=MOTIVATION, scores=scores, by=by
                ).motivation
            )
        ]
        * 4,
    )

    assert answers[True] == 1
    assert answers[MOTIVATION] + answers["NotCorrectable"] == 4


def test_decision_waits_for_the_second_sheet_or_says_so(staff):
    nomination = make_nomination(reviewed=False)
    scores = scores_of(nomination.phase)
    reviewers = [make_user(Role.JAMKRINDO) for _ in range(2)]
    for reviewer in reviewers:
        declare_interest(nomination=nomination, declaration=Declaration.NONE, by=reviewer)

    answers = together(
        *[
            lambda by=by: save_sheet(nomination=nomination, scores=scores, by=by, hand_in=True).is_handed_in
            for by in reviewers
        ],
        lambda: accept_nomination(nomination=nomination, by=staff).nomination.state,
    )

    assert answers[True] == 2
    assert answers["accepted"] + answers["NotReviewed"] == 1


def test_consent_withdrawn_while_proposed_leaves_no_proposal_without_consent():
    business, phase = make_business(), make_phase()
    make_consent(business)
    owner, by = business.owner.user, make_user(Role.COORDINATOR, province=business.province)
    scores = scores_of(phase)

    together(
        lambda: withdraw_consent(business=business, by=owner),
        lambda: (
            nominate_business(
                business=business, phase=phase, motivation=MOTIVATION, scores=scores, by=by
            ).state
        ),
    )

    if consent_of(business) is None:
        assert not Nomination.objects.live().exists()


def test_exception_asked_and_decided_by_many_at_once_is_one():
    phase, business = make_phase(needs_nib=True), make_business()
    askers = [make_user(Role.COORDINATOR, province=business.province) for _ in range(4)]
    asked = Counter(
        in_parallel(
            lambda by: (
                ask_exception(
                    business=business, phase=phase, rule=NeedRule.LEGALITY, reason=REASON, by=by
                ).state
            ),
            askers,
        )
    )
    assert asked == {"open": 1, "NotExceptable": 3}
    exception = EligibilityException.objects.get()
    decided = in_parallel(
        lambda by: decide_exception(exception=exception, approves=True, by=by).state,
        [make_user(Role.BOARD) for _ in range(4)],
    )
    assert Counter(decided) == {"approved": 1, "NotExceptable": 3}


def test_ranks_stay_one_to_n_while_some_come_and_others_are_moved(staff):
    phase = make_phase()
    listed = [make_nomination(phase=phase, score=score) for score in (5, 4, 3, 2)]
    for one in listed:
        waitlist_nomination(nomination=one, by=staff)
    coming = [make_nomination(phase=phase, score=score) for score in (5, 3, 1)]

    together(
        *[lambda one=one: waitlist_nomination(nomination=one, by=staff).state for one in coming],
        *[
            lambda one=one: move_on_waiting_list(nomination=one, rank=1, reason=REASON, by=staff).state
            for one in listed[2:]
        ],
    )

    ranks = Nomination.objects.filter(state="waitlisted").order_by("waitlist_rank")
    assert list(ranks.values_list("waitlist_rank", flat=True)) == list(range(1, 8))
