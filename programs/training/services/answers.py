"""Answering an invitation: coming, not coming, waiting for a place, and changing one's mind."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import AnswerWay, DeclineReason, InvitationState, SessionState
from programs.training.errors import InvitationEnded, ReasonMissing, SessionClosed, SubstituteRefused
from programs.training.models import Invitation, Session
from programs.training.queries.places import place_waits_for, takes_part_with
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .locking import lock_invitation, lock_session
from .places import move_up_waiting
from .telling import tell_substitute

REASONS = {
    AnswerWay.LINK: gettext_lazy("Dijawab lewat tautan undangan."),
    AnswerWay.PORTAL: gettext_lazy("Dijawab sendiri di portal."),
    AnswerWay.STAFF: gettext_lazy("Jawaban dicatat oleh petugas."),
}
ANSWER = ("state", "why", "reason", "answered_at", "answered_via", "answered_by", "substitute")


@transaction.atomic
def answer_invitation(
    *,
    invitation: Invitation,
    attends: bool,
    why: str = "",
    reason: str = "",
    way: str = AnswerWay.LINK,
    by: User | None = None,
) -> Invitation:
    """Confirm or decline, until the start. Who holds the invitation's token speaks for the person invited; `by` is
    who is known to have answered, and from which `way`.

    Locking the session makes simultaneous answers queue up, so that the last place goes to one of them
    and the others read that they wait, and at which place. The same answer again changes nothing.
    """
    session = lock_session(invitation.session)
    invitation = lock_invitation(invitation)
    refuse_late(session, invitation)
    invitation.answered_via, invitation.answered_by = way, by
    if attends:
        confirm(session, invitation)
    else:
        _decline(session, invitation, why, reason.strip())
    return invitation


def refuse_late(session: Session, invitation: Invitation) -> None:
    if session.state == SessionState.CANCELLED:
        raise SessionClosed(_("Pelatihan ini dibatalkan, jadi tidak perlu dijawab lagi."))
    if not session.is_upcoming:
        raise SessionClosed(_("Pelatihan ini sudah dimulai, jadi jawaban tidak dapat diubah lagi."))
    if invitation.state == InvitationState.CANCELLED:
        raise InvitationEnded(_("Undangan ini tidak berlaku lagi."))


def confirm(session: Session, invitation: Invitation) -> None:
    """A place, or one in the queue. Who has either keeps it."""
    number = invitation.substitute.phone if invitation.substitute else invitation.person.phone or ""
    if takes_part_with(number, session=session, beside=invitation):
        raise SubstituteRefused(
            _("Nomor HP ini sudah dipakai peserta lain di pelatihan ini. Satu orang mendapat satu tempat."),
            field="phone",
        )
    if invitation.holds_or_waits:
        return
    gets_place = place_waits_for(session, invitation.kind)
    save_answer(invitation, InvitationState.CONFIRMED if gets_place else InvitationState.WAITING)
    if move_up_waiting(session):
        invitation.refresh_from_db(fields=["state"])


def _decline(session: Session, invitation: Invitation, why: str, reason: str) -> None:
    if not why and not reason:
        raise ReasonMissing(_("Pilih alasannya, atau tulis dengan singkat."), field="why")
    if why == DeclineReason.OTHER and not reason:
        raise ReasonMissing(_("Tulis alasan Anda dengan singkat."), field="reason")
    if invitation.state == InvitationState.DECLINED and (invitation.why, invitation.reason) == (why, reason):
        return
    left_out, invitation.substitute = invitation.substitute, None
    save_answer(invitation, InvitationState.DECLINED, why=why, reason=reason)
    if left_out:
        tell_substitute(invitation, released=left_out)
    move_up_waiting(session)


def save_answer(invitation: Invitation, state: str, *, why: str = "", reason: str = "") -> None:
    invitation.state, invitation.why, invitation.reason = state, why, reason
    invitation.answered_at = timezone.now()
    way = AnswerWay(invitation.answered_via)
    with because(
        str(REASONS[way]), by=invitation.answered_by
    ):  # a signed-in reader of the link is named as well
        invitation.save(update_fields=ANSWER)
