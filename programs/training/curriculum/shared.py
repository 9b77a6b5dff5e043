"""What a substitute, who has no account, reads of a session: by a signed word that opens nothing else.

It is signed for just that person (`inviting.signed`), so that it ends when somebody else is named or with the invitation.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from programs.training.choices import MaterialAudience, SessionState
from programs.training.inviting.signed import invitation_named, is_signed, signed_word
from programs.training.models import Invitation, Material
from programs.training.models.materials import TAKE_PART


def materials_path(invitation: Invitation) -> str:
    """Empty where nobody comes instead, or there is nothing to read."""
    if not _takes_part(invitation) or not shared_materials(invitation).exists():
        return ""
    return reverse("invitation_materials", args=[signed_word(invitation, _purpose(invitation))])


def substitute_of(word: str) -> Invitation | None:
    """Whose substitute a link is for; None for a forged or an old one."""
    found = invitation_named(word, "substitute", "session__module")
    if found is None or not _takes_part(found) or not is_signed(word, _purpose(found), found):
        return None
    return found


def shared_materials(invitation: Invitation) -> QuerySet[Material]:
    kept = Material.objects.kept().filter(module=invitation.session.module_id)
    return kept.filter(audience=MaterialAudience.EVERYONE).order_by("uploaded_at", "pk")


def _takes_part(invitation: Invitation) -> bool:
    return (
        invitation.substitute_id is not None
        and invitation.state in TAKE_PART
        and invitation.session.state != SessionState.CANCELLED
    )


def _purpose(invitation: Invitation) -> str:
    return f"materials.{invitation.substitute_id}"
