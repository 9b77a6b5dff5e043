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
from .wordings import MENTOR, NO, OWNER, YES


def subject_of(assignment: Assignment) -> str:
    return f"mentoring:{assignment.pk}"


def subject_of_handover(handover: Handover) -> str:
    return f"handover:{handover.pk}"


def tell_assigned(assignment: Assignment, *, by: User) -> None:
    """Both; but not the mentor who took the business over by herself."""
    owner, mentor = assignment.business.owner.user, assignment.mentor.user
    _tell(assignment, owner, MatchingOccasion.MENTOR_ASSIGNED, OWNER)
    if mentor != by:
        _tell(assignment, mentor, MatchingOccasion.MENTOR_ASSIGNED, MENTOR)


def tell_ended(assignment: Assignment) -> None:
    cancel_about(subject_ref=subject_of(assignment), reason=_("Pendampingannya sudah berakhir."))
    for person in _others(assignment, assignment.ended_by):
        _tell(assignment, person, MatchingOccasion.MENTORING_ENDED, alasan=assignment.end_reason)


def tell_offered(handover: Handover) -> None:
    _tell_about(handover, handover.to_mentor.user, MatchingOccasion.HANDOVER_OFFERED, alasan=handover.reason)


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
            YES if accepted else NO,
            alasan=handover.answer_reason,
        )
    if accepted:
        owner = handover.assignment.business.owner.user
        _tell_about(handover, owner, MatchingOccasion.MENTOR_CHANGED)


def _others(assignment: Assignment, by: User | None) -> list[User]:
    people = (assignment.business.owner.user, assignment.mentor.user)
    return [one for one in people if one is not None and one != by]


def _facts(assignment: Assignment) -> dict[str, Any]:
    return {
        "usaha": assignment.business.name,
        "pendamping": assignment.mentor,
        "provinsi": assignment.province,
        "alasan": assignment.reason,
        "tautan": urljoin(settings.PORTAL_URL, assignment.get_absolute_url()),
    }


def _tell(assignment: Assignment, person: User | None, occasion: str, variant: str = "", **more: Any) -> None:
    _send(subject_of(assignment), person, occasion, variant, _facts(assignment) | more, assignment)


def _tell_about(
    handover: Handover, person: User | None, occasion: str, variant: str = "", **more: Any
) -> None:
    facts = _facts(handover.assignment) | {"penerus": handover.to_mentor, "peminta": handover.offered_by}
    if occasion != MatchingOccasion.MENTOR_CHANGED:  # the cadre reads the assignment itself
        facts["tautan"] = urljoin(settings.PORTAL_URL, handover.get_absolute_url())
    _send(subject_of_handover(handover), person, occasion, variant, facts | more, handover.assignment)


def _send(
    subject: str,
    person: User | None,
    occasion: str,
    variant: str,
    fields: dict[str, Any],
    assignment: Assignment,
) -> None:
    if person is None:
        return
    enqueue(
        occasion=occasion,
        variant=variant,
        subject_ref=subject,
        recipient=person,
        fields=fields,
        time_zone=assignment.province.time_zone,
    )
