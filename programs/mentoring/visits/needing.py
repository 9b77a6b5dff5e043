"""Who needs a mentor most, and why: points for stated reasons. Seven queries, however many businesses."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.mentoring.actions.choices import ActionState
from programs.mentoring.matching.choices import Side
from programs.mentoring.models import ActionItem, Assignment, Visit
from programs.mentoring.reports.discipline import late_now
from programs.mentoring.reports.months import today
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User

from .choices import VisitState

# a visit each month is the programme's habit; from then on each further day counts
USUAL_DAYS = 30
MOST_FOR_ABSENCE = 40
FOR_NEVER, FOR_UNRECORDED, FOR_ANSWER, FOR_REPORT, FOR_OVERDUE, FOR_TO_CONFIRM, FOR_ENDING, FOR_LEFT = (
    35, 25, 15, 20, 8, 5, 10, 30,
)  # fmt: skip
MOST_FOR_OVERDUE = 32
ENDING_DAYS = 60
URGENT = 60  # as much as two of the great reasons


@dataclass
class Need:
    """One business of a mentor, with what speaks for going there."""

    assignment: Assignment
    points: int = 0
    reasons: list[str] = field(default_factory=list)
    last: datetime | None = None
    next: Visit | None = None
    open_tasks: int = 0

    def add(self, points: int, reason: str) -> None:
        self.points += points
        self.reasons.append(reason)

    @property
    def tone(self) -> str:
        return "bad" if self.points >= URGENT else "attention" if self.reasons else "good"

    @property
    def label(self) -> str:
        if self.points >= URGENT:
            return _("Segera")
        return _("Perlu perhatian") if self.reasons else _("Berjalan baik")


def needs_of(user: User) -> list[Need]:
    """The businesses that `user` mentors, those in need first."""
    running = Assignment.objects.visible_to(user).running().held_by(user)
    rows = list(running.select_related("business__owner", "business__regency", "province"))
    found = {one.business_id: Need(one) for one in rows}
    _visits(found)
    _tasks(found)
    _pilots(found)
    return sorted(found.values(), key=lambda one: (-one.points, one.assignment.business.name))


def _visits(found: dict[int, Need]) -> None:
    now = timezone.now()
    last = Visit.objects.held().filter(business__in=found).values("business").annotate(at=Max("held_at"))
    for row in last.order_by():
        found[row["business"]].last = row["at"]
    planned: dict[int, list[Visit]] = defaultdict(list)
    for visit in (
        Visit.objects.planned().filter(business__in=found).order_by("starts_at").select_related("province")
    ):
        planned[visit.business_id].append(visit)
    for pk, need in found.items():
        _absence(need, now)
        for visit in planned[pk]:
            if visit.starts_at <= now and visit.state == VisitState.AGREED:
                need.add(FOR_UNRECORDED, _("Kunjungan terakhir belum dicatat."))
            elif visit.waits_for == Side.MENTOR:
                need.add(FOR_ANSWER, _("Pemilik menunggu jawaban Anda atas waktu kunjungan."))
        need.next = next((one for one in planned[pk] if one.starts_at > now), None)


def _absence(need: Need, now: datetime) -> None:
    since = need.last or need.assignment.began_at
    days = (now - since).days
    if need.last is None:
        need.add(FOR_NEVER, _("Belum pernah Anda kunjungi sejak didampingi.") if days < 1 else _never(days))
    elif days > USUAL_DAYS:
        points = min(MOST_FOR_ABSENCE, 10 + days - USUAL_DAYS)
        need.add(points, _("Tidak ada kunjungan selama %(days)s hari.") % {"days": days})


def _never(days: int) -> str:
    return _("Belum pernah dikunjungi, sudah %(days)s hari didampingi.") % {"days": days}


def _tasks(found: dict[int, Need]) -> None:
    rows = ActionItem.objects.unfinished().filter(business__in=found)
    overdue: Counter[int] = Counter()
    to_confirm: Counter[int] = Counter()
    for business, owner, state, due_on in rows.values_list("business", "owner", "state", "due_on"):
        found[business].open_tasks += 1
        overdue[business] += state == ActionState.OPEN and due_on < today()
        to_confirm[business] += state == ActionState.DONE and owner == Side.CADRE
    for pk, number in overdue.items():
        if number:
            words = ngettext("%(number)s tugas lewat tenggat.", "%(number)s tugas lewat tenggat.", number)
            found[pk].add(min(MOST_FOR_OVERDUE, FOR_OVERDUE * number), words % {"number": number})
    for pk, number in to_confirm.items():
        if number:
            found[pk].add(
                FOR_TO_CONFIRM * number, _("%(number)s tugas menunggu Anda tegaskan.") % {"number": number}
            )


def _pilots(found: dict[int, Need]) -> None:
    """Reports that are late, a phase that ends soon, and seats that were left."""
    active = Pilot.objects.active().filter(business__in=found)
    seated = {one.business_id: one for one in active.select_related("seat__phase")}
    for business in late_now(active).values_list("business", flat=True):
        found[business].add(FOR_REPORT, _("Laporan bulanannya lewat tenggat."))
    for pk, need in found.items():
        pilot = seated.get(pk)
        if pilot is None:
            need.add(
                FOR_LEFT,
                _("Tidak lagi menempati kursi: akhiri pendampingannya, atau lanjutkan sebagai lulusan."),
            )
            continue
        ends_on = pilot.seat.phase.ends_on
        left = (ends_on - today()).days if ends_on else None
        if left is not None and 0 <= left <= ENDING_DAYS:
            need.add(
                FOR_ENDING, _("Tahapnya berakhir %(days)s hari lagi: siapkan kelulusannya.") % {"days": left}
            )
