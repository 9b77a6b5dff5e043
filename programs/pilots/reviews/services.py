"""Reviewing: first what interests somebody has, then a sheet that may wait, then handing it in for good."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import Declaration
from programs.pilots.errors import AlreadyHandedIn, NotReviewer, ReasonMissing
from programs.pilots.models import Nomination, Review, ReviewScore
from programs.pilots.services.locking import lock_nomination, refuse_closed, refuse_decided
from programs.pilots.services.scoring import Score, Scores, checked_scores, criteria_of
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment

from .permissions import UNDECIDED, may_review, why_not_reviewer

LEAST_WORDS = 10


@transaction.atomic
def declare_interest(
    *, nomination: Nomination, declaration: Declaration, by: User, conflict: str = ""
) -> Review:
    """Say whether one has an interest in the business, or leaves the scoring to others. What was scored as a draft
    by somebody who then declares an interest never counts.

    Raises NotReviewer, AlreadyDecided, PhaseNotOpen, AlreadyHandedIn, ReasonMissing.
    """
    nomination = _open_for(nomination, by)
    conflict = conflict.strip() if declaration == Declaration.CONFLICT else ""
    if declaration == Declaration.CONFLICT and len(conflict) < LEAST_WORDS:
        raise ReasonMissing(_("Tulis kepentingannya, misalnya: pemiliknya saudara saya."), field="conflict")
    review = _own(nomination, by)
    if review is None:
        review = Review(nomination=nomination, reviewer=by)
    elif review.declaration == Declaration.ASIDE and declaration != Declaration.ASIDE:
        raise NotReviewer(
            _("Anda sudah melihat nilai penilai lain, jadi tidak lagi menilai usulan ini sendiri.")
        )
    review.declaration, review.conflict, review.declared_at = declaration, conflict, timezone.now()
    with because(str(declaration.label), by=by):
        review.save()
    return review


@transaction.atomic
def save_sheet(
    *, nomination: Nomination, scores: Scores, by: User, comment: str = "", hand_in: bool = False
) -> Review:
    """Keep the sheet as a draft, or hand it in, complete and for good.

    Raises NotReviewer, AlreadyDecided, PhaseNotOpen, AlreadyHandedIn, ScoreMissing.
    """
    nomination = _open_for(nomination, by)
    review = _own(nomination, by)
    if review is None or not review.scores_itself:
        raise NotReviewer(_("Nyatakan dahulu bahwa Anda tidak punya kepentingan dengan usaha ini."))
    given = checked_scores(criteria_of(nomination.phase), scores, all_of_them=hand_in)
    with because(_("Penilaian diserahkan.") if hand_in else _("Penilaian disimpan."), by=by):
        _write(review, given)
        review.comment = comment.strip()
        if hand_in:
            review.handed_in_at = timezone.now()
        review.save(update_fields=["comment", "handed_in_at"])
    return review


def _open_for(nomination: Nomination, by: User) -> Nomination:
    """The locked row; decisions and corrections wait until the sheet is through."""
    nomination = lock_nomination(nomination)
    if not may_review(by):
        raise NotReviewer(_("Hanya staf Jamkrindo yang menilai usulan."))
    refusal = why_not_reviewer(by, nomination)
    if refusal:
        raise NotReviewer(refusal)
    refuse_decided(nomination, allowed=UNDECIDED)
    refuse_closed(nomination.phase)
    return nomination


def _own(nomination: Nomination, by: User) -> Review | None:
    review = nomination.reviews.filter(reviewer=by).first()
    if review is not None and review.is_handed_in:
        raise AlreadyHandedIn(
            _("Anda sudah menyerahkan penilaian ini pada %(at)s. Nilainya tidak berubah lagi.")
            % {"at": moment(review.handed_in_at, nomination.province.time_zone)}
        )
    return review


def _write(review: Review, scores: dict[int, Score]) -> None:
    """A score that was taken out of the draft goes: a draft does not count yet."""
    known = {row.criterion_id: row for row in review.scores.all()}
    fresh = []
    for criterion, given in scores.items():
        row = known.pop(criterion, None)
        if row is None:
            fresh.append(
                ReviewScore(review=review, criterion_id=criterion, score=given.score, comment=given.remark)
            )
        elif (row.score, row.comment) != (given.score, given.remark):
            row.score, row.comment = given.score, given.remark
            row.save(update_fields=["score", "comment"])
    ReviewScore.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    ReviewScore.objects.bulk_create(fresh)
