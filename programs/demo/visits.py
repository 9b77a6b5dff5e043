"""Mentors, the demo cadre's three visits with tasks open and overdue; and in bulk what the others have."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from programs.mentoring.matching.choices import Side
from programs.mentoring.models import ActionItem, Assignment, MentorProfile, Visit
from programs.mentoring.visits.choices import VisitMode, VisitState
from programs.pilots.models import Pilot
from soksi_portal.audit.services import because
from umkm.businesses.choices import Wish

from .accounts import HOME, Staff
from .selection import Selection

DAY = timedelta(days=1)
PROFILES: tuple[tuple[list[Wish], list[str], list[str], int], ...] = (
    ([Wish.BOOKKEEPING, Wish.FINANCE, Wish.LICENCES], ["I", "C"], [HOME, "31", "36"], 30),
    ([Wish.MARKETING, Wish.ONLINE, Wish.PRODUCT], ["G", "I"], [], 30),
    ([Wish.FINANCE, Wish.PEOPLE, Wish.EQUIPMENT], ["A", "C"], [], 30),
)
FINDINGS = (
    "Buku kas sudah dibuka, tetapi uang rumah dan uang usaha masih di satu dompet. Pemiliknya mau memisahkannya.",
    "Penjualan naik sejak buka lebih pagi. Harga pokok tiap porsi belum dihitung; kami mulai dengan tiga menu.",
    "Rak dan penerangan sudah diperbaiki. Pembukuan tiga minggu berturut-turut lengkap.",
)
TASKS = (
    "Buka rekening khusus usaha di bank terdekat",
    "Hitung harga pokok tiga menu terlaris",
    "Catat utang pelanggan di buku tersendiri",
    "Foto label kemasan yang baru",
)
WHY = "Menguasai yang dibutuhkan, dan masih ada tempat."


def make_mentoring(*, staff: Staff, selection: Selection, chance: random.Random, now: datetime) -> None:
    """Most pilots are mentored; a few wait for a mentor."""
    mentors = [
        MentorProfile.objects.create(
            user=user, needs=needs, sections=sections, provinces=provinces, capacity=capacity,
            created_at=now - 120 * DAY,
        )
        for user, (needs, sections, provinces, capacity) in zip(staff.jamkrindo, PROFILES, strict=False)
    ]  # fmt: skip
    siti = selection.pilots[HOME][0]
    pilots = Pilot.objects.active().select_related("business__owner", "seat__province")
    with because("Data contoh"):
        _siti(pilots.get(pk=siti.pk), mentors[0], now)
        for number, pilot in enumerate(pilots.exclude(pk=siti.pk).order_by("pk")):
            if number % 6 == 5:
                continue
            mentor = mentors[number % len(mentors)]
            began = min(pilot.accepted_at + 3 * DAY, now - DAY)
            _assign(pilot, mentor, began)
            if pilot.business.owner.user_id and chance.random() < 0.8:
                _held(pilot, mentor, now - chance.randint(5, 75) * DAY, chance.choice(FINDINGS))
                _task(pilot, chance.choice(TASKS), now + chance.randint(-12, 30) * DAY)


def _siti(pilot: Pilot, mentor: MentorProfile, now: datetime) -> None:
    """Two visits were held, a third waits for her answer; one task is overdue, one is open, one is done."""
    _assign(pilot, mentor, min(pilot.accepted_at + 2 * DAY, now - 40 * DAY))
    first = _held(pilot, mentor, now - 36 * DAY, FINDINGS[0])
    second = _held(pilot, mentor, now - 12 * DAY, FINDINGS[1], next_on=(now + 5 * DAY).date())
    Visit.objects.create(
        business=pilot.business, province=pilot.seat.province, mentor=mentor, waits_for=Side.CADRE,
        starts_at=(now + 5 * DAY).replace(hour=3, minute=0, second=0, microsecond=0),
        agenda="Harga pokok tiga menu, dan rekening usaha.", created_by=mentor.user, created_at=now - DAY,
    )  # fmt: skip
    _task(pilot, TASKS[0], now - 4 * DAY, visit=first)
    _task(pilot, TASKS[1], now + 9 * DAY, visit=second)
    done = _task(pilot, TASKS[2], now + 2 * DAY, visit=second)
    done.state, done.evidence = "done", "Sudah satu buku sendiri, tiga pelanggan tercatat."
    done.done_by, done.done_at = pilot.business.owner.user, now - DAY
    done.save()
    _task(pilot, "Kirim contoh hitungan harga pokok", now - 2 * DAY, visit=second, owner=Side.MENTOR)


def _assign(pilot: Pilot, mentor: MentorProfile, began: datetime) -> None:
    Assignment.objects.create(
        business=pilot.business, province=pilot.seat.province, mentor=mentor, reason=WHY, began_by=mentor.user,
        began_at=began,
    )  # fmt: skip


def _held(pilot: Pilot, mentor: MentorProfile, at: datetime, findings: str, **fields: Any) -> Visit:
    """Written past the services: nobody is told today of what came weeks ago."""
    at = at.replace(hour=3, minute=0, second=0, microsecond=0)
    visit = Visit.objects.create(
        business=pilot.business, province=pilot.seat.province, mentor=mentor, waits_for=Side.CADRE, starts_at=at,
        mode=VisitMode.ONSITE, created_by=mentor.user, created_at=at - 7 * DAY,
    )  # fmt: skip
    visit.state, visit.waits_for, visit.revision = VisitState.AGREED, "", 2
    visit.agreed_by, visit.agreed_at = pilot.business.owner.user, at - 5 * DAY
    visit.save()
    visit.state, visit.findings, visit.version = VisitState.DONE, findings, 1
    visit.held_at, visit.recorded_by, visit.recorded_at = at, mentor.user, at + timedelta(hours=2)
    for name, value in fields.items():
        setattr(visit, name, value)
    visit.save()
    return visit


def _task(pilot: Pilot, what: str, due: datetime, **fields: Any) -> ActionItem:
    mentor = Assignment.objects.running().get(business=pilot.business).mentor
    fields.setdefault("owner", Side.CADRE)
    return ActionItem.objects.create(
        business=pilot.business, province=pilot.seat.province, what=what, due_on=due.date(),
        given_by=mentor.user, given_at=due - 20 * DAY, **fields,
    )  # fmt: skip
