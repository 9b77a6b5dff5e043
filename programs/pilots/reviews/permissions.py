"""Who reviews, and who sees what the others gave."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.pilots.choices import Declaration, NominationState
from programs.pilots.models import Nomination, Review
from programs.pilots.permissions import may_decide
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User

from .interests import interest_of

UNDECIDED = (NominationState.PROPOSED,)
may_review = holds(Role.JAMKRINDO)


def why_not_reviewer(user: User, nomination: Nomination) -> str:
    """Nobody reviews what is one's own, what one has proposed, or what one is close to."""
    if nomination.business.owner.user_id == user.pk:
        return _("Usaha ini milik Anda sendiri, jadi orang lain yang menilainya.")
    if nomination.nominated_by_id == user.pk:
        return _("Anda yang mengusulkan usaha ini, jadi orang lain yang menilainya.")
    return interest_of(user, nomination.business)


def sees_scores(user: User, nomination: Nomination, own: Review | None) -> bool:
    """Whether the reviewers' scores are shown: to everybody in scope once it is decided; before, to deciders, but to
    one who reviews only after handing in, or after leaving it to others, so that each sheet is one's own.
    """
    if nomination.state not in UNDECIDED:
        return True
    if not may_decide(user):
        return False
    if own is not None:
        return own.is_handed_in or own.declaration == Declaration.ASIDE
    return not may_review(user) or not nomination.phase.is_open


def sees_sheets(user: User, nomination: Nomination, own: Review | None) -> bool:
    """Each reviewer's name and words: for those who decide."""
    return may_decide(user) and sees_scores(user, nomination, own)
