"""Who mentors a business, or did, judges it no more: neither by a score nor by a decision; the database holds the same."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from programs.pilots.choices import Declaration
from programs.pilots.errors import ConflictDeclared, NotReviewer
from programs.pilots.models import Nomination, Review
from programs.pilots.reviews.services import declare_interest
from programs.pilots.services import decline_nomination
from tests import factories as make
from tests.programs.mentoring.makers import leave_seat
from tests.programs.mentoring.visits.makers import make_assignment
from tests.programs.pilots.makers import REASON

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentored():
    """A nomination of a business that was a pilot, and the one who mentored it."""
    assignment = make_assignment()
    assignment.ended_at, assignment.ended_by = timezone.now(), assignment.began_by
    assignment.end_reason = "Selesai."
    assignment.save()
    leave_seat(assignment.business)
    nomination = make.make_nomination(business=assignment.business, province=assignment.province)
    return nomination, assignment.mentor.user


def test_mentor_neither_scores_nor_decides(mentored):
    nomination, mentor = mentored
    with pytest.raises(NotReviewer, match="pernah mendampingi"):
        declare_interest(nomination=nomination, declaration=Declaration.NONE, by=mentor)
    with pytest.raises(ConflictDeclared, match="pernah mendampingi"):
        decline_nomination(nomination=nomination, reason=REASON, by=mentor)


def test_wall_mentor_neither_scores_nor_decides(mentored):
    nomination, mentor = mentored
    told = {"nomination": nomination, "reviewer": mentor, "declared_at": timezone.now()}
    with pytest.raises(DatabaseError, match="review_by_no_mentor"), transaction.atomic():
        Review.objects.create(declaration=Declaration.NONE, **told)
    own = Review.objects.create(declaration=Declaration.CONFLICT, conflict="Mendampinginya dahulu.", **told)
    with pytest.raises(DatabaseError, match="review_by_no_mentor"), transaction.atomic():
        Review.objects.filter(pk=own.pk).update(declaration=Declaration.NONE, conflict="")
    Review.objects.filter(pk=own.pk).update(declaration=Declaration.ASIDE, conflict="")
    decision = {"decided_by": mentor, "decided_at": timezone.now(), "decision_reason": REASON}
    rows = Nomination.objects.filter(pk=nomination.pk)
    with pytest.raises(DatabaseError, match="decided_by_no_mentor"), transaction.atomic():
        rows.update(state="declined", **decision)
    assert rows.update(state="withdrawn", **decision) == 1
