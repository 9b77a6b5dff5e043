"""What the scores come to: exact, weighted by the criteria of the phase, on the scale from 1 to 5."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from programs.partnership.models import Criterion
from programs.pilots.models import Nomination, NominationScore, Review, ReviewScore
from soksi_portal.common.display import figure

WIDE = Decimal("1.5")  # reviewers this far apart saw something different: worth a talk before deciding
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Sheet:
    """One handed-in sheet with its weighted total."""

    review: Review
    scores: dict[int, ReviewScore]  # by criterion
    total: Decimal


@dataclass(frozen=True)
class CriterionResult:
    criterion: Criterion
    proposed: NominationScore | None  # by the nominating side
    mean: Decimal | None  # of the reviewers
    spread: int | None  # between the highest and the lowest of them
    comments: list[tuple[str, ReviewScore]]  # who, and what

    @property
    def is_wide(self) -> bool:
        return self.spread is not None and self.spread >= WIDE


@dataclass(frozen=True)
class Result:
    """Of one nomination."""

    nomination: Nomination
    criteria: list[CriterionResult]
    sheets: list[Sheet]
    proposed_total: Decimal | None
    total: Decimal | None  # the mean of the reviewers' totals
    spread: Decimal | None

    @property
    def is_wide(self) -> bool:
        return self.spread is not None and self.spread >= WIDE

    @property
    def is_enough(self) -> bool:
        return len(self.sheets) >= self.nomination.phase.least_reviews

    @property
    def weakest(self) -> list[CriterionResult]:
        """Where most can be gained: by the lowest mean, the heavier first; none that is already high."""
        low = [one for one in self.criteria if one.mean is not None and one.mean < HIGH]
        return sorted(low, key=lambda one: (one.mean, -one.criterion.weight, one.criterion.number))[
            :MOST_WEAK
        ]


HIGH = Decimal(4)
MOST_WEAK = 2


def results_of(nominations: Iterable[Nomination]) -> dict[int, Result]:
    """{nomination id: its result}, in four queries however many there are."""
    rows = list(nominations)
    ids = [one.pk for one in rows]
    criteria: dict[int, list[Criterion]] = {}
    for criterion in Criterion.objects.filter(phase__in={one.phase_id for one in rows}).order_by("number"):
        criteria.setdefault(criterion.phase_id, []).append(criterion)
    proposed: dict[int, dict[int, NominationScore]] = {}
    for score in NominationScore.objects.filter(nomination__in=ids):
        proposed.setdefault(score.nomination_id, {})[score.criterion_id] = score
    reviews: dict[int, list[Review]] = {}
    handed_in = Review.objects.handed_in().filter(nomination__in=ids).select_related("reviewer")
    for review in handed_in.prefetch_related("scores").order_by("handed_in_at", "pk"):
        reviews.setdefault(review.nomination_id, []).append(review)
    return {
        one.pk: _result(
            one, criteria.get(one.phase_id, []), proposed.get(one.pk, {}), reviews.get(one.pk, [])
        )
        for one in rows
    }


def _result(
    nomination: Nomination,
    criteria: Sequence[Criterion],
    proposed: Mapping[int, NominationScore],
    reviews: Sequence[Review],
) -> Result:
    scored = [(review, {score.criterion_id: score for score in review.scores.all()}) for review in reviews]
    totals = [weighted(criteria, scores) for _review, scores in scored]
    known = [total for total in totals if total is not None]
    sheets = [
        Sheet(review, scores, rounded(total))
        for (review, scores), total in zip(scored, totals, strict=True)
        if total is not None
    ]
    own = weighted(criteria, proposed)
    return Result(
        nomination=nomination,
        criteria=[_by_criterion(criterion, proposed, sheets) for criterion in criteria],
        sheets=sheets,
        proposed_total=None if own is None else rounded(own),
        total=rounded(sum(known, Fraction(0)) / len(known)) if known else None,
        spread=rounded(max(known) - min(known)) if len(known) > 1 else None,
    )


def _by_criterion(
    criterion: Criterion, proposed: Mapping[int, NominationScore], sheets: Sequence[Sheet]
) -> CriterionResult:
    given = [(sheet.review.reviewer.full_name, sheet.scores[criterion.pk]) for sheet in sheets]
    values = [score.score for _who, score in given]
    return CriterionResult(
        criterion=criterion,
        proposed=proposed.get(criterion.pk),
        mean=rounded(Fraction(sum(values), len(values))) if values else None,
        spread=max(values) - min(values) if len(values) > 1 else None,
        comments=given,
    )


def weighted(criteria: Sequence[Criterion], scores: Mapping[int, Any]) -> Fraction | None:
    """The mean by weight; None where a criterion is not scored."""
    if not criteria or any(criterion.pk not in scores for criterion in criteria):
        return None
    return Fraction(
        sum(criterion.weight * scores[criterion.pk].score for criterion in criteria),
        sum(criterion.weight for criterion in criteria),
    )


def rounded(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(STEP, ROUND_HALF_UP)


@dataclass(frozen=True)
class Place:
    """One place of a ranking; more than one nomination: they are equally strong, and it is said."""

    number: int
    total: Decimal
    nominations: list[Nomination]

    @property
    def tie(self) -> str:
        """Said openly, where more than one stand here: `Dua usulan sama kuat: 4,20`."""
        number = len(self.nominations)
        if number < 2:
            return ""
        words = {2: _("Dua usulan"), 3: _("Tiga usulan"), 4: _("Empat usulan")}
        return _("%(number)s sama kuat: %(total)s") % {
            "number": words.get(number, _("%(number)s usulan") % {"number": figure(number)}),
            "total": figure(self.total, 2),
        }


def ranking(results: Iterable[Result]) -> list[Place]:
    """The strongest first; equal to two decimals is equal. Only who has been reviewed by enough people has a place."""
    ready = [one for one in results if one.is_enough and one.total is not None]
    places: list[Place] = []
    before = 0
    for total in sorted({one.total for one in ready if one.total is not None}, reverse=True):
        equal = [one.nomination for one in ready if one.total == total]
        places.append(Place(before + 1, total, equal))
        before += len(equal)
    return places
