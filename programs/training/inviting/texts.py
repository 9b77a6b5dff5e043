"""What messages to substitutes tell. Pure functions returning the fields of a text."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from programs.training.choices import JOINED_BY_LINK, InvitationState, SessionState
from programs.training.curriculum.shared import materials_path
from programs.training.messages import about, joining_of
from programs.training.models import Invitation, Substitute
from programs.training.wordings import CALLED_OFF, NO_LONGER, QUEUED
from soksi_portal.outbox.texts.occasion import Filling


def substitute_text(invitation: Invitation, substitute: Substitute, *, is_released: bool = False) -> Filling:
    """How it stands for the one who comes instead. The link to answer stays with the person invited."""
    session = invitation.session
    joins = session.mode in JOINED_BY_LINK and invitation.state == InvitationState.CONFIRMED
    fields = about(session, invitation.province.time_zone) | {
        "nama": substitute,
        "diundang": invitation.person,
        "usaha": invitation.business,
        "gabung": joining_of(session) if joins and not is_released else "",
        "materi": "" if is_released else _materials_of(invitation),
    }
    return Filling(fields, _variant(invitation, is_released))


def _materials_of(invitation: Invitation) -> str:
    path = materials_path(invitation)
    link = urljoin(settings.PORTAL_URL, path)
    return _("Materi pelatihan, tanpa perlu masuk: %(link)s") % {"link": link} if path else ""


def _variant(invitation: Invitation, is_released: bool) -> str:
    if invitation.session.state == SessionState.CANCELLED:
        return CALLED_OFF
    if is_released or not invitation.holds_or_waits:
        return NO_LONGER
    return QUEUED if invitation.state == InvitationState.WAITING else ""
