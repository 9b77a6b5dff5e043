"""A pembina and a business that is to learn from it: brought together, both agree, and it ends with a reason.

The locks, always in this order: the province (so that no two halves of a circle are written at once), the pembina,
the business that is to be guided, then the mentorship.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import MentorshipState, MentorState
from programs.pilots.errors import MenteeTaken, MentorshipRefused
from programs.pilots.models import Mentor, Mentorship
from programs.pilots.permissions import may_nominate_in
from programs.pilots.services.locking import checked_reason
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.regions.models import Province

from . import messages
from .permissions import may_end_mentorship, owns, sides_of

WITH_ALL = (
    "mentor", "province", "asked_by", "ended_by", "guide__owner__user", "business__owner__user", "guide__province",
    "business__province",
)  # fmt: skip


@transaction.atomic
def propose_mentorship(*, mentor: Mentor, business: Business, by: User) -> Mentorship:
    """The province brings two together, or a business asks a pembina. Whoever has not agreed is asked.

    Raises MentorshipRefused, MenteeTaken.
    """
    _lock_province(mentor.province_id)
    mentor, business = _locked_pair(mentor, business)
    asks_for_herself = owns(by, business)
    if not asks_for_herself and not may_nominate_in(by, mentor.province):
        raise MentorshipRefused(
            _("Hanya pemilik usaha atau koordinator provinsinya yang dapat mengusulkan ini.")
        )
    refuse_unfit(mentor, business)
    if Mentorship.objects.proposed().filter(mentor=mentor, business=business).exists():
        raise MentorshipRefused(_("Keduanya sudah ditanya. Tunggu jawabannya."))
    with because(_("Pembinaan diusulkan."), by=by):
        mentorship = Mentorship.objects.create(
            mentor=mentor,
            guide=mentor.business,
            business=business,
            province=mentor.province,
            asked_by=by,
            mentee_agreed_at=timezone.now() if asks_for_herself else None,
        )
    messages.tell_asked(mentorship)
    return mentorship


@transaction.atomic
def agree_to_mentorship(*, mentorship: Mentorship, by: User) -> Mentorship:
    """One owner says yes; with the second it begins. Raises MentorshipRefused, MenteeTaken."""
    mentorship = _locked(mentorship)
    guides, is_guided = sides_of(by, mentorship)
    if not (guides or is_guided):
        raise MentorshipRefused(_("Hanya pemilik kedua usaha yang menjawab ini."))
    _refuse_answered(mentorship)
    refuse_unfit(mentorship.mentor, mentorship.business)
    now = timezone.now()
    if guides:
        mentorship.mentor_agreed_at = mentorship.mentor_agreed_at or now
    else:
        mentorship.mentee_agreed_at = mentorship.mentee_agreed_at or now
    if mentorship.mentor_agreed_at and mentorship.mentee_agreed_at:
        mentorship.state, mentorship.began_at = MentorshipState.ACTIVE, now
    with because(str(MentorshipState(mentorship.state).label), by=by):
        mentorship.save(update_fields=["state", "began_at", "mentor_agreed_at", "mentee_agreed_at"])
    if mentorship.state == MentorshipState.ACTIVE:
        messages.tell_begun(mentorship)
        _close_others(mentorship, by=by)
    return mentorship


@transaction.atomic
def decline_mentorship(*, mentorship: Mentorship, by: User, reason: str = "") -> Mentorship:
    """One side says no, or the province takes the proposal back. Raises MentorshipRefused."""
    mentorship = _locked(mentorship)
    if not may_end_mentorship(by, mentorship):
        raise MentorshipRefused(_("Hanya pemilik kedua usaha yang menjawab ini."))
    _refuse_answered(mentorship)
    _end(mentorship, MentorshipState.DECLINED, reason=reason.strip(), by=by)
    messages.tell_declined(mentorship, by=by)
    return mentorship


@transaction.atomic
def end_mentorship(*, mentorship: Mentorship, reason: str, by: User) -> Mentorship:
    """It is over, and why; both are told. Raises ReasonMissing, MentorshipRefused."""
    reason = checked_reason(reason)
    mentorship = _locked(mentorship)
    if not may_end_mentorship(by, mentorship):
        raise MentorshipRefused(_("Hanya kedua pemilik atau koordinator provinsinya yang dapat mengakhiri."))
    if mentorship.state != MentorshipState.ACTIVE:
        raise MentorshipRefused(_("Pembinaan ini sudah berakhir."))
    _end(mentorship, MentorshipState.ENDED, reason=reason, by=by)
    messages.tell_ended(mentorship, by=by)
    return mentorship


def end_all_of(mentor: Mentor, *, reason: str, by: User) -> None:
    """With its pembina, whose row and province are locked."""
    running = Mentorship.objects.filter(
        mentor=mentor, state__in=(MentorshipState.PROPOSED, MentorshipState.ACTIVE)
    )
    for mentorship in running.select_for_update(of=("self",)).select_related(*WITH_ALL).order_by("pk"):
        was_active = mentorship.state == MentorshipState.ACTIVE
        _end(
            mentorship,
            MentorshipState.ENDED if was_active else MentorshipState.DECLINED,
            reason=reason,
            by=by,
        )
        tell = messages.tell_ended if was_active else messages.tell_declined
        tell(mentorship, by=by)


def refuse_unfit(mentor: Mentor, business: Business) -> None:
    """Both rows are locked. Raises MentorshipRefused, MenteeTaken."""
    if mentor.state != MentorState.ACTIVE:
        raise MentorshipRefused(_("%(guide)s sedang tidak menjadi pembina.") % {"guide": mentor.business})
    if business.owner_id == mentor.business.owner_id:
        raise MentorshipRefused(_("Pembina tidak membina usahanya sendiri."))
    if business.state != BusinessState.VERIFIED or business.province_id != mentor.province_id:
        raise MentorshipRefused(
            _("Yang dibina adalah usaha terverifikasi di %(province)s.") % {"province": mentor.province}
        )
    if business.owner.restricted_at is not None or mentor.business.owner.restricted_at is not None:
        raise MentorshipRefused(_("Pemiliknya meminta datanya tidak diproses."))
    if business.owner.user_id is None:
        raise MentorshipRefused(_("Pemiliknya belum punya akun, jadi belum dapat menjawab."))
    now = Mentorship.objects.active().filter(business=business).select_related("guide").first()
    if now is not None:
        raise MenteeTaken(
            _("%(business)s sudah dibina oleh %(guide)s. Satu usaha punya satu pembina.")
            % {"business": business, "guide": now.guide}
        )
    if is_taught_by(mentor.business_id, business.pk):
        raise MentorshipRefused(
            _("%(guide)s belajar dari %(business)s, langsung atau lewat usaha lain, jadi tidak membinanya.")
            % {"guide": mentor.business, "business": business}
        )


def is_taught_by(learner: int, teacher: int) -> bool:
    """In whatever generation; ended ones count."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above(id) AS (
                SELECT guide_id FROM pilots_mentorship WHERE business_id = %(learner)s AND state IN ('active', 'ended')
                UNION
                SELECT m.guide_id FROM above JOIN pilots_mentorship AS m ON m.business_id = above.id
                 WHERE m.state IN ('active', 'ended')
            )
            SELECT EXISTS (SELECT FROM above WHERE id = %(teacher)s)
            """,
            {"learner": learner, "teacher": teacher},
        )
        return bool(cursor.fetchone()[0])


def _close_others(begun: Mentorship, *, by: User) -> None:
    """One pembina is enough: what else was asked about this business is answered by it."""
    others = Mentorship.objects.proposed().filter(business=begun.business).exclude(pk=begun.pk)
    for other in others.select_for_update(of=("self",)).select_related(*WITH_ALL).order_by("pk"):
        reason = _("Sudah dibina oleh %(guide)s.") % {"guide": begun.guide}
        _end(other, MentorshipState.DECLINED, reason=reason, by=by)
        messages.tell_declined(other, by=by)


def _end(mentorship: Mentorship, state: MentorshipState, *, reason: str, by: User) -> None:
    mentorship.state, mentorship.end_reason = state, reason
    mentorship.ended_by, mentorship.ended_at = by, timezone.now()
    with because(reason or str(state.label), by=by):
        mentorship.save(update_fields=["state", "end_reason", "ended_by", "ended_at"])


def _refuse_answered(mentorship: Mentorship) -> None:
    if mentorship.state != MentorshipState.PROPOSED:
        raise MentorshipRefused(
            _("Ini sudah dijawab: %(state)s.") % {"state": mentorship.get_state_display().lower()}
        )


def _lock_province(code: str) -> None:
    Province.objects.select_for_update(no_key=True).get(pk=code)


def _locked_pair(mentor: Mentor, business: Business) -> tuple[Mentor, Business]:
    mentors = Mentor.objects.select_for_update(of=("self",)).select_related(
        "business__owner__user", "province"
    )
    businesses = Business.objects.select_for_update(of=("self",), no_key=True)
    return mentors.get(pk=mentor.pk), businesses.select_related("owner__user", "province").get(pk=business.pk)


def _locked(mentorship: Mentorship) -> Mentorship:
    _lock_province(mentorship.province_id)
    mentor, business = _locked_pair(mentorship.mentor, mentorship.business)
    fresh = Mentorship.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=mentorship.pk)
    fresh.mentor, fresh.business = mentor, business
    return fresh
