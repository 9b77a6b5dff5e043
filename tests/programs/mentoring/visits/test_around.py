"""Reminders, graduation, the journey, own data and erasure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from programs.mentoring.matching.services import end_mentoring
from programs.mentoring.models import ActionItem, Assignment, Visit
from programs.mentoring.reports.months import today
from programs.mentoring.visits import personal, services
from programs.mentoring.visits.reached import visits_held
from programs.mentoring.visits.services import Arrangement
from programs.pilots.journey.stations import Slot, journey_of
from programs.reminders.services import plan
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests import factories as make
from tests.programs.mentoring.visits.makers import make_assignment, make_task, make_visit, mentor_of, owner_of
from umkm.businesses.timeline import timeline
from umkm.cadres.forgetting import GONE

pytestmark = pytest.mark.django_db


def reminders(occasion: str) -> list[tuple[int | None, str]]:
    rows = Message.objects.filter(occasion=occasion).order_by("recipient", "pk")
    return list(rows.values_list("recipient", "state"))


def test_both_are_reminded_the_day_before_and_not_of_what_moved():
    visit = make_visit(starts_at=timezone.now() + timedelta(days=2))
    plan(now=timezone.now())
    plan(now=timezone.now())
    both = sorted([owner_of(visit).pk, mentor_of(visit).pk])
    assert reminders("visit_reminder") == [(pk, "pending") for pk in both]
    message = Message.objects.filter(occasion="visit_reminder").first()
    assert message.due_at == visit.starts_at - timedelta(days=1)

    later = Arrangement(timezone.now() + timedelta(days=20))
    services.propose_time(visit=visit, arrangement=later, revision=2, by=owner_of(visit))
    plan(now=timezone.now())
    assert {state for _pk, state in reminders("visit_reminder")} == {"cancelled"}


def test_an_overdue_task_is_reminded_of_twice_and_no_more():
    task = make_task(days=-1)
    zone = task.province.zone
    morning = datetime.combine(task.due_on + timedelta(days=1), time(9), zone) - timedelta(hours=1)
    plan(now=morning)
    plan(now=morning)
    assert reminders("action_overdue") == [(owner_of(task).pk, "pending")]
    plan(now=morning + timedelta(days=6))
    assert len(reminders("action_overdue")) == 2
    ActionItem.objects.filter(pk=task.pk).update(state="done", done_by=owner_of(task), done_at=timezone.now())
    plan(now=morning)
    assert {state for _pk, state in reminders("action_overdue")} == {"cancelled"}


def test_visits_count_for_graduation_while_on_the_seat_and_are_on_the_way():
    pilot = make.make_pilot(accepted_at=timezone.now() - timedelta(days=30))
    assignment = make_assignment(pilot.business)
    make_visit(assignment, state="done")
    make_visit(assignment, state="done", starts_at=timezone.now() - timedelta(days=60))
    make_task(assignment)
    assert visits_held(pilot) == 1
    station = next(one for one in journey_of(pilot) if one.slot == Slot.MENTORING)
    assert "1 kunjungan, 1 tugas terbuka." in station.text
    told = [event.title for event in timeline(assignment.business)]
    assert f"Didampingi oleh {assignment.mentor}" in told
    assert told.count("Pendampingan: di tempat usaha") == 2


def test_own_data_tells_all_and_erasure_leaves_days_without_words():
    assignment = make_assignment()
    owner, by = owner_of(assignment), make.make_user(Role.ADMIN)
    make_visit(assignment, state="done", findings="Anaknya sakit.", latitude=None)
    planned = make_visit(assignment, agenda="Utang keluarga")
    task = make_task(assignment, what="Bayar utang paman")
    visits, tasks = personal.mentoring_held(owner)
    assert [fact.value for fact in visits.records[-1].facts if fact.key == "temuan"] == ["Anaknya sakit."]
    assert tasks.records[0].title == "Bayar utang paman"

    end_mentoring(assignment=assignment, reason="Pemiliknya pindah karena sakit.", by=assignment.mentor.user)
    personal.lock(owner.cadre)
    counts = personal.erase(owner.cadre, by)

    assert counts == {"visits": 2, "action_items": 1, "visit_photos": 0}
    assert sorted(Visit.objects.values_list("state", "findings", "agenda")) == [
        ("cancelled", "", ""),
        ("done", GONE, ""),
    ]
    assert ActionItem.objects.get(pk=task.pk).what == GONE
    assert (Assignment.objects.get().reason, Assignment.objects.get().end_reason) == (GONE, GONE)
    assert Visit.objects.get(pk=planned.pk).starts_at == planned.starts_at
    trail = [
        str(list(apps.get_model("mentoring", f"{name}Event").objects.values()))
        for name in ("Visit", "ActionItem", "Assignment")
    ]
    for words in ("sakit", "Utang keluarga", "paman"):
        assert words not in "".join(trail)
        assert not Message.objects.filter(body__contains=words).exists()
    assert task.due_on > today()
