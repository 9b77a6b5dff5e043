"""What pembina, the one who is guided and the province are told, in kind words. In the transaction of its cause."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import MentorState
from programs.pilots.models import Mentor, Mentorship
from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import cancel_about, enqueue

OCCASIONS = {
    "mentor_invited": gettext_lazy("Undangan menjadi pembina"),
    "mentor_answered": gettext_lazy("Jawaban calon pembina"),
    "mentor_ended": gettext_lazy("Pembina berhenti"),
    "mentorship_asked": gettext_lazy("Pembinaan ditawarkan"),
    "mentorship_begun": gettext_lazy("Pembinaan dimulai"),
    "mentorship_declined": gettext_lazy("Pembinaan tidak jadi"),
    "mentorship_ended": gettext_lazy("Pembinaan berakhir"),
}


def subject_of_mentor(mentor: Mentor) -> str:
    return f"mentor:{mentor.pk}"


def subject_of(mentorship: Mentorship) -> str:
    return f"mentorship:{mentorship.pk}"


def tell_invited(mentor: Mentor) -> None:
    _tell(
        mentor,
        mentor.business.owner.user,
        occasion="mentor_invited",
        title=_("Bersediakah Anda menjadi pembina?"),
        body=_(
            "%(inviter)s mengundang Anda menjadi pembina: membagi pengalaman %(business)s kepada usaha lain di"
            " %(province)s. Anda sendiri yang menentukan siapa yang Anda bina, dan dapat berhenti kapan saja."
        ),
        inviter=mentor.invited_by,
    )


def tell_invitation_answered(mentor: Mentor) -> None:
    cancel_about(subject_ref=subject_of_mentor(mentor), reason=_("Sudah dijawab."), occasion="mentor_invited")
    agrees = mentor.state == MentorState.ACTIVE
    _tell(
        mentor,
        mentor.invited_by,
        occasion="mentor_answered",
        title=_("%(business)s bersedia menjadi pembina")
        if agrees
        else _("%(business)s belum bersedia menjadi pembina"),
        body=_(
            "pemilik %(business)s bersedia menjadi pembina di %(province)s. Berikutnya, pertemukan dengan usaha yang"
            " ingin belajar darinya."
        )
        if agrees
        else _("pemilik %(business)s belum bersedia menjadi pembina.%(reason)s"),
    )


def tell_mentor_ended(mentor: Mentor) -> None:
    cancel_about(subject_ref=subject_of_mentor(mentor), reason=_("Tidak berlaku lagi."))
    for person in {mentor.business.owner.user, mentor.invited_by} - {mentor.ended_by, None}:
        _tell(
            mentor,
            person,
            occasion="mentor_ended",
            title=_("%(business)s berhenti sebagai pembina"),
            body=_(
                "%(business)s tidak lagi menjadi pembina di %(province)s. Terima kasih atas bimbingannya.%(reason)s"
            ),
        )


def tell_asked(mentorship: Mentorship) -> None:
    """Whoever has not agreed yet."""
    if mentorship.mentee_agreed_at is None:
        _tell_side(
            mentorship,
            mentorship.business.owner.user,
            occasion="mentorship_asked",
            title=_("Maukah Anda belajar dari %(guide)s?"),
            body=_(
                "%(asker)s mengusulkan agar %(business)s dibina oleh %(guide)s, UMKM percontohan yang sudah lulus."
                " Bila Anda dan pembinanya setuju, pembinaan dimulai."
            ),
        )
    _tell_side(
        mentorship,
        mentorship.guide.owner.user,
        occasion="mentorship_asked",
        title=_("%(business)s ingin belajar dari Anda"),
        body=_(
            "%(asker)s bertanya apakah Anda bersedia membina %(business)s di %(province)s. Pembinaan dimulai setelah"
            " Anda berdua setuju."
        ),
    )


def tell_begun(mentorship: Mentorship) -> None:
    _close(mentorship)
    for person in _everybody(mentorship):
        _tell_side(
            mentorship,
            person,
            occasion="mentorship_begun",
            title=_("%(guide)s kini membina %(business)s"),
            body=_(
                "%(guide)s dan %(business)s sudah sama-sama setuju. Pembinaan dimulai hari ini; hubungilah satu sama lain."
            ),
        )


def tell_declined(mentorship: Mentorship, *, by: User) -> None:
    _close(mentorship)
    for person in _everybody(mentorship) - {by}:
        _tell_side(
            mentorship,
            person,
            occasion="mentorship_declined",
            title=_("Pembinaan %(business)s oleh %(guide)s tidak jadi"),
            body=_("pembinaan %(business)s oleh %(guide)s tidak jadi dimulai.%(reason)s"),
        )


def tell_ended(mentorship: Mentorship, *, by: User) -> None:
    for person in _everybody(mentorship) - {by}:
        _tell_side(
            mentorship,
            person,
            occasion="mentorship_ended",
            title=_("Pembinaan %(business)s berakhir"),
            body=_("pembinaan %(business)s oleh %(guide)s berakhir. Terima kasih kepada keduanya.%(reason)s"),
        )


def _everybody(mentorship: Mentorship) -> set[User]:
    people = {mentorship.guide.owner.user, mentorship.business.owner.user, mentorship.asked_by}
    return {person for person in people if person is not None}


def _close(mentorship: Mentorship) -> None:
    cancel_about(subject_ref=subject_of(mentorship), reason=_("Sudah dijawab."), occasion="mentorship_asked")


def _tell(mentor: Mentor, person: User | None, *, occasion: str, title: str, body: str, **words: Any) -> None:
    words |= {
        "business": mentor.business.name,
        "province": mentor.province.name,
        **_reason(mentor.end_reason),
    }
    _send(person, mentor, subject_of_mentor(mentor), occasion=occasion, title=title, body=body, words=words)


def _tell_side(mentorship: Mentorship, person: User | None, *, occasion: str, title: str, body: str) -> None:
    words = {
        "business": mentorship.business.name,
        "guide": mentorship.guide.name,
        "province": mentorship.province.name,
        "asker": mentorship.asked_by,
        **_reason(mentorship.end_reason),
    }
    _send(person, mentorship, subject_of(mentorship), occasion=occasion, title=title, body=body, words=words)


def _reason(text: str) -> dict[str, str]:
    return {"reason": _("\n\nAlasannya: %(text)s") % {"text": text} if text else ""}


def _send(
    person: User | None,
    record: Mentor | Mentorship,
    subject: str,
    *,
    occasion: str,
    title: str,
    body: str,
    words: dict[str, Any],
) -> None:
    if person is None:  # an imported cadre without an account yet
        return
    lines = [
        _("Kepada %(name)s,") % {"name": person.full_name},
        body % words,
        _("Lihat di sini: %(address)s")
        % {"address": settings.PORTAL_URL.rstrip("/") + record.get_absolute_url()},
    ]
    enqueue(
        occasion=occasion,
        subject_ref=subject,
        recipient=person,
        title=title % words,
        body="\n\n".join(lines),
        time_zone=record.province.time_zone,
    )
