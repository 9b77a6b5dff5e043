"""Who it is that scans or is scanned, and how many are in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from programs.training.choices import AttendanceStatus
from programs.training.models import Attendance, Invitation, Session
from soksi_portal.accounts.models import User

from .tokens import PERSON_TOKEN, invitations_of_tokens, is_code_of, typed_signs

WITH_WORDS = ("person", "substitute", "business", "province", "attendance__recorded_by")


def own_invitation(session: Session, user: User) -> Invitation | None:
    """None where somebody else is named to come instead: one tap would then record that one."""
    own = session.invitations.live().filter(person=user, substitute=None)
    return own.select_related(*WITH_WORDS).first()


def invitation_of_phone(session: Session, phone: str, code: str) -> Invitation | None:
    """The person with this number, if the code is that of the invitation to this session."""
    theirs = session.invitations.live().filter(
        Q(person__phone=phone) | Q(person__cadre__phone=phone) | Q(substitute__phone=phone)
    )
    return next((one for one in theirs.select_related(*WITH_WORDS) if is_code_of(one, code)), None)


def invitation_scanned(session: Session, scanned: str) -> Invitation | None:
    """From the address in a participant's QR, or the code read out. None for what belongs to no guest of this session."""
    token = re.split(r"[/\s]+", scanned.strip().rstrip("/"))[-1]
    if PERSON_TOKEN.fullmatch(token):
        found = invitations_of_tokens([token])
        return found[0] if found and found[0].session_id == session.pk else None
    if not typed_signs(scanned):
        return None
    guests = session.invitations.live().select_related("person")
    matching = [one for one in guests if is_code_of(one, scanned)]
    return matching[0] if len(matching) == 1 else None


def attendance_of(invitation: Invitation) -> Attendance | None:
    return Attendance.objects.select_related("recorded_by").filter(invitation=invitation).first()


@dataclass(frozen=True)
class Count:
    present: int
    expected: int


def count_of(session: Session) -> Count:
    came = Attendance.objects.filter(invitation__session=session, status=AttendanceStatus.PRESENT)
    return Count(came.count(), session.invitations.confirmed().count())
