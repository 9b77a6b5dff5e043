"""The pages of sessions: who sees what, and that no input breaks them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.choices import InvitationState, SessionState
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


@pytest.fixture
def staff(client):
    user = make_user(Role.JAMKRINDO)
    client.force_login(user)
    return user


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
        "date": (timezone.localdate() + timedelta(days=10)).isoformat(),
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


# --- who sees which session ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.JAMKRINDO, True), (Role.BOARD, True), (Role.ADMIN, True),
        (Role.COORDINATOR, False), (Role.TRAINER, False), (Role.CADRE, False),
    ],
)  # fmt: skip
def test_session_of_another_province_or_trainer_is_out_of_scope(client, role, seen):
    session = make_session(provinces=[make_province("91")])
    client.force_login(make_user(role, province=make_province("32")))
    assert client.get(session.get_absolute_url()).status_code == (200 if seen else 404)
    listed = [row.record for row in client.get(reverse("session_list")).context["listing"].rows]
    assert listed == ([session] if seen else [])


def test_own_province_own_session_and_own_invitation_are_in_scope(client):
    session = make_session(provinces=[make_province("32")])
    invitation = make_invitation(session=session)
    for user in (
        make_user(Role.COORDINATOR, province=make_province("32")),
        session.trainer,
        invitation.person,
    ):
        client.force_login(user)
        assert client.get(session.get_absolute_url()).status_code == 200
        assert [row.record for row in client.get(reverse("session_list")).context["listing"].rows] == [
            session
        ]


def test_bank_has_no_trainings(client):
    client.force_login(make_user(Role.BANK))
    assert client.get(reverse("session_list")).status_code == 403


def test_invitation_taken_back_takes_the_session_out_of_scope(client):
    invitation = make_invitation(state=InvitationState.CANCELLED)
    client.force_login(invitation.person)
    assert client.get(invitation.session.get_absolute_url()).status_code == 404


def test_coordinator_reads_the_own_provinces_people_only(client):
    west, papua = make_province("32"), make_province("91")
    session = make_session(provinces=[west, papua])
    near = make_invitation(session=session, pilot=make_pilot(province=west))
    far = make_invitation(
        session=session, pilot=make_pilot(phase=make_phase(provinces=[papua]), province=papua)
    )
    client.force_login(make_user(Role.COORDINATOR, province=west))
    page = client.get(session.get_absolute_url()).content.decode()
    assert near.person.full_name in page
    assert far.person.full_name not in page


def test_cadre_reads_neither_other_people_nor_the_link_before_confirming(client):
    session = make_session(mode="online", link="https://rapat.test/rahasia")
    own, other = make_invitation(session=session), make_invitation(session=session)
    client.force_login(own.person)
    page = client.get(session.get_absolute_url()).content.decode()
    assert other.person.full_name not in page
    assert other.token not in page
    assert "rapat.test" not in page
    own.state = InvitationState.CONFIRMED
    own.save()
    assert "https://rapat.test/rahasia" in client.get(session.get_absolute_url()).content.decode()


# --- the list -------------------------------------------------------------------------------------


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


def test_cadre_has_no_export(client):
    client.force_login(make_invitation().person)
    assert "csv" not in client.get(reverse("session_list")).content.decode()
