"""What a session is called while it runs, and once its time is over."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.choices import SessionStage
from programs.training.models import Session
from programs.training.models.stages import at_stage
from tests.factories import make_module, make_session

pytestmark = pytest.mark.django_db

STAGES = {
    "planned": {"starts_at": 1},
    "running": {"starts_at": -1},
    "over": {"starts_at": -4},
    "held": {"starts_at": -5, "state": "held"},
    "cancelled": {"starts_at": -1, "state": "cancelled", "cancelled_at": timezone.now()},
}


@pytest.fixture
def sessions() -> dict[str, Session]:
    """One in each stage, each of three hours."""
    made = {}
    for stage, fields in STAGES.items():
        starts_at = timezone.now() + timedelta(hours=fields["starts_at"])
        made[stage] = make_session(
            **fields | {"starts_at": starts_at, "module": make_module(title=f"M {stage}")}
        )
    return made


def test_the_database_and_the_object_say_the_same(sessions):
    now = timezone.now()
    for stage, session in sessions.items():
        assert session.stage == stage
        assert list(Session.objects.filter(at_stage(stage, now=now))) == [session]


@pytest.mark.parametrize(("after", "stage"), [(0, "running"), (3 * 3600 - 1, "running"), (3 * 3600, "over")])
def test_it_runs_from_its_first_second_to_before_its_last(sessions, time_machine, after, stage):
    session = sessions["planned"]
    time_machine.move_to(session.starts_at + timedelta(seconds=after), tick=False)
    assert session.stage == stage
    assert Session.objects.filter(at_stage(stage, now=timezone.now()), pk=session.pk).exists()


def test_a_running_one_says_so_everywhere_but_in_the_calendar_file(client, staff, sessions):
    session = sessions["running"]
    for address in (
        session.get_absolute_url(),
        reverse("session_list"),
        reverse("session_attendance", args=[session.pk]),
        reverse("sheet_entry", args=[session.pk]),
        *(f"{reverse('training_calendar')}?tampilan={view}" for view in ("agenda", "pekan", "bulan")),
    ):
        page = client.get(address).content.decode()
        assert re.search(r'<span class="tag tag-attention">[^\n]*?Berlangsung</span>', page), address
    assert b"STATUS:CONFIRMED" in client.get(reverse("session_ics", args=[session.pk])).content
    export = client.get(reverse("session_list"), {"format": "csv", "waktu": "semua"})
    sheet = b"".join(export.streaming_content).decode()
    assert {str(stage.label) for stage in SessionStage} <= set(re.split(r"[,;\r\n]+", sheet))


@pytest.mark.parametrize("stage", [*STAGES])
def test_list_is_narrowed_down_by_what_it_shows(client, staff, sessions, stage):
    answer = client.get(reverse("session_list"), {"status": stage})
    assert [row.record for row in answer.context["listing"].rows] == [sessions[stage]]
