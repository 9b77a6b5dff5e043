"""The sheet of a visit: in once, over nothing that its writer has not read, with photos and tasks."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from programs.mentoring.actions.services import Task
from programs.mentoring.matching import handing
from programs.mentoring.matching.choices import Side
from programs.mentoring.models import ActionItem, Assignment, Visit, VisitEntry, VisitPhoto
from programs.mentoring.reports.months import today
from programs.mentoring.visits import services
from programs.mentoring.visits.choices import EntryOutcome, VisitState
from programs.mentoring.visits.errors import PhotoRefused
from programs.mentoring.visits.photos import remove_photo
from programs.mentoring.visits.recording import record_visit
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_mentor,
    make_sheet,
    make_visit,
    mentor_of,
    owner_of,
    picture,
)
from umkm.businesses.documents.pictures import PictureRefused

pytestmark = pytest.mark.django_db


def test_written_down_once_with_all_that_belongs_to_it():
    visit = make_visit(starts_at=timezone.now() + timedelta(minutes=1))
    sheet = make_sheet(
        ago=3600, next_on=today() + timedelta(days=30), position=(Decimal("-6.9147"), Decimal("107.6098")),
        photos=[picture()], tasks=[Task(Side.CADRE, "Buka rekening", today() + timedelta(days=7))],
    )  # fmt: skip
    first = record_visit(visit=visit, sheet=sheet, by=mentor_of(visit))
    again = record_visit(visit=visit, sheet=sheet, by=mentor_of(visit))

    assert (first.outcome, again.outcome) == (EntryOutcome.APPLIED, EntryOutcome.SAME)
    visit.refresh_from_db()
    assert (visit.state, visit.version, visit.findings) == (VisitState.DONE, 1, "Buku kas rapi.")
    assert timezone.now() - visit.held_at > timedelta(minutes=59)
    assert visit.position == "-6.9147, 107.6098"
    assert ActionItem.objects.get().visit == visit
    photo = VisitPhoto.objects.get()
    assert "IMG" not in photo.file.name
    assert Message.objects.get(occasion="visit_recorded").recipient == owner_of(visit)
    assert not Message.objects.filter(occasion="action_given").exists()  # the same message says so


def test_what_stands_is_never_written_over_unread():
    visit = make_visit()
    by = mentor_of(visit)
    record_visit(visit=visit, sheet=make_sheet(findings="Dari laptop."), by=by)
    offline = make_sheet(findings="Dari HP.", ago=7200)

    answer = record_visit(visit=visit, sheet=offline, by=by)
    assert answer.outcome == EntryOutcome.CONFLICT
    assert str(by) in answer.sentence
    assert Visit.objects.get().findings == "Dari laptop."
    assert record_visit(visit=visit, sheet=offline, by=by).outcome == EntryOutcome.CONFLICT

    chosen = replace(offline, key=uuid.uuid4(), base=1)  # having seen both
    assert record_visit(visit=visit, sheet=chosen, by=by).outcome == EntryOutcome.APPLIED
    assert list(Visit.objects.values_list("findings", "version")) == [("Dari HP.", 2)]
    assert Message.objects.filter(occasion="visit_recorded").count() == 1


def test_own_sheet_whose_answer_was_lost_is_gone_on_with():
    visit = make_visit()
    by = mentor_of(visit)
    first = make_sheet(findings="Setengah.")
    record_visit(visit=visit, sheet=first, by=by)
    whole = make_sheet(findings="Lengkap.", continues=first.key)
    assert record_visit(visit=visit, sheet=whole, by=by).outcome == EntryOutcome.APPLIED
    other = make_sheet(findings="Bukan.", continues=first.key)
    assert record_visit(visit=visit, sheet=other, by=by).outcome == EntryOutcome.CONFLICT


def test_called_off_meanwhile_is_said_and_nothing_is_written():
    visit = make_visit()
    services.cancel_visit(visit=visit, reason="Ada hajatan.", by=owner_of(visit))
    answer = record_visit(visit=visit, sheet=make_sheet(), by=mentor_of(visit))
    assert answer.outcome == EntryOutcome.REFUSED
    assert "Ada hajatan." in answer.sentence
    assert Visit.objects.get().findings == ""


def test_who_mentored_then_may_still_send_and_nobody_else():
    assignment, to = make_assignment(), make_mentor()
    visit = make_visit(assignment)
    handover = handing.offer_handover(assignment=assignment, to=to, reason="Pindah", by=mentor_of(assignment))
    handing.accept_handover(handover=handover, by=to.user)
    stranger = make.make_user(Role.JAMKRINDO)
    assert record_visit(visit=visit, sheet=make_sheet(), by=stranger).outcome == EntryOutcome.REFUSED
    late = record_visit(visit=visit, sheet=make_sheet(), by=mentor_of(assignment))
    assert late.outcome == EntryOutcome.REFUSED  # written after the handover
    assert record_visit(visit=visit, sheet=make_sheet(ago=60), by=mentor_of(assignment)).is_kept
    assert Assignment.objects.running().get().mentor == to


def test_held_though_nobody_answered():
    visit = make_visit(state=VisitState.PROPOSED)
    assert record_visit(visit=visit, sheet=make_sheet(), by=mentor_of(visit)).is_kept
    visit.refresh_from_db()
    assert visit.is_spontaneous


def test_a_key_of_another_visit_or_person_opens_nothing():
    first, second = make_visit(), make_visit()
    sheet = make_sheet()
    record_visit(visit=first, sheet=sheet, by=mentor_of(first))
    assert record_visit(visit=second, sheet=sheet, by=mentor_of(second)).outcome == EntryOutcome.REFUSED
    assert Visit.objects.get(pk=second.pk).state == VisitState.AGREED


def test_photos_are_few_pictures_and_taken_away_by_who_took_them(monkeypatch):
    visit = make_visit()
    by = mentor_of(visit)
    with pytest.raises(PhotoRefused, match="6 foto"):
        record_visit(visit=visit, sheet=make_sheet(photos=[picture()] * 7), by=by)
    broken = picture()
    broken.file.truncate(40)
    with pytest.raises(PictureRefused):
        record_visit(visit=visit, sheet=make_sheet(photos=[broken]), by=by)
    assert not VisitEntry.objects.exists()  # so that it can be sent again

    record_visit(visit=visit, sheet=make_sheet(photos=[picture(), picture()]), by=by)
    photo = VisitPhoto.objects.get()
    with pytest.raises(PhotoRefused):
        remove_photo(photo=photo, by=owner_of(visit))
    remove_photo(photo=photo, by=by)
    assert not VisitPhoto.objects.kept().exists()


@pytest.mark.django_db(transaction=True)
def test_one_sheet_sent_four_times_at_once_counts_once():
    visit, sheet = make_visit(), make_sheet(tasks=[Task(Side.CADRE, "Satu", today())])
    answers = in_parallel(
        lambda _n: record_visit(visit=visit, sheet=sheet, by=mentor_of(visit)).outcome, range(4)
    )
    assert sorted(answers) == ["applied", "same", "same", "same"]
    assert (ActionItem.objects.count(), Visit.objects.get().version) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_leave_one_and_show_the_other():
    visit = make_visit()
    sheets = [make_sheet(findings=f"HP {number}") for number in range(3)]
    answers = in_parallel(
        lambda one: record_visit(visit=visit, sheet=one, by=mentor_of(visit)).outcome, sheets
    )
    assert sorted(answers) == ["applied", "conflict", "conflict"]
    assert Visit.objects.get().version == 1


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_for_three_visits_at_once_lets_one_in_and_tells_the_others():
    assignment = make_assignment()
    others = [make_assignment(mentor=assignment.mentor) for _ in range(2)]
    visits = [make_visit(one) for one in (assignment, *others)]
    sheet = make_sheet()
    answers = in_parallel(
        lambda visit: record_visit(visit=visit, sheet=sheet, by=mentor_of(visit)).outcome.value, visits
    )
    assert sorted(answers) == ["applied", "refused", "refused"]
    assert VisitEntry.objects.count() == Visit.objects.filter(version=1).count() == 1
