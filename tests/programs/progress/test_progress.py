"""The numbers are those of the records, at once, in a number of queries that does not grow."""

import csv
import io

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.pilots.choices import PilotOutcome
from programs.progress.queries import Figures, country_progress, current_phase
from programs.training.choices import AttendanceStatus, SessionState
from programs.training.models import Attendance
from soksi_portal.accounts.choices import Role
from tests import factories as make
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """Two provinces, one with everything in it."""
    west_java, papua = make.make_province("32"), make.make_province("91")
    phase = make.make_phase(provinces=[west_java, papua])
    pilot = make.make_pilot(phase=phase, province=west_java)
    make.make_nomination(phase=phase, province=west_java)
    make.make_business(province=west_java, state=BusinessState.DRAFT)
    make.make_business(province=west_java, state=BusinessState.SUBMITTED, has_bank_loan=True)
    make.make_session(phase=phase, provinces=[west_java, papua])
    held = make.make_session(phase=phase, provinces=[west_java], starts_at=timezone.now())
    invitation = make.make_invitation(session=held, pilot=pilot)
    Attendance.objects.create(
        invitation=invitation,
        province=west_java,
        status=AttendanceStatus.PRESENT,
        recorded_by=held.trainer,
    )
    held.state = SessionState.HELD
    held.save()
    return phase, pilot


def by_code(phase) -> dict[str, Figures]:
    return {row.province.code: row.figures for row in country_progress(phase).provinces}


def test_figures_are_those_of_the_records(story):
    phase, _pilot = story
    assert by_code(phase) == {
        "32": Figures(
            registered=3, waiting=1, verified=2, bank_access=1, nominated=2, candidates=1, seats=2,
            seats_filled=1, sessions_planned=1, sessions_held=1, present=1, attendance_recorded=1,
        ),
        "91": Figures(seats=2, sessions_planned=1),
    }  # fmt: skip


def test_total_counts_a_session_of_two_provinces_once(story):
    phase, _pilot = story
    total = country_progress(phase).total
    assert (total.sessions_planned, total.seats, total.registered) == (1, 4, 3)


def test_ended_pilot_frees_its_seat_at_once(story):
    phase, pilot = story
    pilot.ended_at, pilot.ended_by, pilot.outcome = timezone.now(), pilot.accepted_by, PilotOutcome.WITHDRAWN
    pilot.save()
    assert by_code(phase)["32"].seats_filled == 0


def test_open_phase_comes_before_a_newer_planned_one(story):
    phase, _pilot = story
    make.make_phase(state="planned", provinces=[], starts_on="2030-01-01")
    assert current_phase() == phase


@pytest.mark.parametrize("address", ["/", "/kemajuan/", "/kemajuan/32/"])
def test_query_count_does_not_grow_with_records(story, client, address):
    with CaptureQueriesContext(
        connection,
    ) as first:
        assert client.get(address).status_code == 200
    phase, _pilot = story
    for code in ("33", "34"):
        province = make.make_province(code)
        for _ in range(3):
            make.make_business(province=province)
    make.make_session(phase=phase, provinces=[make.make_province("32")])
    with CaptureQueriesContext(connection) as second:
        assert client.get(address).status_code == 200
    assert len(second) == len(first)


def test_country_table_sorts_and_an_odd_sort_is_harmless(story, client):
    def order(query: str) -> list[str]:
        page = client.get(f"/kemajuan/?{query}")
        return [row.record.province.code for row in page.context["listing"].rows]

    assert [order("urut=-terdaftar"), order("urut=terdaftar"), order("urut=<script>")] == [
        ["32", "91"],
        ["91", "32"],
        ["32", "91"],
    ]


def test_country_export_has_a_row_for_each_province(story, client):
    answer = client.get("/kemajuan/?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [len(rows), rows[1][:4]] == [3, ["32", "Jawa Barat", "Perlu perhatian", "3"]]


def test_map_has_a_dot_for_each_seat(story, client):
    tiles = {tile.code: tile for tile in client.get("/").context["tiles"]}
    assert (tiles["32"].seats, tiles["91"].seats) == (("active", "free"), ("free", "free"))


def test_province_page_names_people_only_in_scope(story, client):
    _phase, pilot = story
    page = reverse("progress_province", args=["32"])
    names = pilot.business.owner.full_name
    seen = {"visitor": names in client.get(page).content.decode()}
    for who, user in {
        "own": make.make_user(Role.COORDINATOR, province=make.make_province("32")),
        "other": make.make_user(Role.COORDINATOR, province=make.make_province("91")),
        "cadre": make.make_user(Role.CADRE),
        "staff": make.make_user(Role.JAMKRINDO),
    }.items():
        client.force_login(user)
        seen[who] = names in client.get(page).content.decode()
    assert seen == {"visitor": False, "own": True, "other": False, "cadre": False, "staff": True}


@pytest.mark.parametrize("code", ["00", "3", "abc", "32x", "%00"])
def test_unknown_province_is_404(story, client, code):
    assert client.get(f"/kemajuan/{code}/").status_code == 404


def test_bulk_load_counts_too(story):
    phase, _pilot = story
    papua = make.make_province("91")
    owner = make.make_cadre(province=papua)
    template = make.make_business(owner=owner)
    before = by_code(phase)["91"].registered
    rows = [
        Business(
            **{
                field.attname: getattr(template, field.attname)
                for field in Business._meta.concrete_fields
                if not field.primary_key and not field.generated
            }
        )
        for _ in range(50)
    ]
    with pgtrigger.ignore("businesses.Business:state_first"):  # as an import of what has happened
        Business.objects.bulk_create(rows)
    assert by_code(phase)["91"].registered - before == 50
