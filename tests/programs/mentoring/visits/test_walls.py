"""The database refuses what the services refuse about visits and tasks, past them too."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from programs.mentoring.models import ActionItem, Assignment, Visit, VisitEntry, VisitPhoto
from programs.mentoring.visits.errors import VisitRefused
from programs.mentoring.visits.services import Arrangement, plan_visit
from programs.mentoring.visits.walls import MOST_PHOTOS
from tests import factories as make
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_mentor,
    make_task,
    make_visit,
    mentor_of,
    owner_of,
)
from tests.programs.pilots.test_walls import refused

pytestmark = pytest.mark.django_db


def change(one, **values):
    type(one).objects.filter(pk=one.pk).update(**values)


def test_only_the_mentor_of_the_business_visits_it():
    one = make_assignment()
    with refused("visit_of_mentor"), transaction.atomic():
        Visit.objects.create(
            business=one.business, province=one.province, mentor=make_mentor(), waits_for="cadre",
            starts_at=timezone.now(), created_by=one.mentor.user,
        )  # fmt: skip


def test_a_mentor_who_left_jamkrindo_visits_nobody():
    one = make_assignment()
    one.mentor.user.role_grants.update(ended_at=timezone.now(), ended_by=make.make_user())
    with refused("visit_of_mentor"), transaction.atomic():
        make_visit(one)
    soon = Arrangement(starts_at=timezone.now() + timedelta(days=2))
    with pytest.raises(VisitRefused, match="bukan lagi staf Jamkrindo"):
        plan_visit(business=one.business, arrangement=soon, by=owner_of(one))


def test_a_visit_goes_only_to_who_mentors_the_business_now_and_what_was_held_to_nobody():
    visit, held = make_visit(), make_visit(state="done")
    for mentor in (make_mentor(), make_mentor(user=make.make_user())):
        with refused("visit_changes_hands"), transaction.atomic():
            change(visit, mentor=mentor, revision=3)
    end = {"ended_at": timezone.now(), "ended_by": mentor_of(held), "end_reason": "Pindah"}
    Assignment.objects.filter(business=held.business).update(**end)
    after = make_assignment(held.business)
    with refused("visit_changes_hands"), transaction.atomic():
        change(held, mentor=after.mentor, revision=3)
    with refused("visit_recorded_by_mentor"), transaction.atomic():
        change(held, recorded_by=make.make_user("jamkrindo"), version=2)
    change(held, recorded_by=after.mentor.user, version=2)


def test_who_proposed_does_not_agree():
    visit = make_visit(state="proposed")
    signed = {"state": "agreed", "waits_for": "", "revision": 2, "agreed_at": timezone.now()}
    with refused("visit_agreed_by_other"), transaction.atomic():
        change(visit, agreed_by=mentor_of(visit), **signed)
    change(visit, agreed_by=owner_of(visit), **signed)


def test_a_change_has_the_next_number():
    visit = make_visit(state="done")
    for values in (
        {"starts_at": timezone.now()},
        {"findings": "Lain"},
        {"findings": "Lain", "version": 3},
        {"revision": 1},
    ):
        with refused("visit_counted"), transaction.atomic():
            change(visit, **values)
    change(visit, findings="Lain", version=2)


@pytest.mark.parametrize(
    ("state", "values", "wall"),
    [
        ("proposed", {"waits_for": "", "revision": 2}, "visit_waits_for_one"),
        ("proposed", {"state": "done", "waits_for": "", "revision": 2}, "visit_moves"),
        ("agreed", {"state": "done"}, "visit_held_recorded"),
        ("agreed", {"state": "cancelled"}, "visit_cancel_explained"),
        ("agreed", {"mode": "mail", "revision": 3}, "visit_mode_known"),
        ("done", {"state": "agreed"}, "visit_moves"),
        ("done", {"latitude": 91, "longitude": 0, "version": 2}, "visit_position_sane"),
        ("cancelled", {"state": "agreed"}, "visit_moves"),
    ],
)
def test_states_say_what_belongs_to_them(state, values, wall):
    visit = make_visit(state=state)
    with refused(wall), transaction.atomic():
        change(visit, **values)


def test_a_visit_stays_and_so_does_what_a_phone_sent():
    visit = make_visit()
    with refused("keep_visit"), transaction.atomic():
        Visit.objects.all().delete()
    with refused("visit_subject_stays"), transaction.atomic():
        change(visit, created_at=timezone.now())
    now = timezone.now()
    fields = {
        "visit": visit,
        "base": 0,
        "written_at": now,
        "received_at": now,
        "sent_by": mentor_of(visit),
        "outcome": "applied",
    }
    entry = VisitEntry.objects.create(key=uuid.uuid4(), **fields)
    with refused("visitentry_key"), transaction.atomic():
        VisitEntry.objects.create(key=entry.key, **fields)
    with refused("visit_entry_before_it_came"), transaction.atomic():
        VisitEntry.objects.create(key=uuid.uuid4(), **fields | {"written_at": now + timedelta(1)})
    with refused("visit_entry_written_once"), transaction.atomic():
        change(entry, outcome="same")


def photo(**fields):
    fields = {"sha256": uuid.uuid4().hex, "size": 1, "file": f"kunjungan/{uuid.uuid4().hex}", **fields}
    return VisitPhoto.objects.create(**fields)


def test_photos_are_few_of_one_thing_and_once():
    visit, task = make_visit(), make_task()
    by = mentor_of(visit)
    for _ in range(MOST_PHOTOS):
        kept = photo(visit=visit, uploaded_by=by)
    with refused("visit_photo_limit"), transaction.atomic():
        photo(visit=visit, uploaded_by=by)
    change(kept, removed_at=timezone.now(), removed_by=by)
    with refused("visit_photo_of_one"), transaction.atomic():
        photo(visit=visit, action=task, uploaded_by=by)
    with refused("action_photo_once"), transaction.atomic():
        photo(action=task, uploaded_by=by)
        photo(action=task, uploaded_by=by)
    with refused("visit_photo_stays"), transaction.atomic():
        change(kept, removed_at=None, removed_by=None)


@pytest.mark.parametrize(
    ("values", "wall"),
    [
        ({"state": "confirmed"}, "action_moves"),
        ({"state": "done"}, "action_done_signed"),
        ({"state": "dropped"}, "action_end_signed"),
        ({"what": "Lain"}, "action_subject_stays"),
        ({"due_on": "2030-01-01"}, "action_subject_stays"),
    ],
)
def test_a_task_goes_its_way(values, wall):
    with refused(wall), transaction.atomic():
        change(make_task(), **values)


def test_who_did_it_does_not_confirm_it():
    task = make_task()
    owner, now = owner_of(task), timezone.now()
    change(task, state="done", done_by=owner, done_at=now)
    with refused("action_confirmed_by_other"), transaction.atomic():
        change(task, state="confirmed", ended_by=owner, ended_at=now)
    with refused("action_begins"), transaction.atomic():
        ActionItem.objects.create(
            business=task.business, province=task.province, owner="cadre", what="x", due_on="2030-01-01",
            given_by=owner, state="done", done_by=owner, done_at=now,
        )  # fmt: skip
    with refused("action_of_visit"), transaction.atomic():
        make_task(visit=make_visit(), given_by=make.make_user())
