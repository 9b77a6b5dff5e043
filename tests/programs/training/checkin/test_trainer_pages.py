"""The trainer's screen, the scanner, and the page that a phone's camera opens from a participant's code."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.checkin import tokens
from programs.training.choices import AnswerWay
from programs.training.models import Attendance
from programs.training.services import name_substitute
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.programs.training.checkin.makers import codes_of_page, make_guest, make_running
from tests.programs.training.inviting.makers import SISTER

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def session(client):
    session = make_running()
    client.force_login(session.trainer)
    return session


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)


def recorded() -> list[tuple[int, str, str]]:
    return list(Attendance.objects.values_list("invitation", "status", "method"))


# --- the screen -----------------------------------------------------------------------------------


def test_screen_shows_a_code_that_a_camera_reads_and_a_guest_comes_in_with(client, session):
    guest = make_guest(session)
    page = client.get(address("checkin_screen", session.pk)).content.decode()
    (read,) = codes_of_page(page)
    client.force_login(guest.person)
    client.post(read.removeprefix("http://testserver"), {"saya": "1"})
    assert recorded() == [(guest.pk, "present", "qr_self")]


def test_screen_shows_the_code_to_type_and_how_many_are_in(client, session):
    guest = make_guest(session)
    make_guest(session, "Budi")
    url = address("checkin_screen", session.pk)
    client.post(address("checkin_scan", session.pk), {"kode": tokens.person_token(guest)})
    page = client.get(url).content.decode()
    typed = re.search(r'class="screen-typed">([^<]+)<', page)[1]
    assert tokens.session_of_typed(typed) == session
    assert "testserver/hadir/" in page
    assert re.sub(r"\s+", " ", page).count("<strong>1</strong> hadir dari 2 yang mendaftar") == 1


def test_screen_renews_itself_with_and_without_scripts(client, session):
    url = address("checkin_screen", session.pk)
    whole = client.get(url).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in whole
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'hx-get="{url}"' in part
    assert client.get(url)["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize(
    ("starts", "ends", "words"), [(3, 6, "Belum waktunya"), (-6, -3, "Kode sudah ditutup")]
)
def test_screen_out_of_time_shows_no_code(client, starts, ends, words):
    now = timezone.now()
    session = make_running(starts_at=now + timedelta(hours=starts), ends_at=now + timedelta(hours=ends))
    client.force_login(session.trainer)
    page = client.get(address("checkin_screen", session.pk)).content.decode()
    assert words in page
    assert codes_of_page(page) == []


# --- the scanner ----------------------------------------------------------------------------------


def test_scanned_typed_and_repeated_codes_record_once(client, session):
    guest = make_guest(session)
    url, token = address("checkin_scan", session.pk), tokens.person_token(guest)
    scanned = f"http://testserver{address('arrival_record', token)}"
    first = client.post(url, {"kode": scanned}, headers=JSON).json()
    again = client.post(url, {"kode": scanned}, headers=JSON).json()
    assert first == {"ok": True, "sentence": "Ani Suryani tercatat hadir.", "present": 1}
    assert again == {"ok": True, "sentence": "Ani Suryani sudah tercatat hadir.", "present": 1}
    typed = client.post(url, {"kode": tokens.person_code(guest).lower()}, follow=True)
    assert "Ani Suryani sudah tercatat hadir." in typed.content.decode()
    assert recorded() == [(guest.pk, "present", "qr_trainer")]


def test_odd_code_is_refused_with_a_sentence(client, session):
    make_guest(session)
    url = address("checkin_scan", session.pk)
    for odd in ("", "\x00", "https://lain.test/", "1-AAAAAA", "AAAAAA", "☕" * 200, "9" * 299):
        answer = client.post(url, {"kode": odd}, headers=JSON).json()
        assert answer["ok"] is False
        assert answer["sentence"]
        assert client.post(url, {"kode": odd}).status_code == 200
    assert recorded() == []


def test_guest_of_another_session_is_refused(client, session):
    guest = make_guest(make_running())
    for code in (tokens.person_token(guest), tokens.person_code(guest)):
        answer = client.post(address("checkin_scan", session.pk), {"kode": code}, headers=JSON).json()
        assert "bukan undangan untuk sesi ini" in answer["sentence"]


def test_scanner_before_its_time_says_so(client):
    session = make_running(starts_at=timezone.now() + timedelta(hours=3))
    client.force_login(session.trainer)
    url = address("checkin_scan", session.pk)
    assert "Belum waktunya" in client.get(url).content.decode()
    answer = client.post(url, {"kode": tokens.person_token(make_guest(session))}, headers=JSON).json()
    assert "mulai satu jam sebelum" in answer["sentence"]


# --- from the phone's own camera ------------------------------------------------------------------


def test_page_behind_a_participants_code_asks_once_and_records_nothing_by_itself(client, session):
    guest = make_guest(session)
    url = address("arrival_record", tokens.person_token(guest))
    assert "Catat hadir" in client.get(url).content.decode()
    assert recorded() == []
    page = client.post(url, follow=True).content.decode()
    assert "Ani Suryani tercatat hadir." in page
    assert recorded() == [(guest.pk, "present", "qr_trainer")]
    assert "sudah tercatat hadir" in client.get(url).content.decode()


def test_participant_who_opens_the_own_code_reads_no_more(client, session):
    guest = make_guest(session)
    client.force_login(guest.person)
    assert client.get(address("arrival_record", tokens.person_token(guest))).status_code == 403


def test_forged_code_and_anothers_session_are_not_found(client, session):
    guest = make_guest(session)
    assert client.get(address("arrival_record", f"{guest.pk}-AAAAAA")).status_code == 404
    client.force_login(make_user(Role.TRAINER))
    assert client.post(address("arrival_record", tokens.person_token(guest))).status_code == 404
    assert recorded() == []


def test_list_shows_how_somebody_came_in(client, session):
    guest = make_guest(session)
    client.post(address("checkin_scan", session.pk), {"kode": tokens.person_token(guest)})
    page = client.get(address("session_attendance", session.pk)).content.decode()
    assert re.search(r"QR dipindai pelatih, \d\d\.\d\d WIB", page)


def test_screen_costs_the_same_queries_with_one_and_three_guests(
    client, session, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(15) as captured:
            client.get(address("checkin_screen", session.pk))
        return len(captured)

    make_guest(session)
    one = queries()
    make_guest(session, "Budi")
    make_guest(session, "Cici")
    assert queries() == one


def test_whoever_comes_instead_is_called_by_the_own_name(client, session):
    guest = make_guest(session)
    name_substitute(invitation=guest, guest=SISTER, way=AnswerWay.STAFF, by=session.trainer)
    url, code = address("checkin_scan", session.pk), {"kode": tokens.person_token(guest)}
    for said in ("Dewi Anggraini tercatat hadir.", "Dewi Anggraini sudah tercatat hadir."):
        assert client.post(url, code, headers=JSON).json()["sentence"] == said
    Attendance.objects.update(status="absent", method="list", arrived_at=None)
    page = client.post(address("arrival_record", tokens.person_token(guest)), follow=True)
    assert "Dewi Anggraini tercatat hadir." in page.content.decode()
