"""Agreeing on a visit: one side proposes a time, the other agrees or proposes another. The business is locked first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.matching.choices import Side
from programs.mentoring.matching.permissions import assignment_of, mentors, side_of
from programs.mentoring.matching.services import lock_business
from programs.mentoring.models import Visit
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.models import Business

from . import messages
from .choices import VisitMode, VisitState
from .errors import VisitMoved, VisitRefused

FURTHEST_AHEAD = timedelta(days=180)
SAME_MEETING = timedelta(hours=6)
WITH_ALL = (
    "business__owner__user", "province", "mentor__user", "agreed_by", "recorded_by", "cancelled_by", "created_by",
)  # fmt: skip


@dataclass(frozen=True)
class Arrangement:
    starts_at: datetime
    mode: str = VisitMode.ONSITE
    place: str = ""
    agenda: str = ""


@transaction.atomic
def plan_visit(*, business: Business, arrangement: Arrangement, by: User) -> Visit:
    """Mentor or cadre proposes a time. Raises VisitRefused."""
    business = lock_business(business.pk)
    side = _side(business, by)
    _must_be_ahead(arrangement.starts_at)
    assignment = assignment_of(business.pk)
    if assignment is None:
        raise VisitRefused(_("Usaha ini belum punya pendamping."))
    if not assignment.mentor.user.has_role(Role.JAMKRINDO):
        raise VisitRefused(
            _("%(mentor)s bukan lagi staf Jamkrindo. Jamkrindo menunjuk penggantinya lebih dahulu.")
            % {"mentor": assignment.mentor}
        )
    visit = Visit(
        business=business,
        province=business.province,
        mentor=assignment.mentor,
        waits_for=side.other,
        created_by=by,
    )
    _arrange(visit, arrangement)
    with because(_("Waktu kunjungan diusulkan."), by=by):
        visit.save(force_insert=True)
    messages.tell_proposed(visit, by=by)
    return visit


@transaction.atomic
def begin_visit(*, business: Business, mode: str, by: User) -> Visit:
    """The mentor meets, or rings, without an appointment, to write it down at once. Twice is once. Raises VisitRefused."""
    business = lock_business(business.pk)
    assignment = assignment_of(business.pk)
    if assignment is None or not mentors(by, business):
        raise VisitRefused(_("Hanya pendamping usaha ini yang mencatat kunjungannya."))
    if mode not in VisitMode.values:
        raise VisitRefused(_("Pilih cara bertemunya."))
    now = timezone.now()
    begun = Visit.objects.planned().filter(business=business, mentor__user=by, is_spontaneous=True, mode=mode)
    if found := begun.filter(starts_at__gte=now - SAME_MEETING).first():
        return found
    with because(_("Kunjungan tanpa rencana."), by=by):
        return Visit.objects.create(
            business=business, province=business.province, mentor=assignment.mentor, state=VisitState.AGREED,
            is_spontaneous=True, starts_at=now, mode=mode, agreed_at=now, agreed_by=by, created_by=by,
        )  # fmt: skip


@transaction.atomic
def agree_to_visit(*, visit: Visit, revision: int, by: User) -> Visit:
    """One tap, to exactly what was read. Twice is once. Raises VisitRefused, VisitMoved."""
    visit = locked_visit(visit.pk)
    side = _side(visit.business, by)
    if visit.state == VisitState.AGREED and visit.agreed_by_id == by.pk and visit.revision == revision + 1:
        return visit
    if visit.revision != revision:
        raise VisitMoved(_("Waktunya baru saja diubah. Lihat dahulu yang baru, lalu jawab."))
    if visit.state != VisitState.PROPOSED:
        raise VisitRefused(_("Kunjungan ini %(state)s.") % {"state": visit.get_state_display().lower()})
    if visit.waits_for != side:
        raise VisitRefused(_("Anda yang mengusulkan waktu ini; pihak lain yang menyetujuinya."))
    if visit.has_begun:
        raise VisitRefused(_("Waktu ini sudah lewat. Usulkan waktu lain."))
    visit.state, visit.waits_for = VisitState.AGREED, ""
    visit.agreed_by, visit.agreed_at = by, timezone.now()
    visit.revision += 1  # whose answer is waited for is part of the arrangement
    with because(_("Waktu kunjungan disetujui."), by=by):
        visit.save()
    messages.tell_agreed(visit, by=by)
    return visit


@transaction.atomic
def propose_time(*, visit: Visit, arrangement: Arrangement, revision: int, by: User) -> Visit:
    """Another time, place or way: the other side answers. Raises VisitRefused, VisitMoved."""
    visit = locked_visit(visit.pk)
    side = _side(visit.business, by)
    if not visit.is_planned:
        raise VisitRefused(_("Kunjungan ini %(state)s.") % {"state": visit.get_state_display().lower()})
    if visit.revision != revision:
        raise VisitMoved(_("Waktunya baru saja diubah. Lihat dahulu yang baru, lalu jawab."))
    _must_be_ahead(arrangement.starts_at)
    _arrange(visit, arrangement)
    visit.state, visit.waits_for = VisitState.PROPOSED, side.other
    visit.agreed_by = visit.agreed_at = None
    visit.revision += 1
    with because(_("Waktu lain diusulkan."), by=by):
        visit.save()
    messages.tell_proposed(visit, by=by)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: User) -> Visit:
    """It does not take place, and why; the other side is told. Raises VisitRefused."""
    reason = reason.strip()
    if not reason:
        raise VisitRefused(_("Tulis alasannya. Pihak lain membacanya."), field="reason")
    visit = locked_visit(visit.pk)
    _side(visit.business, by)
    if not visit.is_planned:
        raise VisitRefused(_("Kunjungan ini %(state)s.") % {"state": visit.get_state_display().lower()})
    visit.state, visit.waits_for, visit.cancel_reason = VisitState.CANCELLED, "", reason
    visit.cancelled_by, visit.cancelled_at = by, timezone.now()
    visit.revision += 1
    with because(reason, by=by):
        visit.save()
    messages.tell_cancelled(visit)
    return visit


def locked_visit(pk: int) -> Visit:
    """Fresh, behind the queue of its business."""
    lock_business(Visit.objects.values_list("business", flat=True).get(pk=pk))
    return Visit.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=pk)


def _side(business: Business, by: User) -> Side:
    side = side_of(by, business)
    if side is None:
        raise VisitRefused(_("Hanya pemilik usaha dan pendampingnya yang mengatur kunjungan."))
    return side


def _must_be_ahead(starts_at: datetime) -> None:
    now = timezone.now()
    if starts_at <= now:
        raise VisitRefused(_("Waktu ini sudah lewat. Pilih waktu yang akan datang."), field="date")
    if starts_at > now + FURTHEST_AHEAD:
        raise VisitRefused(_("Waktu ini terlalu jauh. Pilih dalam enam bulan ke depan."), field="date")


def _arrange(visit: Visit, arrangement: Arrangement) -> None:
    visit.starts_at, visit.mode = arrangement.starts_at, arrangement.mode
    visit.place, visit.agenda = arrangement.place.strip(), arrangement.agenda.strip()
