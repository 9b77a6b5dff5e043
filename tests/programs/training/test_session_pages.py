"""The pages of one session: scheduling, changing and calling it off, and that no input breaks them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.models import Session
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_invitation,
    make_module,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db


def a_tuesday() -> date:
    """Ten to sixteen days ahead: nothing collides on it by itself."""
    soon = timezone.localdate() + timedelta(days=10)
    return soon + timedelta(days=(1 - soon.weekday()) % 7)


@pytest.fixture
def answers():
    """What staff type to schedule a session in Papua."""
    papua = make_province("91")
    phase = make_phase(provinces=[papua, make_province("32")])
    make_pilot(phase=phase, province=papua)
    return {
        "module": make_module(title="Arus kas").pk,
        "phase": phase.pk,
        "provinces": ["91"],
        "mode": "onsite",
        "venue": make_venue(papua).pk,
        "link": "",
        "date": a_tuesday().isoformat(),
        "start": "09:00",
        "end": "12.00",
        "time_zone": "",
        "trainer": make_user(Role.TRAINER).pk,
        "capacity": "20",
    }


def test_scheduling_uses_the_provinces_own_time_and_says_who_is_invited(client, staff, answers):
    response = client.post(reverse("session_create"), answers, follow=True)
    session = Session.objects.get()
    assert response.redirect_chain == [(session.get_absolute_url(), 302)]
    assert session.time_zone == "Asia/Jayapura"
    assert session.starts_at.strftime("%H:%M") == "00:00"  # 09.00 WIT in UTC
    page = response.content.decode()
    assert "1 orang diundang dan pesannya sedang dikirim" in page
    assert "pukul 09.00–12.00 WIT" in page
    assert "pukul 07.00–10.00 WIB" in page  # where the staff live
    assert Message.objects.filter(occasion="session_invited").count() == 1


def test_open_phase_is_chosen_already(client, staff, answers):
    page = client.get(reverse("session_create")).content.decode()
    assert f'<option value="{answers["phase"]}" selected>' in page
    assert "Papua (WIT), 1 percontohan" in page


def test_local_times_are_shown_for_each_zone_while_typing(client, staff, answers):
    query = answers | {"provinces": ["91", "32"], "time_zone": "Asia/Jayapura"}
    page = client.get(reverse("session_times"), query).content.decode()
    assert "pukul 09.00–12.00 WIT" in page
    assert "pukul 07.00–10.00 WIB" in page


def test_two_zones_without_a_choice_are_asked_about(client, staff, answers):
    answers["provinces"] = ["91", "32"]
    page = client.post(reverse("session_create"), answers).content.decode()
    assert "berbeda zona waktu (WIB, WIT)" in page
    assert not Session.objects.exists()
    part = client.get(reverse("session_check"), answers).content.decode()
    assert "Belum dapat diperiksa." in part
    assert "berbeda zona waktu (WIB, WIT)" in part


def test_collision_is_explained_beside_the_trainer_and_keeps_what_was_typed(client, staff, answers):
    client.post(reverse("session_create"), answers)
    answers["venue"] = make_venue(make_province("91")).pk
    response = client.post(reverse("session_create"), answers)
    assert list(response.context["form"].errors) == ["trainer"]
    assert "sudah melatih “Arus kas” pada" in response.content.decode()
    assert 'value="12.00"' in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2026-13-45"), ("date", "0001-01-01"), ("date", "9999-12-31"), ("date", "1" * 5000), ("date", "\x00"),
        ("start", "25:99"), ("start", "☕"), ("end", "08:00"), ("end", ""),
        ("capacity", "1" + "0" * 30), ("capacity", "-1"), ("capacity", "1e9"), ("capacity", "٣" * 9),
        ("module", "9" * 30), ("module", "x"), ("module", ""), ("phase", "\x00"), ("phase", "0"),
        ("provinces", ["\x00"]), ("provinces", ["99"]), ("provinces", ["32" * 90]), ("provinces", []),
        ("mode", "selfie"), ("mode", "online"), ("venue", "9" * 30), ("venue", "\x00"),
        ("time_zone", "Mars/Phobos"), ("time_zone", "Asia/Makassar"), ("trainer", "9" * 30), ("trainer", "\x00"),
    ],
)  # fmt: skip
def test_odd_input_is_answered_beside_the_field(client, staff, answers, field, value):
    response = client.post(reverse("session_create"), answers | {field: value})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Session.objects.exists()
    assert client.get(reverse("session_times"), answers | {field: value}).status_code == 200


def test_online_session_needs_a_real_link(client, staff, answers):
    for link in ("", "bukan tautan", "javascript:alert(1)"):
        response = client.post(reverse("session_create"), answers | {"mode": "online", "link": link})
        assert list(response.context["form"].errors) == ["link"]
    client.post(reverse("session_create"), answers | {"mode": "online", "link": "rapat.test/a", "venue": ""})
    assert Session.objects.get().link == "https://rapat.test/a"


def test_session_is_edited_and_told(client, staff, answers):
    client.post(reverse("session_create"), answers)
    session = Session.objects.get()
    url = reverse("session_edit", args=[session.pk])
    assert 'value="09:00"' in client.get(url).content.decode()
    response = client.post(url, answers | {"start": "10:00", "time_zone": "Asia/Jayapura"}, follow=True)
    assert "1 orang yang diundang diberi tahu" in response.content.decode()
    session.refresh_from_db()
    assert session.starts_at.astimezone(session.zone).strftime("%H:%M") == "10:00"


def test_session_is_cancelled_with_a_reason(client, staff):
    session = make_session()
    make_invitation(session=session)
    url = reverse("session_cancel", args=[session.pk])
    assert "1 orang yang diundang diberi tahu" in client.get(url).content.decode()
    assert "Tulis alasan pembatalan" in client.post(url, {"reason": " "}).content.decode()
    page = client.post(url, {"reason": "Banjir"}, follow=True).content.decode()
    assert "Sesi ini dibatalkan. Banjir" in page


@pytest.mark.parametrize("name", ["session_edit", "session_cancel"])
def test_past_session_is_not_changed(client, staff, name):
    session = make_session(starts_at=timezone.now() - timedelta(hours=1))
    make_invitation(session=session)
    response = client.get(reverse(name, args=[session.pk]), follow=True)
    assert "sudah dimulai, selesai atau dibatalkan" in response.content.decode()


def test_page_of_a_session_costs_the_same_with_one_and_three_invited(
    client, staff, django_assert_max_num_queries
):
    session = make_session()

    def queries() -> int:
        with django_assert_max_num_queries(30) as captured:
            client.get(session.get_absolute_url())
        return len(captured)

    make_invitation(session=session)
    one = queries()
    make_invitation(session=session)
    make_invitation(session=session)
    assert queries() == one
