"""Answering an invitation: coming, not coming, waiting for a place, and changing one's mind."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import InvitationState, SessionState
from programs.training.errors import InvitationEnded, ReasonMissing, SessionClosed
from programs.training.models import Invitation, Session
from soksi_portal.audit.services import because

from .invitations import lock_session, move_up_waiting


@transaction.atomic
def answer_invitation(*, invitation: Invitation, attends: bool, reason: str = "") -> Invitation:
    """Confirm or decline, until the start. Who holds the invitation's token speaks for the person invited.

    Locking the session makes simultaneous answers queue up, so that the last place goes to one of them
    and the others read that they wait, and at which place. The same answer again changes nothing.
    """
    session = lock_session(invitation.session)
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("session", "province")
        .get(pk=invitation.pk)
    )
    _refuse_late(session, invitation)
    if attends:
        _confirm(session, invitation)
    else:
        _decline(session, invitation, reason.strip())
    return invitation


def _refuse_late(session: Session, invitation: Invitation) -> None:
    if session.state == SessionState.CANCELLED:
        raise SessionClosed(_("Pelatihan ini dibatalkan, jadi tidak perlu dijawab lagi."))
    if not session.is_upcoming:
        raise SessionClosed(_("Pelatihan ini sudah dimulai, jadi jawaban tidak dapat diubah lagi."))
    if invitation.state == InvitationState.CANCELLED:
        raise InvitationEnded(_("Undangan ini tidak berlaku lagi."))


def _confirm(session: Session, invitation: Invitation) -> None:
    if invitation.state in (InvitationState.CONFIRMED, InvitationState.WAITING):
        return
    is_full = (
        session.invitations.confirmed().count() >= session.capacity or session.invitations.queue().exists()
    )
    _save_answer(invitation, InvitationState.WAITING if is_full else InvitationState.CONFIRMED)
    if move_up_waiting(session):
        invitation.refresh_from_db(fields=["state"])


def _decline(session: Session, invitation: Invitation, reason: str) -> None:
    if not reason:
        raise ReasonMissing(_("Tulis alasan Anda dengan singkat."), field="reason")
    _save_answer(invitation, InvitationState.DECLINED, reason)
    move_up_waiting(session)


def _save_answer(invitation: Invitation, state: str, reason: str = "") -> None:
    invitation.state, invitation.reason, invitation.answered_at = state, reason, timezone.now()
    with because(
        _("Dijawab lewat tautan undangan.")
    ):  # whose secret it is; a signed-in person is named as well
        invitation.save(update_fields=["state", "reason", "answered_at"])
