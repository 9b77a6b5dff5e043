"""A signed word in an address: whoever holds it does one thing for the person invited, without signing in.

Each opens one thing of one invitation. It is signed with the invitation's own secret, so that it dies with that.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from programs.training.models import Invitation

READABLE_AFTER = timedelta(days=90)  # the session's end; then the link opens nothing any more
LONGEST = 120
LARGEST_ID = 2**63 - 1


def _signer(purpose: str, invitation: Invitation) -> Signer:
    return Signer(salt=f"training.{purpose}.{invitation.token}", sep=".")


def signed_word(invitation: Invitation, purpose: str) -> str:
    return _signer(purpose, invitation).sign(str(invitation.pk))


def is_signed(word: str, purpose: str, invitation: Invitation) -> bool:
    try:
        _signer(purpose, invitation).unsign(word)
    except BadSignature:
        return False
    return True


def invitation_named(word: str, *related: str) -> Invitation | None:
    """Whose word it says it is, with what is `related`; not yet whether it is signed."""
    number = word.partition(".")[0]
    if len(word) > LONGEST or not (number.isascii() and number.isdecimal()) or int(number) > LARGEST_ID:
        return None
    recent = Invitation.objects.filter(session__ends_at__gt=timezone.now() - READABLE_AFTER)
    return recent.select_related(*related).filter(pk=int(number)).first()
