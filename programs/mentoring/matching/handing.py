"""Handing a business to another mentor: offered, answered, and with the yes all that is open goes along."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.models import ActionItem, Assignment, Handover, MentorProfile, Visit
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.outbox.services import cancel_about

from . import messages
from .choices import HandoverState
from .errors import HandoverRefused, MentoringRefused
from .permissions import may_match, mentors
from .services import begin, end, lock_business, locked_assignment, locked_mentor, refuse_unfit

WITH_ALL = (
    "assignment__mentor__user", "assignment__business__owner__user", "assignment__province", "to_mentor__user",
    "offered_by", "answered_by",
)  # fmt: skip


@transaction.atomic
def offer_handover(*, assignment: Assignment, to: MentorProfile, reason: str, by: User) -> Handover:
    """Ask another mentor to go on. Raises HandoverRefused, MentoringRefused, MentorFull."""
    reason = reason.strip()
    if not reason:
        raise HandoverRefused(_("Tulis alasannya. Penerima membacanya sebelum menjawab."), field="reason")
    business = lock_business(assignment.business_id)
    assignment = locked_assignment(assignment.pk)
    if not (may_match(by) or mentors(by, assignment.business)):
        raise HandoverRefused(_("Serah terima ditawarkan oleh Jamkrindo."))
    if assignment.ended_at is not None:
        raise HandoverRefused(_("Pendampingan ini sudah berakhir."))
    if assignment.mentor_id == to.pk:
        raise HandoverRefused(_("%(mentor)s sudah mendampingi usaha ini.") % {"mentor": to})
    if assignment.handovers.filter(state=HandoverState.OFFERED).exists():
        raise HandoverRefused(
            _("Sudah ditawarkan kepada pendamping lain. Tunggu jawabannya, atau tarik kembali.")
        )
    to = locked_mentor(to.pk)
    refuse_unfit(business, to)
    with because(reason, by=by):
        handover = Handover.objects.create(assignment=assignment, to_mentor=to, reason=reason, offered_by=by)
    messages.tell_offered(handover)
    return handover


@transaction.atomic
def accept_handover(*, handover: Handover, by: User) -> Handover:
    """The mentor changes; planned visits and open tasks go along, all that was stays with the business.

    Raises HandoverRefused, MentoringRefused, MentorFull.
    """
    handover = _locked(handover, by=by)
    old, business = handover.assignment, handover.assignment.business
    locked_mentor(handover.to_mentor_id)
    why = _("Diserahkan kepada %(mentor)s: %(reason)s") % {
        "mentor": handover.to_mentor,
        "reason": handover.reason,
    }
    end(old, reason=why[:500], by=by)
    began = begin(business, handover.to_mentor, reason=handover.reason, by=by)
    handover.became = began
    _answer(handover, HandoverState.ACCEPTED, by=by)
    _take_along(old, began, why=why, by=by)
    messages.tell_answered(handover)
    return handover


def _take_along(old: Assignment, began: Assignment, *, why: str, by: User) -> None:
    """What is planned becomes the new mentor's, and the old one is reminded of nothing any more. Tasks of "the mentor"
    are those of whoever mentors; visits that were held stay with who held them.
    """
    planned = Visit.objects.planned().filter(business=old.business).select_for_update(of=("self",))
    refs = []
    with because(why, by=by):
        for visit in planned:
            visit.mentor, visit.revision = began.mentor, F("revision") + 1
            visit.save(update_fields=["mentor", "revision"])
            refs.append(visit.subject_ref)
    refs += [item.subject_ref for item in ActionItem.objects.unfinished().filter(business=old.business)]
    for ref in refs:
        cancel_about(subject_ref=ref, reason=_("Pendampingnya berganti."), recipient=old.mentor.user)


@transaction.atomic
def decline_handover(*, handover: Handover, reason: str, by: User) -> Handover:
    """Raises HandoverRefused."""
    reason = reason.strip()
    if not reason:
        raise HandoverRefused(_("Tulis alasannya, supaya pendamping lain dapat dicari."), field="reason")
    handover = _locked(handover, by=by)
    handover.answer_reason = reason
    _answer(handover, HandoverState.DECLINED, by=by)
    messages.tell_answered(handover)
    return handover


@transaction.atomic
def withdraw_handover(*, handover: Handover, by: User) -> Handover:
    """Who offered, or Jamkrindo, takes it back. Raises HandoverRefused."""
    handover = _locked(handover)
    if by.pk != handover.offered_by_id and not may_match(by):
        raise HandoverRefused(_("Hanya yang menawarkan yang menariknya kembali."))
    _answer(handover, HandoverState.WITHDRAWN, by=by)
    cancel_about(subject_ref=messages.subject_of_handover(handover), reason=_("Ditarik kembali."), by=by)
    return handover


def _answer(handover: Handover, state: HandoverState, *, by: User) -> None:
    handover.state, handover.answered_by, handover.answered_at = state, by, timezone.now()
    with because(handover.answer_reason or str(state.label), by=by):
        handover.save(update_fields=["state", "answered_by", "answered_at", "answer_reason", "became"])


def _locked(handover: Handover, *, by: User | None = None) -> Handover:
    """Open, with the business and the assignment locked; `by`: only by the one who is asked."""
    lock_business(handover.assignment.business_id)
    assignment = locked_assignment(handover.assignment_id)
    fresh = Handover.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=handover.pk)
    fresh.assignment = assignment
    if by is not None and fresh.to_mentor.user_id != by.pk:
        raise HandoverRefused(_("Hanya %(mentor)s yang menjawab ini.") % {"mentor": fresh.to_mentor})
    if fresh.state != HandoverState.OFFERED:
        raise HandoverRefused(
            _("Tawaran ini sudah dijawab: %(state)s.") % {"state": fresh.get_state_display().lower()}
        )
    if assignment.ended_at is not None:
        raise MentoringRefused(_("Pendampingan ini sudah berakhir."))
    return fresh
