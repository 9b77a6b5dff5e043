"""What mentors and cadres are told about who mentors whom. In the transaction of its cause."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from programs.mentoring.models import Assignment, Handover
from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import cancel_about, enqueue

from .choices import HandoverState, MatchingOccasion


def subject_of(assignment: Assignment) -> str:
    return f"mentoring:{assignment.pk}"


def subject_of_handover(handover: Handover) -> str:
    return f"handover:{handover.pk}"


def tell_assigned(assignment: Assignment, *, by: User) -> None:
    """Both; but not the mentor who took the business over by herself."""
    owner, mentor = assignment.business.owner.user, assignment.mentor.user
    _tell(
        assignment,
        owner,
        MatchingOccasion.MENTOR_ASSIGNED,
        _("%(mentor)s mendampingi %(business)s"),
        _(
            "%(mentor)s dari Jamkrindo kini mendampingi %(business)s. Ia akan mengusulkan waktu untuk bertemu;"
            " Anda juga dapat mengusulkannya."
        ),
    )
    if mentor != by:
        _tell(
            assignment,
            mentor,
            MatchingOccasion.MENTOR_ASSIGNED,
            _("Anda mendampingi %(business)s"),
            _(
                "Anda ditunjuk mendampingi %(business)s di %(province)s. Alasannya: %(reason)s"
                " Usulkan waktu kunjungan pertama."
            ),
        )


def tell_ended(assignment: Assignment) -> None:
    cancel_about(subject_ref=subject_of(assignment), reason=_("Pendampingannya sudah berakhir."))
    for person in _others(assignment, assignment.ended_by):
        _tell(
            assignment,
            person,
            MatchingOccasion.MENTORING_ENDED,
            _("Pendampingan %(business)s berakhir"),
            _("Pendampingan %(business)s oleh %(mentor)s berakhir. Alasannya: %(end_reason)s"),
        )


def tell_offered(handover: Handover) -> None:
    _tell_about(
        handover,
        handover.to_mentor.user,
        MatchingOccasion.HANDOVER_OFFERED,
        _("Bersediakah Anda mendampingi %(business)s?"),
        _(
            "%(offered_by)s meminta Anda melanjutkan pendampingan %(business)s di %(province)s. Alasannya: %(why)s"
            " Riwayat dan tugas yang belum selesai ikut serta."
        ),
    )


def tell_answered(handover: Handover) -> None:
    """Who waits for it; with a yes also the cadre."""
    cancel_about(subject_ref=subject_of_handover(handover), reason=_("Sudah dijawab."))
    accepted = handover.state == HandoverState.ACCEPTED
    waiting = {handover.offered_by, handover.assignment.mentor.user} - {handover.answered_by}
    for person in sorted(waiting, key=lambda one: one.pk):
        _tell_about(
            handover,
            person,
            MatchingOccasion.HANDOVER_ANSWERED,
            _("%(to)s menerima %(business)s") if accepted else _("%(to)s belum dapat menerima %(business)s"),
            _("%(to)s kini mendampingi %(business)s. Riwayat dan tugasnya sudah ikut.")
            if accepted
            else _("%(to)s belum dapat mendampingi %(business)s. Alasannya: %(answer)s"),
        )
    if accepted:
        _tell_about(
            handover,
            handover.assignment.business.owner.user,
            MatchingOccasion.MENTOR_CHANGED,
            _("Pendamping %(business)s berganti"),
            _(
                "Mulai hari ini %(to)s mendampingi %(business)s, menggantikan %(mentor)s. Riwayat kunjungan dan tugas"
                " yang belum selesai diteruskan; Anda tidak perlu menceritakannya lagi dari awal."
            ),
        )


def _others(assignment: Assignment, by: User | None) -> list[User]:
    people = (assignment.business.owner.user, assignment.mentor.user)
    return [one for one in people if one is not None and one != by]


def _facts(assignment: Assignment) -> dict[str, Any]:
    return {
        "business": assignment.business.name,
        "mentor": assignment.mentor,
        "province": assignment.province,
        "reason": assignment.reason,
        "end_reason": assignment.end_reason,
    }


def _tell(assignment: Assignment, person: User | None, occasion: str, title: str, words: str) -> None:
    _send(
        subject_of(assignment), person, occasion, title, words, _facts(assignment), assignment,
        assignment.get_absolute_url(),
    )  # fmt: skip


def _tell_about(handover: Handover, person: User | None, occasion: str, title: str, words: str) -> None:
    facts = _facts(handover.assignment) | {
        "to": handover.to_mentor,
        "offered_by": handover.offered_by,
        "why": handover.reason,
        "answer": handover.answer_reason,
    }
    url = handover.get_absolute_url()
    if occasion == MatchingOccasion.MENTOR_CHANGED:
        url = handover.assignment.get_absolute_url()
    _send(subject_of_handover(handover), person, occasion, title, words, facts, handover.assignment, url)


def _send(
    subject: str, person: User | None, occasion: str, title: str, words: str, facts: dict[str, Any],
    assignment: Assignment, url: str,
) -> None:  # fmt: skip
    if person is None:
        return
    greeting = _("Halo %(name)s,") % {"name": person.full_name}
    enqueue(
        occasion=occasion,
        subject_ref=subject,
        recipient=person,
        title=title % facts,
        body="\n\n".join((greeting, words % facts, urljoin(settings.PORTAL_URL, url))),
        time_zone=assignment.province.time_zone,
    )
