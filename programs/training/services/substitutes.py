"""Somebody of the same business who comes instead of the person invited."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from programs.training.choices import AnswerWay, AttendanceStatus, SessionState
from programs.training.errors import AttendanceClosed, SubstituteRefused
from programs.training.models import Attendance, Invitation, Session, Substitute
from programs.training.queries.places import takes_part_with
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .answers import confirm, refuse_late
from .attendance import refuse_certified
from .locking import lock_invitation, lock_session
from .telling import tell_substitute

# the words of `inviting.forms.SubstituteForm.agrees`; other words, another version
CONSENT_VERSION = "1"


@dataclass(frozen=True)
class Guest:
    """Who comes instead, as written by whoever names that person."""

    name: str
    phone: str  # E.164
    email: str = ""


@transaction.atomic
def name_substitute(
    *, invitation: Invitation, guest: Guest, way: str = AnswerWay.LINK, by: User | None = None
) -> Invitation:
    """`guest` comes instead; who had not confirmed does so by this. Naming the same again changes nothing.

    Until the start; staff and the trainer also at the door. Raises SubstituteRefused, SessionClosed.
    """
    session = lock_session(invitation.session)
    invitation = lock_invitation(invitation)
    _refuse_now(session, invitation, way)
    before = invitation.substitute
    if before and (before.name, before.phone, before.email) == (guest.name, guest.phone, guest.email):
        return invitation
    if takes_part_with(guest.phone, session=session, beside=invitation):
        raise SubstituteRefused(
            _("Nomor ini sudah dipakai peserta lain di pelatihan ini. Tulis nomor orang yang datang."),
            field="phone",
        )
    with because(_("Pengganti disebutkan."), by=by):
        invitation.substitute = Substitute.objects.create(
            invitation=invitation,
            name=guest.name,
            phone=guest.phone,
            email=guest.email,
            consent_version=CONSENT_VERSION,
            named_via=way,
            named_by=by,
        )
        invitation.save(update_fields=["substitute"])
    _follow(session, invitation, way, by)
    if before:
        tell_substitute(invitation, released=before)
    tell_substitute(invitation)
    return invitation


@transaction.atomic
def come_oneself(*, invitation: Invitation, way: str = AnswerWay.LINK, by: User | None = None) -> Invitation:
    """The person invited comes after all; twice is once."""
    session = lock_session(invitation.session)
    invitation = lock_invitation(invitation)
    _refuse_now(session, invitation, way)
    before, invitation.substitute = invitation.substitute, None
    if before is None:
        return invitation
    if takes_part_with(invitation.person.phone or "", session=session, beside=invitation):
        raise SubstituteRefused(_("Anda sudah terdaftar di pelatihan ini sebagai pengganti orang lain."))
    with because(_("Yang diundang datang sendiri."), by=by):
        invitation.save(update_fields=["substitute"])
    _follow(session, invitation, way, by)
    tell_substitute(invitation, released=before)
    return invitation


def _refuse_now(session: Session, invitation: Invitation, way: str) -> None:
    at_the_door = way == AnswerWay.STAFF and session.state != SessionState.CANCELLED
    if not (at_the_door and session.takes_attendance):
        refuse_late(session, invitation)
    elif invitation.ended_at is not None:
        raise AttendanceClosed(_("Undangan ini tidak berlaku lagi."))


def _follow(session: Session, invitation: Invitation, way: str, by: User | None) -> None:
    """The answer before the start; afterwards the attendance that names who came."""
    if session.is_upcoming:
        invitation.answered_via, invitation.answered_by = way, by
        confirm(session, invitation)
        return
    came = Attendance.objects.filter(invitation=invitation).first()
    if came is None:
        return
    if came.status == AttendanceStatus.PRESENT:
        refuse_certified(session, [invitation.pk])
    came.substitute = invitation.substitute
    with because(_("Siapa yang datang diperbaiki."), by=by):
        came.save(update_fields=["substitute"])
