"""Observers: businesses that may watch a training where the pilots leave places."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from programs.pilots.models import Pilot
from programs.training import messages, queries
from programs.training.choices import InvitationKind, InvitationState, Occasion
from programs.training.errors import InvitationEnded, ObserversRefused, ReasonMissing, SessionClosed
from programs.training.inviting.candidates import Candidate, observer_candidates
from programs.training.inviting.deadline import pilots_deadline
from programs.training.models import Invitation, Session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .answers import refuse_late
from .invitations import end_invitation, invite_pilot, revive
from .locking import lock_invitation, lock_session
from .telling import tell


@transaction.atomic
def invite_observers(*, session: Session, businesses: Collection[int], by: User) -> list[Invitation]:
    """Invite the owners of these businesses, by their ids, after all pilots; more than there are places may be, since
    the others wait. From then on the pilots' deadline stands.

    Two who press at once queue up: the second finds the same people invited already. Raises ObserversRefused.
    """
    session = lock_session(session)
    if not session.is_upcoming:
        raise SessionClosed(_("Pelatihan ini sudah dimulai, selesai atau dibatalkan."))
    _invite_pilots_first(session)
    if not queries.places_for_observers(session):
        raise ObserversRefused(
            _("Tidak ada tempat tersisa untuk pengamat. Tambah kapasitasnya lebih dahulu.")
        )
    candidates = {one.business.pk: one for one in observer_candidates(session)}
    gone = set(businesses) - set(candidates)
    if gone or not businesses:
        raise ObserversRefused(
            _("Sebagian usaha ini sudah diundang atau tidak dapat diundang lagi. Periksa daftarnya.")
            if gone
            else _("Pilih paling sedikit satu usaha.")
        )
    if session.pilots_first_until is None:
        session.pilots_first_until = pilots_deadline(session.starts_at)
        session.save(update_fields=["pilots_first_until"])
    with because(_("Diundang sebagai pengamat."), by=by):
        return [_invited(session, candidates[pk]) for pk in candidates if pk in set(businesses)]


def _invite_pilots_first(session: Session) -> None:
    missing = {one.pilot_id for one in queries.missing_invitations() if one.session_id == session.pk}
    for pilot in Pilot.objects.select_related("seat", "business__owner__user").filter(pk__in=missing):
        invite_pilot(session=session, pilot=pilot)


def _invited(session: Session, candidate: Candidate) -> Invitation:
    values = {
        "kind": InvitationKind.OBSERVER,
        "pilot": None,
        "business_id": candidate.business.pk,
        "province_id": candidate.province.pk,
    }
    invitation, is_new = Invitation.objects.get_or_create(
        session=session, person=candidate.person, defaults=values
    )
    if not is_new:  # its earlier invitation had ended
        revive(invitation, **values)
    invitation = lock_invitation(invitation)
    occasion = Occasion.INVITED if is_new else Occasion.INVITED_AGAIN
    tell(invitation, occasion, messages.invited_text(invitation))
    return invitation


@transaction.atomic
def withdraw_observer(*, invitation: Invitation, reason: str, by: User) -> None:
    """Take back an observer's invitation; a pilot's ends with its seat. The reason is told. Twice is once."""
    session = lock_session(invitation.session)
    invitation = lock_invitation(invitation)
    if invitation.state == InvitationState.CANCELLED:
        return
    refuse_late(session, invitation)
    if not invitation.is_observer:
        raise InvitationEnded(_("Undangan percontohan berlaku selama usahanya menduduki kursi."))
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasannya. Orang yang diundang akan membacanya."), field="reason")
    end_invitation(session, invitation, reason=reason.strip(), by=by)
