"""A graduate becomes pembina: invited and willing, or by her own offer; and one day no longer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import MentorState
from programs.pilots.errors import MentorRefused
from programs.pilots.models import Graduation, Mentor
from programs.pilots.services.locking import checked_reason
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.regions.models import Province

from . import messages
from .matching import end_all_of
from .permissions import may_end_mentor, may_invite, owns

WITH_ALL = ("business__owner__user", "province", "invited_by")


@transaction.atomic
def invite_mentor(*, business: Business, by: User) -> Mentor:
    """The province asks a graduate; she is told, and answers. Raises MentorRefused."""
    business = _locked_business(business)
    if not may_invite(by, business):
        raise MentorRefused(_("Hanya koordinator provinsinya yang mengundang menjadi pembina."))
    if business.owner.user_id is None:
        raise MentorRefused(_("Pemiliknya belum punya akun, jadi belum dapat menjawab undangan."))
    with because(_("Diundang menjadi pembina."), by=by):
        mentor = _make(business, invited_by=by)
    messages.tell_invited(mentor)
    return mentor


@transaction.atomic
def offer_to_mentor(*, business: Business, by: User) -> Mentor:
    """A graduate is willing by herself. Raises MentorRefused."""
    business = _locked_business(business)
    if not owns(by, business):
        raise MentorRefused(_("Hanya pemilik usaha ini yang dapat menawarkan diri."))
    with because(_("Menawarkan diri menjadi pembina."), by=by):
        return _make(business, state=MentorState.ACTIVE, agreed_at=timezone.now())


@transaction.atomic
def answer_invitation(*, mentor: Mentor, agrees: bool, by: User, reason: str = "") -> Mentor:
    """Who invited reads the answer. Raises MentorRefused."""
    _locked_business(
        mentor.business
    )  # before the mentor, as whoever erases or merges it: the wall reads it too
    mentor = locked_mentor(mentor)
    if not owns(by, mentor.business):
        raise MentorRefused(_("Hanya pemilik usaha ini yang menjawab undangan itu."))
    if mentor.state != MentorState.INVITED:
        raise MentorRefused(
            _("Undangan ini sudah dijawab: %(state)s.") % {"state": mentor.get_state_display()}
        )
    if agrees:
        mentor.state, mentor.agreed_at = MentorState.ACTIVE, timezone.now()
    else:
        mentor.state, mentor.end_reason = MentorState.DECLINED, reason.strip()
        mentor.ended_by, mentor.ended_at = by, timezone.now()
    with because(reason.strip() or str(MentorState(mentor.state).label), by=by):
        mentor.save()
    messages.tell_invitation_answered(mentor)
    return mentor


@transaction.atomic
def end_mentor(*, mentor: Mentor, reason: str, by: User) -> Mentor:
    """No longer pembina; what she guides now ends with it, and everybody is told. Raises ReasonMissing, MentorRefused."""
    reason = checked_reason(reason)
    Province.objects.select_for_update(no_key=True).get(pk=mentor.province_id)
    mentor = locked_mentor(mentor)
    if not may_end_mentor(by, mentor):
        raise MentorRefused(_("Hanya pembina sendiri atau koordinator provinsinya yang dapat mengakhiri."))
    if mentor.state not in (MentorState.INVITED, MentorState.ACTIVE):
        raise MentorRefused(_("Pembina ini sudah berhenti."))
    end_all_of(mentor, reason=reason, by=by)
    mentor.state, mentor.end_reason = MentorState.ENDED, reason
    mentor.ended_by, mentor.ended_at = by, timezone.now()
    with because(reason, by=by):
        mentor.save(update_fields=["state", "end_reason", "ended_by", "ended_at"])
    messages.tell_mentor_ended(mentor)
    return mentor


def graduation_of(business: Business) -> Graduation | None:
    return Graduation.objects.filter(pilot__business=business).order_by("-confirmed_at").first()


def refusal_of(business: Business) -> str:
    """Why this business cannot become pembina now; empty where it can."""
    if business.state != BusinessState.VERIFIED or graduation_of(business) is None:
        return _("Hanya UMKM percontohan yang sudah lulus yang dapat menjadi pembina.")
    if business.owner.restricted_at is not None:
        return _("Pemiliknya meminta datanya tidak diproses.")
    if Mentor.objects.filter(business=business, state=MentorState.ACTIVE).exists():
        return _("Usaha ini sudah menjadi pembina.")
    if Mentor.objects.filter(business=business, state=MentorState.INVITED).exists():
        return _("Usaha ini sudah diundang; pemiliknya belum menjawab.")
    return ""


def locked_mentor(mentor: Mentor) -> Mentor:
    return Mentor.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=mentor.pk)


def _locked_business(business: Business) -> Business:
    """Two who invite at once come one after the other."""
    rows = Business.objects.select_for_update(of=("self",), no_key=True).select_related(
        "owner__user", "province"
    )
    return rows.get(pk=business.pk)


def _make(business: Business, **fields: object) -> Mentor:
    refusal, graduation = refusal_of(business), graduation_of(business)
    if refusal or graduation is None:
        raise MentorRefused(refusal)
    return Mentor.objects.create(
        business=business, graduation=graduation, province=business.province, **fields
    )
