"""Proposing a time, agreeing by one tap, another time, and calling off: both sides, each told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.mentoring.matching.choices import Side
from programs.mentoring.visits import services
from programs.mentoring.visits.choices import VisitState
from programs.mentoring.visits.errors import VisitMoved, VisitRefused
from programs.mentoring.visits.services import Arrangement
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests import factories as make
from tests.programs.mentoring.visits.makers import make_assignment, make_visit, mentor_of, owner_of

pytestmark = pytest.mark.django_db


def in_days(days: float, **fields: str) -> Arrangement:
    return Arrangement(timezone.now() + timedelta(days=days), **fields)


def waiting(occasion: str) -> list[tuple[int | None, str]]:
    rows = Message.objects.filter(occasion=occasion).order_by("pk")
    return list(rows.values_list("recipient", "state"))


@pytest.mark.parametrize("side", list(Side))
def test_one_proposes_and_the_other_is_asked_and_agrees(side):
    assignment = make_assignment()
    people = {Side.CADRE: owner_of(assignment), Side.MENTOR: mentor_of(assignment)}
    visit = services.plan_visit(
        business=assignment.business, arrangement=in_days(2, agenda="Buku kas"), by=people[side]
    )
    assert (visit.state, visit.waits_for) == (VisitState.PROPOSED, side.other)
    assert waiting("visit_proposed") == [(people[side.other].pk, "pending")]

    with pytest.raises(VisitRefused, match="pihak lain"):
        services.agree_to_visit(visit=visit, revision=visit.revision, by=people[side])
    agreed = services.agree_to_visit(visit=visit, revision=visit.revision, by=people[side.other])
    again = services.agree_to_visit(visit=visit, revision=visit.revision, by=people[side.other])
    assert agreed.state == again.state == VisitState.AGREED
    assert waiting("visit_agreed") == [(people[side].pk, "pending")]
    assert waiting("visit_proposed")[0][1] == "cancelled"


def test_a_tap_on_what_was_changed_meanwhile_is_asked_again():
    visit = make_visit(state=VisitState.PROPOSED)
    services.propose_time(visit=visit, arrangement=in_days(5), revision=1, by=mentor_of(visit))
    with pytest.raises(VisitMoved):
        services.agree_to_visit(visit=visit, revision=1, by=owner_of(visit))
    assert services.agree_to_visit(visit=visit, revision=2, by=owner_of(visit)).state == VisitState.AGREED


def test_another_time_after_agreeing_asks_the_other_side_anew():
    visit = make_visit()
    moved = services.propose_time(visit=visit, arrangement=in_days(6), revision=2, by=owner_of(visit))
    assert (moved.state, moved.waits_for, moved.agreed_by) == (VisitState.PROPOSED, Side.MENTOR, None)
    assert [one for one, _state in waiting("visit_proposed")] == [mentor_of(visit).pk]


@pytest.mark.parametrize("days", [-0.01, 200])
def test_a_time_that_is_over_or_far_off_is_refused(days):
    assignment = make_assignment()
    with pytest.raises(VisitRefused):
        services.plan_visit(business=assignment.business, arrangement=in_days(days), by=mentor_of(assignment))


def test_nobody_else_arranges():
    visit, stranger = make_visit(state=VisitState.PROPOSED), make.make_user(Role.JAMKRINDO)
    for act in (
        lambda: services.agree_to_visit(visit=visit, revision=1, by=stranger),
        lambda: services.cancel_visit(visit=visit, reason="x", by=stranger),
        lambda: services.plan_visit(business=visit.business, arrangement=in_days(1), by=stranger),
        lambda: services.begin_visit(business=visit.business, mode="phone", by=owner_of(visit)),
    ):
        with pytest.raises(VisitRefused):
            act()


def test_calling_off_needs_a_reason_that_the_other_reads():
    visit = make_visit()
    with pytest.raises(VisitRefused, match="alasannya"):
        services.cancel_visit(visit=visit, reason=" ", by=owner_of(visit))
    services.cancel_visit(visit=visit, reason="Ada hajatan.", by=owner_of(visit))
    told = Message.objects.get(occasion="visit_cancelled")
    assert told.recipient == mentor_of(visit)
    assert "Ada hajatan." in told.body
    with pytest.raises(VisitRefused, match="dibatalkan"):
        services.propose_time(visit=visit, arrangement=in_days(3), revision=3, by=owner_of(visit))


def test_met_without_an_appointment_twice_pressed_is_once():
    assignment = make_assignment()
    by = mentor_of(assignment)
    first, again, other = (
        services.begin_visit(business=assignment.business, mode=mode, by=by)
        for mode in ("phone", "phone", "onsite")
    )
    assert (first.pk == again.pk, first.pk == other.pk) == (True, False)
    assert first.is_spontaneous
    with pytest.raises(VisitRefused, match="cara"):
        services.begin_visit(business=assignment.business, mode="surat", by=by)
