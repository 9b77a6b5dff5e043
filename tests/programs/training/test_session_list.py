"""The list of sessions: order, filters, export, cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.choices import SessionState
from programs.training.models import Attendance, Session
from tests.factories import make_invitation, make_province, make_session

pytestmark = pytest.mark.django_db


def test_list_costs_the_same_queries_with_one_and_three_rows(client, staff, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(30) as captured:
            client.get(reverse("session_list"))
        return len(captured)

    make_invitation(session=make_session(provinces=[make_province("32"), make_province("91")]))
    one = queries()
    for _ in range(2):
        make_invitation(session=make_session(provinces=[make_province("32"), make_province("11")]))
    assert queries() == one


def listed(client, **query) -> list[Session]:
    return [row.record for row in client.get(reverse("session_list"), query).context["listing"].rows]


def test_list_shows_coming_ones_first_and_past_ones_on_request(client, staff):
    now = timezone.now()
    later = make_session(starts_at=now + timedelta(days=9))
    sooner = make_session(starts_at=now + timedelta(days=2))
    yesterday = make_session(starts_at=now - timedelta(days=1), state=SessionState.HELD)
    before = make_session(starts_at=now - timedelta(days=5), state=SessionState.HELD)
    assert listed(client) == [sooner, later]
    assert listed(client, waktu="lewat") == [yesterday, before]
    assert listed(client, waktu="semua") == [later, sooner, yesterday, before]


def test_list_filters(client, staff):
    papua = make_province("91")
    wanted = make_session(provinces=[papua, make_province("11")], mode="online", link="https://a.test")
    make_session()
    for query in (
        {"provinsi": "91"}, {"modul": wanted.module_id}, {"pelatih": wanted.trainer_id}, {"cara": "online"},
        {"provinsi": "91", "status": "planned"},
    ):  # fmt: skip
        assert listed(client, **query) == [wanted]
    assert listed(client, status="held") == []


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "☕", "'; --", "-1"])
def test_list_ignores_odd_filters(client, staff, value):
    names = ("waktu", "status", "provinsi", "modul", "pelatih", "cara", "urut", "sesudah", "sebelum")
    assert client.get(reverse("session_list"), dict.fromkeys(names, value)).status_code == 200


def test_export_has_every_session_of_the_list(client, staff):
    session = make_session(provinces=[make_province("91")])
    response = client.get(reverse("session_list"), {"format": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeffModul,Waktu,Zona waktu,Provinsi")
    assert len(lines) == 2
    assert (
        f"{session.module},{session.starts_at.astimezone(session.zone):%Y-%m-%d %H:%M},WIT,Papua" in lines[1]
    )


def test_participant_reads_the_own_answer_and_not_how_many_come(client):
    own = make_invitation(state="confirmed")
    make_invitation(session=own.session, state="declined", why="busy")
    client.force_login(own.person)
    page = client.get(reverse("session_list")).content.decode()
    assert "Akan hadir</span>" in page  # the badge
    assert "1 dari 2" not in page
    Attendance.objects.create(
        invitation=own, province=own.province, status="sick", recorded_by=own.session.trainer
    )
    page = client.get(reverse("session_list")).content.decode()
    assert "Sakit</span>" in page
    assert "Akan hadir</span>" not in page


def test_cadre_has_no_export(client):
    client.force_login(make_invitation().person)
    assert "csv" not in client.get(reverse("session_list")).content.decode()
