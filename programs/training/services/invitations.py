"""Who is invited, and who no longer is. Messages about a session leave through here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.models import Pilot
from programs.training import messages
from programs.training.choices import InvitationState, Occasion
from programs.training.errors import InvitationEnded, SessionClosed
from programs.training.models import Invitation, Session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.outbox import services as outbox
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.texts.occasion import Filling

WITH_TEXTS = (
    "person",
    "province",
    "pilot__business",
    "session__module",
    "session__trainer",
    "session__venue__regency",
)
# what can happen to one person more than once in the same state of a session; counted under the session's lock
REPEATABLE = {Occasion.MOVED_UP, Occasion.INVITED_AGAIN, Occasion.CANCELLED}
SHORT_NOTICE = timedelta(hours=24)  # product.md, quiet hours: a change this near is told at any hour


def lock_session(session: Session) -> Session:
    """The queue for everything that concerns places: one at a time, each reading a fresh state."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("module", "trainer", "venue__regency")
        .get(pk=session.pk)
    )


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
            Invitation(session=session, person=person, pilot=pilot, province_id=pilot.seat.province_id),
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
        session=session, person=person, defaults={"pilot": pilot, "province_id": pilot.seat.province_id}
    )
    if not is_new and invitation.state != InvitationState.CANCELLED:
        return invitation
    if not is_new:  # was a pilot, ended, and is one again
        invitation.pilot, invitation.state, invitation.reason = pilot, InvitationState.INVITED, ""
        invitation.province_id, invitation.answered_at = pilot.seat.province_id, None
        invitation.save()
    invitation = Invitation.objects.select_related(*WITH_TEXTS).get(pk=invitation.pk)
    tell(
        invitation, Occasion.INVITED if is_new else Occasion.INVITED_AGAIN, messages.invited_text(invitation)
    )
    return invitation


@transaction.atomic
def uninvite(*, invitation: Invitation) -> None:
    """Take back the invitation of a pilot that ended; the place goes to the first who waits."""
    session = lock_session(invitation.session)
    invitation = Invitation.objects.select_related(*WITH_TEXTS).get(pk=invitation.pk)
    if invitation.state == InvitationState.CANCELLED or not session.is_upcoming:
        return
    other = next(
        (p for p in invitable_pilots(session) if p.business.owner.user_id == invitation.person_id), None
    )
    if other:  # the person's second pilot goes on
        invitation.pilot, invitation.province_id = other, other.seat.province_id
        invitation.save()
        return
    invitation.state = InvitationState.CANCELLED
    with because(_("Usaha tidak lagi menduduki kursi percontohan.")):
        invitation.save()
    outbox.cancel_about(
        subject_ref=session.subject_ref, reason=_("Undangan tidak berlaku lagi."), recipient=invitation.person
    )
    tell(invitation, Occasion.CANCELLED, messages.uninvited_text(invitation))
    move_up_waiting(session)


def move_up_waiting(session: Session) -> int:
    """Give free places to those who wait, in their order, and tell them. The session is locked."""
    free = session.capacity - session.invitations.confirmed().count()
    if free <= 0 or not session.is_upcoming:
        return 0
    moved = list(session.invitations.queue().select_related(*WITH_TEXTS)[:free])
    for invitation in moved:
        invitation.state = InvitationState.CONFIRMED
        with because(_("Ada tempat kosong.")):
            invitation.save(update_fields=["state"])
        tell(invitation, Occasion.MOVED_UP, messages.moved_up_text(invitation))
    return len(moved)


def tell(invitation: Invitation, occasion: Occasion, text: Filling, *, at_any_hour: bool = False) -> None:
    send(
        invitation.session,
        occasion,
        invitation.person,
        text,
        time_zone=invitation.province.time_zone,
        at_any_hour=at_any_hour,
    )


def send(
    session: Session,
    occasion: Occasion,
    recipient: User,
    text: Filling,
    *,
    time_zone: str,
    at_any_hour: bool = False,
) -> None:
    told = Message.objects.about(session.subject_ref).filter(recipient=recipient, occasion=occasion.value)
    outbox.enqueue(
        occasion=occasion.value,
        subject_ref=session.subject_ref,
        recipient=recipient,
        **text.planned,
        revision=told.count() if occasion in REPEATABLE else session.revision,
        expires_at=session.starts_at,
        time_zone=time_zone,
        ignores_quiet_hours=at_any_hour,
    )


def is_short_notice(*starts: datetime) -> bool:
    return min(starts) - timezone.now() <= SHORT_NOTICE
