"""The queue at a session."""

from __future__ import annotations

from collections.abc import Iterable

from programs.training.models import Invitation, Session
from soksi_portal.accounts.models import User

WITH_TEXTS = (
    "person",
    "province",
    "business",
    "substitute",
    "session__module",
    "session__trainer",
    "session__venue__regency",
)


def lock_session(session: Session) -> Session:
    """The queue for everything that concerns places: one at a time, each reading a fresh state."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("module", "trainer", "venue__regency")
        .get(pk=session.pk)
    )


def lock_invitation(invitation: Invitation) -> Invitation:
    """After its session, as everywhere."""
    return (
        Invitation.objects.select_for_update(of=("self",)).select_related(*WITH_TEXTS).get(pk=invitation.pk)
    )


def lock_people(*groups: Iterable[int]) -> None:
    """After sessions and venues, before their messages: the trainers first, then who is invited, each by their numbers.

    Two changes that concern the same people queue up; in another order they would wait for each other for ever.
    """
    for group in groups:
        list(
            User.objects.select_for_update(no_key=True).filter(pk__in=group).order_by("pk").values_list("pk")
        )
