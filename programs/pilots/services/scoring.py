"""Scores by the criteria of a phase, of the nominating side and of reviewers alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.partnership.models import Criterion, Phase
from programs.partnership.models.phases import HIGHEST_SCORE
from programs.pilots.errors import ScoreMissing


@dataclass(frozen=True)
class Score:
    """One score from 1 to 5, and why."""

    score: int
    remark: str = ""


Scores = Mapping[int, Score]  # by the criterion's id


def score_field(criterion: Criterion | int) -> str:
    """How the form names the field of a criterion; a refusal names it too."""
    return f"score_{criterion if isinstance(criterion, int) else criterion.pk}"


def criteria_of(phase: Phase) -> list[Criterion]:
    return list(phase.criteria.order_by("number"))


def checked_scores(
    criteria: Sequence[Criterion], scores: Scores, *, all_of_them: bool = True
) -> dict[int, Score]:
    """Only of these criteria, each from 1 to 5; a draft may leave some out. Raises ScoreMissing."""
    found = {}
    for criterion in criteria:
        given = scores.get(criterion.pk)
        if given is None:
            if all_of_them:
                raise ScoreMissing(
                    _("Beri nilai 1 sampai %(most)d untuk %(criterion)s.")
                    % {"most": HIGHEST_SCORE, "criterion": criterion.title},
                    field=score_field(criterion),
                )
            continue
        if not 1 <= given.score <= HIGHEST_SCORE:
            raise ScoreMissing(
                _("Nilai untuk %(criterion)s adalah 1 sampai %(most)d.")
                % {"most": HIGHEST_SCORE, "criterion": criterion.title},
                field=score_field(criterion),
            )
        found[criterion.pk] = Score(given.score, given.remark.strip())
    return found
