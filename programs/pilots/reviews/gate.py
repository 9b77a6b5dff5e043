"""Nobody decides before enough people have reviewed, nor who has an interest. The database holds the same."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.pilots.choices import Declaration, NominationState
from programs.pilots.errors import ConflictDeclared, NotReviewed
from programs.pilots.models import Nomination
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure

from .interests import interest_of


def refuse_unready(nomination: Nomination, *, by: User, declines: bool = False) -> None:
    """Raises ConflictDeclared, NotReviewed. Whoever still waits when the phase has ended is declined without reviews."""
    refuse_involved(nomination, by=by)
    if nomination.state != NominationState.PROPOSED or (declines and not nomination.phase.is_open):
        return
    number, least = nomination.reviews.handed_in().count(), nomination.phase.least_reviews
    if number < least:
        raise NotReviewed(
            _(
                "Baru %(number)s dari %(least)s penilai menyerahkan nilainya. Keputusan dibuat setelah semuanya masuk."
            )
            % {"number": figure(number), "least": figure(least)}
        )


def refuse_involved(nomination: Nomination, *, by: User) -> None:
    """Who proposed it, or is close to it, does not decide on it, whatever other roles that person has.

    Raises ConflictDeclared.
    """
    if nomination.nominated_by_id == by.pk:
        raise ConflictDeclared(_("Anda yang mengusulkan usaha ini, jadi orang lain yang memutuskan."))
    if known := interest_of(by, nomination.business):
        raise ConflictDeclared(known)
    if nomination.reviews.filter(reviewer=by, declaration=Declaration.CONFLICT).exists():
        raise ConflictDeclared(
            _("Anda menyatakan punya kepentingan dengan usaha ini, jadi orang lain yang memutuskan.")
        )
