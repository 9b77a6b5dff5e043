"""Which pilots are invited, and who no longer is."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from programs.pilots.models import Pilot
from programs.training import messages
from programs.training.choices import InvitationKind, InvitationState, Occasion
from programs.training.errors import InvitationEnded, SessionClosed
from programs.training.models import Invitation, Session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.outbox import services as outbox

from .changes import renew_schedules
from .locking import WITH_TEXTS, lock_invitation, lock_people, lock_session
from .places import move_up_waiting
from .telling import tell, tell_substitute

__all__ = ["WITH_TEXTS", "invite_all", "invite_pilot", "lock_session", "uninvite"]


def invitable_pilots(session: Session) -> list[Pilot]:
    """The active pilots of the session's provinces and phase whose owner has an account."""
    pilots = Pilot.objects.active().filter(
        seat__phase=session.phase_id,
        seat__province__in=session.session_provinces.values("province"),
        business__owner__user__is_active=True,
    )
    return list(
        pilots.select_related("seat", "business__owner__user").order_by("seat__province", "seat__number")
    )


def invite_all(session: Session) -> list[Invitation]:
    """Invite everyone who belongs to a new session; a person with two pilots gets one invitation."""
    by_person: dict[int, Invitation] = {}
    for pilot in invitable_pilots(session):
        person = cast(User, pilot.business.owner.user)  # has an account: invitable
        by_person.setdefault(
            person.pk,
            Invitation(session=session, person=person, **_as_pilot(pilot)),
        )
    Invitation.objects.bulk_create(by_person.values())
    made = list(session.invitations.select_related(*WITH_TEXTS).order_by("pk"))
    for invitation in made:
        tell(invitation, Occasion.INVITED, messages.invited_text(invitation))
    return made


@transaction.atomic
def invite_pilot(*, session: Session, pilot: Pilot) -> Invitation:
    """Invite a pilot accepted after the session was scheduled. Who is invited already stays as is."""
    session = lock_session(session)
    if not session.is_upcoming:
        raise SessionClosed(_("Pelatihan ini sudah dimulai, selesai atau dibatalkan."))
    person = pilot.business.owner.user
    if person is None or not person.is_active:
        raise InvitationEnded(_("Pemilik usaha ini belum punya akun yang aktif."))
    invitation, is_new = Invitation.objects.get_or_create(
        session=session, person=person, defaults=_as_pilot(pilot)
    )
    if not is_new and invitation.state != InvitationState.CANCELLED:
        if invitation.is_observer:
            _take_as_pilot(invitation, pilot)
            move_up_waiting(session)
        return invitation
    if not is_new:  # was a pilot or an observer, ended, and is a pilot now
        revive(invitation, **_as_pilot(pilot))
    invitation = lock_invitation(invitation)
    tell(
        invitation, Occasion.INVITED if is_new else Occasion.INVITED_AGAIN, messages.invited_text(invitation)
    )
    return invitation


def _as_pilot(pilot: Pilot) -> dict[str, Any]:
    return {
        "kind": InvitationKind.PILOT,
        "pilot": pilot,
        "business_id": pilot.business_id,
        "province_id": pilot.seat.province_id,
    }


def _take_as_pilot(invitation: Invitation, pilot: Pilot) -> None:
    """Who was invited as an observer has a seat now: the same answer, with a pilot's right to a place."""
    for field, value in _as_pilot(pilot).items():
        setattr(invitation, field, value)
    with because(_("Usaha menjadi percontohan.")):
        invitation.save(update_fields=["kind", "pilot", "business", "province"])


def revive(invitation: Invitation, **fields: Any) -> None:
    """An invitation that had ended begins anew, unanswered. The database empties what told of its end."""
    anew = {"state": InvitationState.INVITED, "why": "", "reason": "", "answered_at": None}
    anew |= {"answered_via": "", "answered_by": None, "substitute": None} | fields
    for field, value in anew.items():
        setattr(invitation, field, value)
    invitation.save(update_fields=[name.removesuffix("_id") for name in anew])


@transaction.atomic
def uninvite(*, invitation: Invitation) -> None:
    """Take back the invitation of a pilot that ended."""
    session = lock_session(invitation.session)
    invitation = lock_invitation(invitation)
    if invitation.state == InvitationState.CANCELLED or not session.is_upcoming:
        return
    other = next(
        (p for p in invitable_pilots(session) if p.business.owner.user_id == invitation.person_id), None
    )
    if other:  # the person's second pilot goes on
        _take_as_pilot(invitation, other)
        return
    end_invitation(session, invitation, reason=_("Usaha tidak lagi menduduki kursi percontohan."))


def end_invitation(session: Session, invitation: Invitation, *, reason: str, by: User | None = None) -> None:
    """Told with the reason; the place goes to the first who waits. Both are locked."""
    lock_people([invitation.person_id])
    left_out, invitation.substitute = invitation.substitute, None
    invitation.state, invitation.ended_by, invitation.end_reason = InvitationState.CANCELLED, by, reason
    with because(reason, by=by):
        invitation.save(update_fields=["state", "substitute", "ended_by", "end_reason"])
    invitation.refresh_from_db(fields=["ended_at", "revision"])
    outbox.cancel_about(
        subject_ref=session.subject_ref, reason=_("Undangan tidak berlaku lagi."), recipient=invitation.person
    )
    tell(invitation, Occasion.CANCELLED, messages.uninvited_text(invitation))
    if left_out:
        tell_substitute(invitation, released=left_out)
    renew_schedules([invitation.person])
    move_up_waiting(session)
