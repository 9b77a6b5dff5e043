"""Naming a mentor, ending it, and the profile. The locks: the business first, then the mentor's profile."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.models import Assignment, Handover, MentorProfile
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.models import Business

from . import messages
from .choices import HandoverState
from .errors import AlreadyMentored, MentorFull, MentoringRefused
from .permissions import may_match, mentors

WITH_ALL = ("mentor__user", "business__owner__user", "province", "began_by", "ended_by")


@transaction.atomic
def set_profile(
    *,
    user: User,
    needs: Sequence[str],
    sections: Sequence[str],
    provinces: Sequence[str],
    capacity: int,
    by: User,
) -> MentorProfile:
    """What somebody of Jamkrindo is good at. Raises MentoringRefused, MentorFull."""
    if not may_match(by):
        raise MentoringRefused(_("Profil pendamping diatur oleh Jamkrindo."))
    if not user.has_role(Role.JAMKRINDO):
        raise MentoringRefused(_("Hanya staf Jamkrindo yang menjadi pendamping."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # the queue where there is no profile yet
    profile = MentorProfile.objects.select_for_update().filter(user=user).first()
    profile = profile or MentorProfile(user=user)
    load = profile.assignments.running().count() if profile.pk else 0
    if capacity < load:
        raise MentorFull(
            _(
                "%(mentor)s sedang mendampingi %(load)s usaha. Serahkan dahulu, atau tulis paling sedikit %(load)s."
            )
            % {"mentor": user, "load": load},
            field="capacity",
        )
    profile.needs, profile.sections = sorted(needs), sorted(sections)
    profile.provinces, profile.capacity = sorted(provinces), capacity
    with because(_("Profil pendamping diatur."), by=by):
        profile.save()
    return profile


@transaction.atomic
def assign_mentor(*, business: Business, mentor: MentorProfile, reason: str, by: User) -> Assignment:
    """From now on `mentor` has the business in care. Raises MentoringRefused, AlreadyMentored, MentorFull."""
    if not may_match(by):
        raise MentoringRefused(_("Pendamping ditunjuk oleh Jamkrindo."))
    business = lock_business(business.pk)
    now = Assignment.objects.running().filter(business=business).select_related("mentor__user").first()
    if now is not None:
        raise AlreadyMentored(
            _("%(business)s sudah didampingi oleh %(mentor)s.") % {"business": business, "mentor": now.mentor}
        )
    assignment = begin(business, mentor, reason=reason, by=by)
    messages.tell_assigned(assignment, by=by)
    return assignment


def begin(business: Business, mentor: MentorProfile, *, reason: str, by: User) -> Assignment:
    """The business is locked, and nobody mentors it."""
    mentor = locked_mentor(mentor.pk)
    refuse_unfit(business, mentor)
    assignment = Assignment(
        mentor=mentor, business=business, province=business.province, reason=reason.strip(), began_by=by
    )
    with because(reason.strip() or _("Pendamping ditunjuk."), by=by):
        assignment.save(force_insert=True)
    return assignment


def refuse_unfit(business: Business, mentor: MentorProfile) -> None:
    """The mentor is locked. Raises MentoringRefused, MentorFull."""
    if not Pilot.objects.active().filter(business=business).exists():
        raise MentoringRefused(_("Yang didampingi adalah UMKM percontohan yang sedang berjalan."))
    if not mentor.user.has_role(Role.JAMKRINDO):
        raise MentoringRefused(_("%(mentor)s bukan lagi staf Jamkrindo.") % {"mentor": mentor})
    if business.owner.user_id == mentor.user_id:
        raise MentoringRefused(_("Pendamping tidak mendampingi usahanya sendiri."))
    load = mentor.assignments.running().count()
    if load >= mentor.capacity:
        raise MentorFull(
            _(
                "%(mentor)s sudah mendampingi %(load)s usaha, sebanyak yang disanggupinya. Pilih pendamping lain."
            )
            % {"mentor": mentor, "load": load}
        )


@transaction.atomic
def end_mentoring(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Nobody mentors the business any more, and why; both are told. Raises MentoringRefused."""
    reason = reason.strip()
    if not reason:
        raise MentoringRefused(_("Tulis alasannya. Pihak lain membacanya."), field="reason")
    lock_business(assignment.business_id)
    assignment = locked_assignment(assignment.pk)
    if not (may_match(by) or mentors(by, assignment.business)):
        raise MentoringRefused(_("Pendampingan diakhiri oleh Jamkrindo."))
    if assignment.ended_at is not None:
        raise MentoringRefused(_("Pendampingan ini sudah berakhir."))
    withdraw_open_handovers(assignment, reason=reason, by=by)
    end(assignment, reason=reason, by=by)
    messages.tell_ended(assignment)
    return assignment


def end(assignment: Assignment, *, reason: str, by: User) -> None:
    """The row is locked, and running."""
    assignment.ended_at, assignment.ended_by, assignment.end_reason = timezone.now(), by, reason
    with because(reason, by=by):
        assignment.save(update_fields=["ended_at", "ended_by", "end_reason"])


def withdraw_open_handovers(assignment: Assignment, *, reason: str, by: User) -> None:
    open_ones = Handover.objects.select_for_update(of=("self",)).filter(
        assignment=assignment, state=HandoverState.OFFERED
    )
    for handover in open_ones:
        handover.state, handover.answered_by, handover.answered_at = (
            HandoverState.WITHDRAWN,
            by,
            timezone.now(),
        )
        with because(reason, by=by):
            handover.save(update_fields=["state", "answered_by", "answered_at"])


def lock_business(pk: int) -> Business:
    """The queue of all who change who mentors it, or what is planned with it."""
    rows = Business.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("owner__user", "province").get(pk=pk)


def locked_mentor(pk: int) -> MentorProfile:
    return MentorProfile.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)


def locked_assignment(pk: int) -> Assignment:
    return Assignment.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=pk)
