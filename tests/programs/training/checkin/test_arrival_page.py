"""`/hadir/`: the own phone, one shared by several, or a stranger's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.checkin import tokens
from programs.training.models import Attendance
from programs.training.services import record_attendance
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.programs.training.checkin.makers import codes_of_page, make_guest, make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_running()


@pytest.fixture
def guest(session):
    return make_guest(session)


def screen_url(session) -> str:
    return reverse("checkin", args=[tokens.screen_token(session)])


def here_url(session) -> str:
    """Where the phone comes back to after the code has changed."""
    return reverse("checkin", args=[session.pk])


def present() -> list[int]:
    return list(Attendance.objects.filter(status="present").values_list("invitation", flat=True))


def test_reading_the_page_records_nothing_and_one_tap_does(client, session, guest):
    client.force_login(guest.person)
    page = client.get(screen_url(session)).content.decode()
    assert "Saya hadir" in page
    assert present() == []
    page = client.post(screen_url(session), {"saya": "1"}).content.decode()
    assert f"Terima kasih, {guest.person.full_name}. Anda tercatat hadir." in page
    assert present() == [guest.pk]


def test_tap_counts_while_one_finds_the_way_although_the_code_has_changed(
    client, session, guest, time_machine
):
    client.force_login(guest.person)
    url = screen_url(session)
    client.get(url)
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    client.post(url, {"saya": "1"})
    assert present() == [guest.pk]


def test_old_picture_of_a_code_is_refused_kindly(client, session, guest, time_machine):
    client.force_login(guest.person)
    url = screen_url(session)
    time_machine.move_to(timezone.now() + timedelta(minutes=3))
    for answer in (
        client.get(url),
        client.post(url, {"saya": "1"}),
        client.post(here_url(session), {"saya": "1"}),
    ):
        assert answer.status_code == 404
        assert "berganti tiap 30 detik" in answer.content.decode()
        assert str(session.module) not in answer.content.decode()
    assert present() == []


def test_phone_is_not_here_for_ever(client, session, guest, time_machine):
    client.force_login(guest.person)
    client.get(screen_url(session))
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert client.post(here_url(session), {"saya": "1"}).status_code == 404
    assert present() == []


def test_scanning_one_session_opens_no_other(client, session):
    other = make_running()
    guest = make_guest(other)
    client.force_login(guest.person)
    client.get(screen_url(session))
    assert client.post(here_url(other), {"saya": "1"}).status_code == 404
    assert present() == []


def test_repeated_scan_says_that_one_is_in_even_with_an_old_code(client, session, guest, time_machine):
    client.force_login(guest.person)
    url = screen_url(session)
    client.post(url, {"saya": "1"})
    client.post(url, {"saya": "1"})
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert "Anda tercatat hadir" in client.get(url).content.decode()
    assert Attendance.objects.count() == 1


def test_invitation_opened_on_this_phone_is_offered_by_name(client, session, guest):
    other = make_guest(session, "Budi Santoso")
    for invitation in (guest, other, make_guest(make_running(), "Cici")):
        client.get(invitation.get_absolute_url())
    page = client.get(screen_url(session))
    assert [one for _token, one in page.context["others"]] == [other, guest]
    client.post(here_url(session), {"orang": tokens.person_token(other)})
    assert present() == [other.pk]
    assert Attendance.objects.get().recorded_by == other.person


def test_name_that_this_phone_never_opened_is_not_taken(client, session, guest):
    client.get(screen_url(session))
    for odd in (tokens.person_token(guest), "", "\x00", "9" * 400):
        assert client.post(here_url(session), {"orang": odd}).status_code == 200
    assert present() == []


def test_number_and_code_say_who_one_is(client, session):
    client.get(screen_url(session))
    guests = [make_guest(session, f"Tamu {number}") for number in range(3)]
    for guest, spelling in zip(guests, ("{}", "0{}", "+62 {}"), strict=True):
        phone = spelling.format(guest.person.phone.removeprefix("+62"))
        code = tokens.person_code(guest).lower()
        page = client.post(here_url(session), {"telepon": phone, "kode": f"{code[:3]} {code[3:]}"})
        assert "Anda tercatat hadir" in page.content.decode()
    assert present() == [guest.pk for guest in guests]


def test_number_with_the_code_of_another_is_refused_and_kept_typed(client, session, guest):
    other = make_guest(session, "Budi Santoso")
    client.get(screen_url(session))
    page = client.post(
        here_url(session), {"telepon": guest.person.phone, "kode": tokens.person_code(other)}
    ).content.decode()
    assert "tidak cocok" in page
    assert tokens.person_code(other) in page
    assert present() == []


def test_codes_of_a_number_are_not_tried_through(client, session, guest):
    client.get(screen_url(session))
    form = {"telepon": guest.person.phone, "kode": "AAAAAA"}
    pages = [client.post(here_url(session), form).content.decode() for _ in range(9)]
    assert "Terlalu banyak percobaan" in pages[-1]
    assert "Terlalu banyak percobaan" not in pages[7]


def test_odd_words_are_answered_beside_the_field(client, session):
    client.get(screen_url(session))
    for odd in ("", "\x00", "☕" * 300, "081"):
        page = client.post(here_url(session), {"telepon": odd, "kode": odd})
        assert page.status_code == 200
        assert "field-error" in page.content.decode()
        assert client.post(reverse("checkin_start"), {"kode": odd}).status_code == 200


def test_who_is_not_invited_reads_so(client, session):
    client.force_login(make_user(Role.CADRE, full_name="Dedi"))
    page = client.get(screen_url(session)).content.decode()
    assert "Akun ini (Dedi) tidak diundang ke pelatihan ini." in page


def test_what_the_trainer_recorded_is_shown_and_stays(client, session, guest):
    record_attendance(session=session, statuses={guest.pk: "sick"}, by=session.trainer)
    client.force_login(guest.person)
    page = client.post(screen_url(session), {"saya": "1"}).content.decode()
    assert "sudah mencatat Anda: Sakit" in page
    assert present() == []


def test_typed_code_leads_to_the_session(client, session, guest):
    client.force_login(guest.person)
    shown = tokens.typed_code(tokens.screen_token(session))
    answer = client.post(reverse("checkin_start"), {"kode": shown})
    assert answer.url == here_url(session)
    client.post(answer.url, {"saya": "1"})
    assert present() == [guest.pk]
    wrong = client.post(reverse("checkin_start"), {"kode": "AAA AAA"}).content.decode()
    assert "Kode ini tidak cocok" in wrong


def test_late_arrival_reads_that_it_was_late(client):
    session = make_running(starts_at=timezone.now() - timedelta(minutes=40))
    guest = make_guest(session)
    client.force_login(guest.person)
    assert "terlambat" in client.post(screen_url(session), {"saya": "1"}).content.decode()


# --- the page of the invitation -------------------------------------------------------------------


def test_invitation_shows_a_code_that_a_camera_reads(client, session, guest):
    page = client.get(guest.get_absolute_url()).content.decode()
    address = f"http://testserver{reverse('arrival_record', args=[tokens.person_token(guest)])}"
    assert codes_of_page(page) == [address]
    code = tokens.person_code(guest)
    assert f"{code[:3]} {code[3:]}" in page
    assert 'value="hadir"' not in page  # it has begun


def test_invitation_offers_the_tap_where_the_phone_has_scanned_the_screen(client, session, guest):
    assert "HP ini baru memindai" not in client.get(guest.get_absolute_url()).content.decode()
    client.get(screen_url(session))
    assert "HP ini baru memindai" in client.get(guest.get_absolute_url()).content.decode()
    client.post(here_url(session), {"orang": tokens.person_token(guest)})
    page = client.get(guest.get_absolute_url()).content.decode()
    assert "Kehadiran Anda" in page
    assert codes_of_page(page) == []
