"""Makers of what the walls ask before a business is proposed and decided on: consent, and handed-in sheets."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from programs.partnership.models import Criterion
from programs.pilots.choices import Declaration
from programs.pilots.models import Nomination, NominationConsent, NominationScore, Review, ReviewScore
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from umkm.businesses.models import Business
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.models import ConsentText

DECISION = ("state", "decided_by", "decided_at", "decision_reason", "waitlist_rank")


def make_consent(business: Business, *, by: User | None = None) -> NominationConsent:
    """That the owner agrees to be proposed; one without an account has signed a paper, which `by` keeps."""
    text = ConsentText.objects.get_or_create(
        version="usulan-1",
        defaults={"purpose": ConsentPurpose.NOMINATION, "body": "Isi", "valid_from": timezone.now()},
    )[0]
    paper = {} if business.owner.user_id else {"signed_on": timezone.localdate()}
    return NominationConsent.objects.get_or_create(
        business=business,
        owner=business.owner,
        withdrawn_at=None,
        defaults={"text": text, "recorded_by": business.owner.user or by, **paper},
    )[0]


def make_reviewers(number: int) -> list[User]:
    """The same people of Jamkrindo for every nomination of a test."""
    emails = [f"penilai{position}@uji.test" for position in range(1, number + 1)]
    found = list(User.objects.filter(email__in=emails).order_by("email"))
    missing = User.objects.bulk_create(
        User(email=email, full_name=f"Penilai Uji {position}", password="!")  # nobody signs in
        for position, email in enumerate(emails, start=1)
        if position > len(found)
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role.JAMKRINDO) for user in missing)
    return found + missing


def make_reviews(
    nomination: Nomination, criteria: list[Criterion] | None = None, *, scores: list[int]
) -> list[Review]:
    """Handed in by as many reviewers as there are `scores`, each the same by every criterion."""
    criteria = criteria or list(nomination.phase.criteria.all())
    now = timezone.now()
    reviews = Review.objects.bulk_create(
        Review(nomination=nomination, reviewer=reviewer, declaration=Declaration.NONE, declared_at=now)
        for reviewer in make_reviewers(len(scores))
    )
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, criterion=criterion, score=score)
        for review, score in zip(reviews, scores, strict=True)
        for criterion in criteria
    )
    Review.objects.filter(pk__in=[review.pk for review in reviews]).update(handed_in_at=now)
    return reviews


def make_judged(nomination: Nomination, *, score: int, reviewed: bool, decision: dict[str, Any]) -> None:
    """Scored by the nominating side, reviewed, and decided as `decision` says."""
    criteria = list(nomination.phase.criteria.all())
    NominationScore.objects.bulk_create(
        NominationScore(nomination=nomination, criterion=criterion, score=score) for criterion in criteria
    )
    if reviewed:
        make_reviews(nomination, criteria, scores=[score] * nomination.phase.least_reviews)
    for name, value in decision.items():
        setattr(nomination, name, value)
    if decision:
        nomination.save(update_fields=list(decision))
