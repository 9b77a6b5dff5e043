"""What readiness tells elsewhere, and the task after a bank's no."""

from __future__ import annotations

import pytest
from pghistory.models import Context

from programs.bankaccess.journey import stations_of
from programs.bankaccess.readiness import around
from programs.bankaccess.readiness.loading import load_rubric
from programs.bankaccess.readiness.queries import current_score
from programs.bankaccess.referrals import services
from programs.bankaccess.referrals.dossier import dossier_of
from programs.mentoring.models import ActionItem
from soksi_portal.accounts.home import waiting_for
from soksi_portal.accounts.own_data import held_about
from tests import factories as make
from tests.programs.bankaccess.makers import bank_user_of, make_referral
from tests.programs.mentoring.visits.makers import make_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    load_rubric()
    business = make.make_pilot().business
    return current_score(business)


def decline(referral, reason="books"):
    services.record_decline(referral=referral, reason=reason, words="Kurang", by=bank_user_of(referral))


def test_decline_becomes_a_task_of_the_owner():
    """Given by the mentor; the trail says that the bank's user did it."""
    referral = make_referral(state="received", business=make.make_pilot().business)
    mentor = make_assignment(referral.business).mentor.user
    decline(referral)
    task = ActionItem.objects.get(business=referral.business)
    assert (task.owner, task.given_by, task.state) == ("cadre", mentor, "open")
    assert "laporan bulanan" in task.what
    context = Context.objects.get(pk=task.events.get().pgh_context_id)
    assert context.metadata["user"] == bank_user_of(referral).pk


def test_without_mentor_the_preparer_gives_it_and_without_both_nobody():
    referral = make_referral(state="received")
    decline(referral, "slik")
    assert ActionItem.objects.get().given_by == referral.prepared_by
    other = make_referral(state="received")
    other.prepared_by.role_grants.update(
        ended_at=other.prepared_at, ended_by=other.prepared_by, end_reason="Uji"
    )
    decline(other)
    other.refresh_from_db()
    assert (other.state, ActionItem.objects.count()) == ("declined", 1)


def test_every_reason_has_a_task():
    assert set(around.MENDING) == set(around.DeclineReason)


def test_file_start_page_journey_and_own_data(counted):
    business, user = counted.business, counted.business.owner.user
    (section,) = around.file_section(business)
    assert f"{counted.whole} dari 100" in section.words[0]
    assert len(section.rows) == 1 + len(counted.points)
    waiting = [one for one in waiting_for(user) if "Kesiapan bank" in one.title]
    assert [one.url for one in waiting] == [f"/kesiapan/usaha/{business.pk}/"]
    (station,) = stations_of(business.pilots.get())
    assert f"{counted.whole} dari 100" in station.text
    held = {one.key: one for one in held_about(user)}
    assert len(held["kesiapan"].records) == 1


def test_file_for_the_bank_has_the_section():
    load_rubric()
    referral = make_referral()
    assert "Kesiapan akses bank" not in dossier_of(referral).text
    current_score(referral.business)
    assert "Kesiapan akses bank" in dossier_of(referral).text


def test_erased_person_leaves_the_total(counted):
    around.erase(counted.business.owner)
    total = counted.total
    counted.refresh_from_db()
    assert (counted.points, counted.total) == ([], total)
    assert list(around.file_section(counted.business)) == []
