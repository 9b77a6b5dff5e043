"""Tasks: given, reported with something that shows it, confirmed by the other, sent back, dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from programs.mentoring.actions import services
from programs.mentoring.actions.choices import ActionState
from programs.mentoring.actions.errors import ActionRefused, EvidenceMissing
from programs.mentoring.actions.services import Task
from programs.mentoring.matching.choices import Side
from programs.mentoring.models import VisitPhoto
from programs.mentoring.reports.months import today
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests import factories as make
from tests.parallel import in_parallel
from tests.programs.mentoring.visits.makers import make_assignment, make_task, owner_of, picture

pytestmark = pytest.mark.django_db


def told(occasion):
    return list(Message.objects.filter(occasion=occasion).order_by("pk").values_list("recipient", flat=True))


def test_the_way_of_a_task():
    assignment = make_assignment()
    owner, mentor = owner_of(assignment), assignment.mentor.user
    (item,) = services.give_tasks(
        business=assignment.business, tasks=[Task(Side.CADRE, "Buka rekening", today())], by=mentor
    )
    assert told("action_given") == [owner.pk]
    with pytest.raises(EvidenceMissing):
        services.report_done(item=item, evidence=" ", photo=None, by=owner)
    with pytest.raises(ActionRefused):
        services.report_done(item=item, evidence="Sudah", photo=None, by=mentor)
    services.report_done(item=item, evidence="", photo=picture(), by=owner)
    assert VisitPhoto.objects.get().action == item
    with pytest.raises(ActionRefused, match="pihak lain"):
        services.confirm_done(item=item, by=owner)
    services.return_item(item=item, reason="Buku tabungannya belum tampak.", by=mentor)
    services.report_done(item=item, evidence="Ini fotonya.", photo=picture("red"), by=owner)
    assert VisitPhoto.objects.kept().count() == 1
    assert services.confirm_done(item=item, by=mentor).state == ActionState.CONFIRMED
    assert told("action_returned") == [owner.pk]
    assert set(told("action_done")) == {mentor.pk}


def test_task_of_the_mentor_is_confirmed_by_the_cadre():
    assignment = make_assignment()
    item = make_task(assignment, owner=Side.MENTOR)
    services.report_done(
        item=item, evidence="Contoh buku kas dikirim.", photo=None, by=assignment.mentor.user
    )
    assert services.confirm_done(item=item, by=owner_of(assignment)).state == ActionState.CONFIRMED


def test_dropping_says_why_and_ends_it():
    assignment = make_assignment()
    item, staff = make_task(assignment), make.make_user(Role.JAMKRINDO)
    with pytest.raises(ActionRefused, match="alasannya"):
        services.drop_item(item=item, reason="", by=staff)
    with pytest.raises(ActionRefused):
        services.drop_item(item=item, reason="Tidak perlu", by=owner_of(assignment))
    services.drop_item(item=item, reason="Tidak perlu lagi", by=staff)
    with pytest.raises(ActionRefused, match="tidak dilanjutkan"):
        services.report_done(item=item, evidence="Sudah", photo=None, by=owner_of(assignment))


def test_only_jamkrindo_gives_and_not_for_years_ahead():
    assignment = make_assignment()
    late = Task(Side.CADRE, "Jauh", today() + timedelta(days=900))
    with pytest.raises(ActionRefused, match="terlalu jauh"):
        services.give_tasks(business=assignment.business, tasks=[late], by=assignment.mentor.user)
    with pytest.raises(ActionRefused):
        services.give_tasks(
            business=assignment.business, tasks=[Task(Side.CADRE, "x", today())], by=owner_of(assignment)
        )


@pytest.mark.django_db(transaction=True)
def test_confirmed_and_dropped_at_once_ends_one_way():
    assignment = make_assignment()
    item = make_task(assignment)
    services.report_done(item=item, evidence="Sudah", photo=None, by=owner_of(assignment))
    mentor = assignment.mentor.user
    acts = [
        lambda: services.confirm_done(item=item, by=mentor).state,
        lambda: services.drop_item(item=item, reason="Tidak perlu", by=mentor).state,
    ]
    answers = in_parallel(lambda act: act(), acts)
    assert answers.count("ActionRefused") == 1
