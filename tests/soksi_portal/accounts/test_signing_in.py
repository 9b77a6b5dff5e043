"""In and out of one's account, and changing what one signs in with."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "perahu-biru-88"


@pytest.fixture
def siti(db) -> User:
    user = make_user(Role.CADRE, full_name="Siti", email="siti@uji.test", phone="+6281234567890")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def signed_in(client: Client, siti) -> Client:
    client.post("/masuk/", {"login": "siti@uji.test", "password": PASSWORD})
    return client


def is_signed_in(browser: Client) -> bool:
    return browser.get("/beranda/").status_code == 200


def test_sign_in_leads_to_where_one_wanted_to_go(client, siti):
    page = client.get("/pengingat/?urut=waktu", follow=True)
    assert page.redirect_chain == [("/masuk/?next=/pengingat/%3Furut%3Dwaktu", 302)]
    assert 'name="next"' in page.content.decode()
    answers = {"login": "siti@uji.test", "password": PASSWORD, "next": "/pengingat/?urut=waktu"}
    assert client.post("/masuk/", answers)["Location"] == "/pengingat/?urut=waktu"


@pytest.mark.parametrize("elsewhere", ["https://jahat.test/", "//jahat.test", "javascript:alert(1)", "\x00"])
def test_sign_in_never_leads_out_of_the_portal(client, siti, elsewhere):
    answers = {"login": "siti@uji.test", "password": PASSWORD, "next": elsewhere}
    assert client.post("/masuk/", answers)["Location"] == "/beranda/"


@pytest.mark.parametrize(
    "login", ["", " ", "\x00", "a" * 5000, "a@b", "+62", "0812", "🙂", "siti@uji.test\x00", "' OR 1=1 --"]
)
@pytest.mark.parametrize("password", ["salah", "", "\x00", "x" * 5000])
def test_odd_login_is_answered_by_the_page(client, siti, login, password):
    page = client.post("/masuk/", {"login": login, "password": password})
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert not is_signed_in(client)


def test_closed_account_reads_why(client, siti):
    User.objects.update(is_active=False)
    page = client.post("/masuk/", {"login": "siti@uji.test", "password": PASSWORD}, follow=True)
    assert page.redirect_chain == [("/akun/nonaktif/", 302)]
    assert not is_signed_in(client)


def test_many_wrong_passwords_for_one_login_leave_the_others_alone(client, siti):
    for _ in range(5):
        client.post("/masuk/", {"login": "siti@uji.test", "password": "salah"})
    refused = client.post("/masuk/", {"login": "siti@uji.test", "password": PASSWORD})
    assert "Terlalu banyak percobaan masuk yang gagal." in refused.content.decode()
    other = make_user(email="lain@uji.test")
    other.set_password(PASSWORD)
    other.save()
    answer = client.post("/masuk/", {"login": "lain@uji.test", "password": PASSWORD})
    assert answer["Location"] == "/beranda/"


@pytest.mark.parametrize("address", ["/masuk/", "/daftar/", "/akun/sandi/lupa/"])
def test_too_many_requests_are_answered_kindly(client, consent_text, settings, address):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "signup", "reset_password"), "2/m/ip")
    answers = {"login": "x", "password": "x", "email": "x@uji.test"}
    *before, page = [client.post(address, answers) for _ in range(3)]
    assert 429 not in [answer.status_code for answer in before]
    assert page.status_code == 429
    assert "Tunggu beberapa menit, lalu coba lagi." in page.content.decode()


def test_sign_out_asks_first_and_ends_the_session(signed_in):
    page = signed_in.get("/keluar/")
    assert "Keluar dari portal?" in page.content.decode()
    assert is_signed_in(signed_in)
    assert signed_in.post("/keluar/")["Location"] == "/"
    assert not is_signed_in(signed_in)


def test_new_password_works_and_ends_the_other_sessions(signed_in, siti):
    elsewhere = Client()
    elsewhere.force_login(siti)
    answers = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    page = signed_in.post("/akun/sandi/", answers, follow=True)
    assert "Kata sandi sudah diganti." in [str(message) for message in page.context["messages"]]
    assert (is_signed_in(signed_in), is_signed_in(elsewhere)) == (True, False)
    browser = Client()
    assert browser.post("/masuk/", {"login": "siti@uji.test", "password": PASSWORD}).status_code == 200
    assert browser.post("/masuk/", {"login": "siti@uji.test", "password": NEW_PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"oldpassword": "salah"}, "oldpassword"),
        ({"password1": "pendek", "password2": "pendek"}, "password1"),
        ({"password2": "lain-lagi-99"}, "password2"),
        ({"password1": "siti@uji.test", "password2": "siti@uji.test"}, "password1"),
        ({"password1": "8305718264915", "password2": "8305718264915"}, "password1"),
    ],
)
def test_password_that_does_not_fit_is_refused_beside_its_field(signed_in, siti, change, field):
    answers = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD} | change
    page = signed_in.post("/akun/sandi/", answers)
    assert list(page.context["form"].errors) == [field]
    siti.refresh_from_db()
    assert siti.check_password(PASSWORD)


def test_email_changes_once_the_new_address_is_confirmed(signed_in, siti):
    signed_in.post("/akun/email/", {"action_add": "", "email": "Baru@uji.test"})
    message = Message.objects.get(address="baru@uji.test")
    link = re.search(r"http://testserver(/akun/email/pastikan/\S+)", message.body)
    assert link is not None
    page = signed_in.get(link[1])
    assert "baru@uji.test" in page.content.decode()
    signed_in.post(link[1])
    assert EmailAddress.objects.get(email="baru@uji.test").verified
    signed_in.post("/akun/email/", {"action_primary": "", "email": "baru@uji.test"})
    siti.refresh_from_db()
    assert siti.email == "baru@uji.test"
    answer = Client().post("/masuk/", {"login": "baru@uji.test", "password": PASSWORD})
    assert answer["Location"] == "/beranda/"


def test_email_of_somebody_else_is_refused(signed_in, siti):
    make_user(email="lain@uji.test")
    page = signed_in.post("/akun/email/", {"action_add": "", "email": "LAIN@uji.test"})
    assert page.context["form"].errors["email"][0].startswith("E-mail ini sudah dipakai sebuah akun.")


def test_confirmation_link_of_another_cannot_be_made_up(signed_in):
    for key in ("Mg:1abc:def", "1", "%00", "x" * 300):
        answer = signed_in.post(f"/akun/email/pastikan/{key}/")
        assert answer.status_code == 404


def test_going_back_after_signing_out_shows_nothing(signed_in):
    """The pages that a browser keeps for "back" go, on a phone that others use too."""
    answer = signed_in.post("/keluar/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, '"cache"')
