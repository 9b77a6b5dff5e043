"""The signed word in the address of a test or of the feedback form (`inviting.signed`)."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from programs.training.choices import AssessmentKind
from programs.training.inviting.signed import invitation_named, is_signed, signed_word
from programs.training.models import Invitation

FEEDBACK = "feedback"
WITH_PAGE = ("person", "province", "session__module", "session__trainer", "attendance")


def _path(page: str, purpose: str, invitation: Invitation) -> str:
    return reverse(page, args=[signed_word(invitation, purpose)])


def sitting_path(invitation: Invitation, kind: AssessmentKind) -> str:
    return _path("test_take", kind.value, invitation)


def feedback_path(invitation: Invitation) -> str:
    return _path("feedback_give", FEEDBACK, invitation)


def absolute(path: str) -> str:
    return urljoin(settings.PORTAL_URL, path)


def sitting_of(token: str) -> tuple[Invitation, AssessmentKind] | None:
    """Whose test a link opens, and which; None for a forged or an old one."""
    invitation = invitation_named(token, *WITH_PAGE)
    if invitation is None:
        return None
    return next(
        ((invitation, kind) for kind in AssessmentKind if is_signed(token, kind.value, invitation)), None
    )


def feedback_of(token: str) -> Invitation | None:
    invitation = invitation_named(token, *WITH_PAGE)
    return invitation if invitation and is_signed(token, FEEDBACK, invitation) else None
