"""What pages show of a nomination's reviews: as much as the one who looks may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from programs.pilots.choices import Declaration
from programs.pilots.models import EligibilityException, Nomination, Review
from soksi_portal.accounts.models import User
from umkm.businesses.documents.queries import lines_for
from umkm.businesses.models import Document

from .permissions import UNDECIDED, may_review, sees_scores, sees_sheets, why_not_reviewer
from .queries import own_reviews
from .results import Result, results_of


@dataclass(frozen=True)
class Shown:
    """One nomination's scores for one person who looks."""

    result: Result
    own: Review | None
    sees_scores: bool
    sees_sheets: bool
    may_score: bool
    exceptions: list[EligibilityException]

    @property
    def number(self) -> int:
        return len(self.result.sheets)

    @property
    def least(self) -> int:
        return int(self.result.nomination.phase.least_reviews)

    @property
    def is_counted(self) -> bool:
        """Whether a mean is shown."""
        return self.sees_scores and self.result.total is not None


def shown_to(user: User, nominations: Iterable[Nomination]) -> dict[int, Shown]:
    """{nomination id: what this person sees}, in six queries however many there are."""
    rows = list(nominations)
    results, own = results_of(rows), own_reviews(user, rows)
    excepted: dict[tuple[int, int], list[EligibilityException]] = {}
    approved = EligibilityException.objects.approved().filter(
        business__in=[one.business_id for one in rows], phase__in={one.phase_id for one in rows}
    )
    for exception in approved.select_related("asked_by", "decided_by").order_by("pk"):
        excepted.setdefault((exception.business_id, exception.phase_id), []).append(exception)
    return {
        one.pk: Shown(
            result=results[one.pk],
            own=own.get(one.pk),
            sees_scores=sees_scores(user, one, own.get(one.pk)),
            sees_sheets=sees_sheets(user, one, own.get(one.pk)),
            may_score=_may_score(user, one, own.get(one.pk)),
            exceptions=excepted.get((one.business_id, one.phase_id), []),
        )
        for one in rows
    }


def _may_score(user: User, nomination: Nomination, own: Review | None) -> bool:
    """Has a sheet to fill in, or to begin; also when enough others have, since one more opinion may help."""
    if not may_review(user) or nomination.state not in UNDECIDED or not nomination.phase.is_open:
        return False
    if own is not None and (own.is_handed_in or own.declaration == Declaration.ASIDE):
        return False
    return not why_not_reviewer(user, nomination)


def review_context(user: User, nomination: Nomination) -> dict[str, Any]:
    """For the page of one nomination."""
    attached = Document.objects.kept().filter(
        pk__in=nomination.attached.filter(removed_at=None).values("document")
    )
    return {
        "shown": shown_to(user, [nomination])[nomination.pk],
        "documents": lines_for(attached, viewer=user),
    }
