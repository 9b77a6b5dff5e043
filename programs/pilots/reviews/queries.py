"""Which proposals wait for a reviewer, and how far reviewing has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from programs.partnership.models import Phase
from programs.pilots.models import Nomination, Review
from soksi_portal.accounts.models import User

from .permissions import UNDECIDED


def with_review_count(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Each with `reviewed`: how many sheets are handed in."""
    counted = (
        Review.objects.handed_in()
        .filter(nomination=OuterRef("pk"))
        .order_by()
        .values("nomination")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return nominations.annotate(reviewed=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))


def waiting_for_review(nominations: QuerySet[Nomination], user: User) -> QuerySet[Nomination]:
    """Those that `user` has yet to review: begun, or still short of sheets; not one's own, not proposed by oneself."""
    own = Review.objects.filter(nomination=OuterRef("pk"), reviewer=user)
    begun = own.filter(handed_in_at=None, declaration="none")
    return (
        with_review_count(nominations)
        .filter(state__in=UNDECIDED, phase__in=Phase.objects.open())
        .filter(Exists(begun) | (~Exists(own) & Q(reviewed__lt=F("phase__least_reviews"))))
        .exclude(nominated_by=user)
        .exclude(business__owner__user=user)
    )


def own_reviews(user: User, nominations: Iterable[Nomination]) -> dict[int, Review]:
    """{nomination id: the sheet of `user`}, in one query."""
    rows = Review.objects.filter(reviewer=user, nomination__in=[one.pk for one in nominations])
    return {review.nomination_id: review for review in rows}


@dataclass(frozen=True)
class Progress:
    """Of the undecided proposals of a province."""

    ready: int = 0  # reviewed by as many as the phase asks for
    undecided: int = 0


def progress_by_province(phase: Phase, provinces: Iterable[Any]) -> dict[str, Progress]:
    """{province code: how far reviewing has come}, in one query."""
    rows = (
        with_review_count(
            Nomination.objects.filter(phase=phase, province__in=list(provinces), state__in=UNDECIDED)
        )
        .order_by()
        .values("province")
        .annotate(
            undecided=Count("pk"),
            ready=Count("pk", filter=Q(reviewed__gte=phase.least_reviews)),
        )
    )
    return {row["province"]: Progress(row["ready"], row["undecided"]) for row in rows}
