"""The signed word in the address of a test or of the feedback form: whoever holds it answers for the person invited.

Each opens one thing of one invitation. It is signed with the invitation's own secret, so that it dies with that.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from programs.training.choices import AssessmentKind
from programs.training.models import Invitation

READABLE_AFTER = timedelta(days=90)  # the session's end; then the link opens nothing any more
LONGEST = 120
LARGEST_ID = 2**63 - 1
FEEDBACK = "feedback"
WITH_PAGE = ("person", "province", "session__module", "session__trainer", "attendance")


def _signer(purpose: str, invitation: Invitation) -> Signer:
    return Signer(salt=f"training.{purpose}.{invitation.token}", sep=".")


def _path(page: str, purpose: str, invitation: Invitation) -> str:
    return reverse(page, args=[_signer(purpose, invitation).sign(str(invitation.pk))])


def sitting_path(invitation: Invitation, kind: AssessmentKind) -> str:
    return _path("test_take", kind.value, invitation)


def feedback_path(invitation: Invitation) -> str:
    return _path("feedback_give", FEEDBACK, invitation)


def absolute(path: str) -> str:
    return urljoin(settings.PORTAL_URL, path)


def _invitation_named(token: str) -> Invitation | None:
    number = token.partition(".")[0]
    if len(token) > LONGEST or not (number.isascii() and number.isdecimal()) or int(number) > LARGEST_ID:
        return None
    recent = Invitation.objects.filter(session__ends_at__gt=timezone.now() - READABLE_AFTER)
    return recent.select_related(*WITH_PAGE).filter(pk=int(number)).first()


def _is_signed(token: str, purpose: str, invitation: Invitation) -> bool:
    try:
        _signer(purpose, invitation).unsign(token)
    except BadSignature:
        return False
    return True


def sitting_of(token: str) -> tuple[Invitation, AssessmentKind] | None:
    """Whose test a link opens, and which; None for a forged or an old one."""
    invitation = _invitation_named(token)
    if invitation is None:
        return None
    return next(
        ((invitation, kind) for kind in AssessmentKind if _is_signed(token, kind.value, invitation)), None
    )


def feedback_of(token: str) -> Invitation | None:
    invitation = _invitation_named(token)
    return invitation if invitation and _is_signed(token, FEEDBACK, invitation) else None
