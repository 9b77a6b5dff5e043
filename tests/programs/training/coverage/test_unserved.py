"""Who is not served."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.coverage.queries import pilots_without_training, provinces_without_teacher
from programs.training.models import Attendance
from programs.training.trainers.services import save_profile
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant
from tests.factories import (
    make_invitation,
    make_module,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_pilot_is_served_by_a_session_of_the_next_sixty_days():
    pilot = make_pilot()
    assert list(pilots_without_training()) == [pilot]
    later = make_session(starts_at=timezone.now() + timedelta(days=61))
    make_invitation(session=later, pilot=pilot)
    assert list(pilots_without_training()) == [pilot]
    invitation = make_invitation(
        session=make_session(starts_at=timezone.now() + timedelta(days=59)), pilot=pilot
    )
    assert list(pilots_without_training()) == []
    for state in ("declined", "cancelled"):
        type(invitation).objects.filter(pk=invitation.pk).update(state=state, why="other")
        assert list(pilots_without_training()) == [pilot]


def test_cancelled_and_past_sessions_serve_nobody():
    pilot = make_pilot()
    past = make_session(starts_at=timezone.now() - timedelta(days=3), state="held")
    came = make_invitation(session=past, pilot=pilot, state="confirmed")
    Attendance.objects.create(
        invitation=came, province=came.province, status="present", recorded_by=past.trainer
    )
    cancelled = make_session(state="cancelled", cancelled_at=timezone.now())
    make_invitation(session=cancelled, pilot=pilot)
    (found,) = pilots_without_training()
    assert found.trained == past.starts_at


def test_ended_pilot_is_nobodys_gap():
    pilot = make_pilot()
    type(pilot).objects.filter(pk=pilot.pk).update(
        ended_at=timezone.now(), ended_by=pilot.accepted_by, outcome="withdrawn"
    )
    assert list(pilots_without_training()) == []


def test_module_is_taught_where_one_trainer_has_both():
    home, papua = make_province("32"), make_province("91")
    for province in (home, papua):
        make_pilot(phase=make_phase(provinces=[province]), province=province)
    kas, bank = make_module(title="Kas"), make_module(title="Bank")
    make_module(title="Tidak lagi", is_active=False)
    trainer = make_user(Role.TRAINER)
    save_profile(
        trainer=trainer,
        time_zone="Asia/Jakarta",
        languages=["id"],
        provinces=[home],
        modules=[kas],
        by=trainer,
    )
    other = make_user(Role.TRAINER)
    save_profile(
        trainer=other,
        time_zone="Asia/Jakarta",
        languages=["id"],
        provinces=[papua],
        modules=[bank, kas],
        by=other,
    )
    assert {one.name: one.missing for one in provinces_without_teacher()} == {"Jawa Barat": ["Bank"]}
    RoleGrant.objects.filter(user=other).update(ended_at=timezone.now())
    assert {one.name: one.missing for one in provinces_without_teacher()} == {
        "Jawa Barat": ["Bank"], "Papua": ["Bank", "Kas"],
    }  # fmt: skip


def test_coordinator_reads_who_is_not_served_at_home(client):
    home, papua = make_province("32"), make_province("91")
    pilot, _other = (make_pilot(phase=make_phase(provinces=[one]), province=one) for one in (home, papua))
    make_module(title="Kas")
    client.force_login(make_user(Role.COORDINATOR, province=home))
    response = client.get(reverse("unserved_pilots"))
    assert [row.record for row in response.context["listing"].rows] == [pilot]
    assert reverse("session_create") not in response.content.decode()
    modules = client.get(reverse("unserved_modules")).context["listing"]
    assert [row.record for row in modules.rows] == [home]
    assert reverse("unserved_pilots") in client.get(reverse("session_list")).content.decode()


@pytest.mark.parametrize("name", ["unserved_pilots", "unserved_modules"])
def test_lists_cost_the_same_with_one_and_three_rows_and_are_exported(
    client, staff, name, django_assert_max_num_queries
):
    make_module(title="Kas")

    def queries(code: str) -> int:
        province = make_province(code)
        make_pilot(phase=make_phase(provinces=[province]), province=province)
        with django_assert_max_num_queries(20) as captured:
            client.get(reverse(name))
        return len(captured)

    one = queries("32")
    queries("91")
    assert queries("11") == one
    response = client.get(reverse(name), {"format": "csv"})
    assert len(b"".join(response.streaming_content).decode().splitlines()) == 4
