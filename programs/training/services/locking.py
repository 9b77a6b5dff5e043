"""The queue at a session."""

from __future__ import annotations

from programs.training.models import Invitation, Session

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
