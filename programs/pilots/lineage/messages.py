"""What pembina, the one who is guided and the province are told, in kind words. In the transaction of its cause."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from programs.pilots.choices import MentorState
from programs.pilots.messages import because_of
from programs.pilots.models import Mentor, Mentorship
from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import cancel_about, enqueue

from .wordings import GUIDE, MENTEE, NO, YES
from .wordings import OCCASIONS as OCCASIONS


def subject_of_mentor(mentor: Mentor) -> str:
    return f"mentor:{mentor.pk}"


def subject_of(mentorship: Mentorship) -> str:
    return f"mentorship:{mentorship.pk}"


def tell_invited(mentor: Mentor) -> None:
    _tell(mentor, mentor.business.owner.user, "mentor_invited", pengundang=mentor.invited_by)


def tell_invitation_answered(mentor: Mentor) -> None:
    cancel_about(subject_ref=subject_of_mentor(mentor), reason=_("Sudah dijawab."), occasion="mentor_invited")
    agrees = mentor.state == MentorState.ACTIVE
    _tell(mentor, mentor.invited_by, "mentor_answered", variant=YES if agrees else NO)


def tell_mentor_ended(mentor: Mentor) -> None:
    cancel_about(subject_ref=subject_of_mentor(mentor), reason=_("Tidak berlaku lagi."))
    for person in {mentor.business.owner.user, mentor.invited_by} - {mentor.ended_by, None}:
        _tell(mentor, person, "mentor_ended")


def tell_asked(mentorship: Mentorship) -> None:
    """Whoever has not agreed yet."""
    if mentorship.mentee_agreed_at is None:
        _tell_side(mentorship, mentorship.business.owner.user, "mentorship_asked", variant=MENTEE)
    _tell_side(mentorship, mentorship.guide.owner.user, "mentorship_asked", variant=GUIDE)


def tell_begun(mentorship: Mentorship) -> None:
    _close(mentorship)
    for person in _everybody(mentorship):
        _tell_side(mentorship, person, "mentorship_begun")


def tell_declined(mentorship: Mentorship, *, by: User) -> None:
    _close(mentorship)
    for person in _everybody(mentorship) - {by}:
        _tell_side(mentorship, person, "mentorship_declined")


def tell_ended(mentorship: Mentorship, *, by: User) -> None:
    for person in _everybody(mentorship) - {by}:
        _tell_side(mentorship, person, "mentorship_ended")


def _everybody(mentorship: Mentorship) -> set[User]:
    people = {mentorship.guide.owner.user, mentorship.business.owner.user, mentorship.asked_by}
    return {person for person in people if person is not None}


def _close(mentorship: Mentorship) -> None:
    cancel_about(subject_ref=subject_of(mentorship), reason=_("Sudah dijawab."), occasion="mentorship_asked")


def _tell(mentor: Mentor, person: User | None, occasion: str, *, variant: str = "", **words: Any) -> None:
    words |= {
        "usaha": mentor.business.name,
        "provinsi": mentor.province.name,
        "alasan": because_of(mentor.end_reason),
    }
    _send(person, mentor, subject_of_mentor(mentor), occasion=occasion, variant=variant, words=words)


def _tell_side(mentorship: Mentorship, person: User | None, occasion: str, *, variant: str = "") -> None:
    words = {
        "usaha": mentorship.business.name,
        "pembina": mentorship.guide.name,
        "provinsi": mentorship.province.name,
        "pengusul": mentorship.asked_by,
        "alasan": because_of(mentorship.end_reason),
    }
    _send(person, mentorship, subject_of(mentorship), occasion=occasion, variant=variant, words=words)


def _send(
    person: User | None,
    record: Mentor | Mentorship,
    subject: str,
    *,
    occasion: str,
    variant: str,
    words: dict[str, Any],
) -> None:
    if person is None:  # an imported cadre without an account yet
        return
    enqueue(
        occasion=occasion,
        variant=variant,
        subject_ref=subject,
        recipient=person,
        fields={"tautan": settings.PORTAL_URL.rstrip("/") + record.get_absolute_url(), **words},
        time_zone=record.province.time_zone,
    )
