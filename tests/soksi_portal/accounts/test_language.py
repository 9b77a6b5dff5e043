"""The library's pages, mails and sentences speak Indonesian, as all others."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import allauth
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import render_to_string
from django.test import Client

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

# "email" and "browser" are understood; we write e-mail and peramban. "set" is Indonesian too.
WORDS = """
    the a an of is are was be been your you yours this that these it its we our us or and to from for with by on in at
    as if not no yes please password passwords username account accounts address addresses verify verified
    verification unverified confirm confirmed confirmation change changed enter add added remove removed delete sign
    signed login logout log code codes token invalid expired already used use using new old current again send resend
    sent follow click below above available unused authenticator app recovery key keys security factor authentication
    primary cancel save saved submit back next home link options alternative download generate generated activate
    activated deactivate deactivated view store secret scan required field must will can could should have has do does
    did any all about because possibly another different inactive currently reset forgot wrong attempts successfully
    attempting many too later try contact greetings hello thanks thank regards regarding
"""
ENGLISH = frozenset(WORDS.split())
MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
SHOWN_ATTRIBUTES = re.compile(r'(?:title|placeholder|aria-label|alt|label)="([^"]*)"')


def english_in(html: str) -> set[str]:
    shown = MARKUP.sub(" ", html) + " ".join(SHOWN_ATTRIBUTES.findall(html))
    return set(re.findall(r"\b[a-z]+\b", unescape(shown).lower())) & ENGLISH


@pytest.fixture
def person(client: Client) -> Client:
    """Signed in by the form, so that the library knows when."""
    user = make_user(full_name="Siti", email="siti@uji.test", phone="+6281234567890")
    user.set_password(PASSWORD)
    user.save()
    client.post("/masuk/", {"login": "siti@uji.test", "password": PASSWORD})
    client.post("/akun/pastikan/", {"password": PASSWORD})  # pages of the second factor ask again
    client.user = user  # type: ignore[attr-defined]
    return client


def answered(person: Client, address: str) -> tuple[str, set[str]]:
    answer = person.get(address)
    return answer.get("Location", "page"), english_in(answer.content.decode())


def test_words_are_found():
    assert english_in("<p title='x'>Please confirm</p><script>the</script>") == {"please", "confirm"}


@pytest.mark.parametrize(
    "address",
    [
        "/masuk/",
        "/daftar/",
        "/akun/nonaktif/",
        "/akun/email/terkirim/",
        "/akun/email/pastikan/salah/",
        "/akun/sandi/lupa/",
        "/akun/sandi/lupa/terkirim/",
        "/akun/sandi/baru/1-salah/",
        "/akun/sandi/baru/selesai/",
    ],
)
def test_page_for_visitors(client, consent_text, address):
    assert english_in(client.get(address).content.decode()) == set()


SIGNED_IN = [
    "/keluar/",
    "/akun/email/",
    "/akun/sandi/",
    "/akun/pastikan/",
    "/akun/keamanan/",
    "/akun/keamanan/aplikasi/",
    "/akun/keamanan/cadangan/baru/",
]


@pytest.mark.parametrize("address", SIGNED_IN)
def test_page_for_signed_in(person, address):
    assert answered(person, address) == ("page", set())


@pytest.mark.parametrize(
    "address",
    [
        "/akun/keamanan/",
        "/akun/keamanan/pastikan/",
        "/akun/keamanan/aplikasi/lepas/",
        "/akun/keamanan/cadangan/",
        "/akun/keamanan/cadangan/baru/",
    ],
)
def test_page_with_second_step(person, address):
    TOTP.activate(person.user, generate_totp_secret())
    RecoveryCodes.activate(person.user)
    assert answered(person, address) == ("page", set())


def test_second_step_of_signing_in(person):
    TOTP.activate(person.user, generate_totp_secret())
    browser = Client()
    page = browser.post("/masuk/", {"login": "siti@uji.test", "password": PASSWORD}, follow=True)
    assert page.redirect_chain == [("/akun/keamanan/kode/", 302)]
    assert english_in(page.content.decode()) == set()
    wrong = browser.post("/akun/keamanan/kode/", {"code": "000000"})
    assert english_in(wrong.content.decode()) == set()


def test_person_without_email_and_without_password(client):
    user = make_user(full_name="Siti", email=None, phone="+6281234567890")
    client.force_login(user)
    for address in ("/akun/email/", "/akun/sandi/buat/"):
        assert answered(client, address) == ("page", set())


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("/akun/sandi/", {"oldpassword": "salah", "password1": "a", "password2": "b"}),
        ("/akun/sandi/", {"oldpassword": PASSWORD, "password1": "lain-lain-77", "password2": "beda-beda-88"}),
        ("/akun/sandi/", {}),
        ("/akun/email/", {"action_add": "", "email": "salah"}),
        ("/akun/email/", {"action_add": "", "email": "siti@uji.test"}),
        ("/akun/pastikan/", {"password": "salah"}),
        ("/akun/keamanan/aplikasi/", {"code": "000000"}),
        ("/akun/keamanan/aplikasi/", {"code": "abc"}),
    ],
)
def test_refusal_of_the_library(person, address, answers):
    page = person.post(address, answers)
    assert (page.status_code, english_in(page.content.decode())) == (200, set())


@pytest.mark.parametrize("address", ["/masuk/", "/akun/sandi/lupa/"])
@pytest.mark.parametrize(
    "answers", [{}, {"login": "x", "email": "x"}, {"login": "a@b.test", "password": "x"}]
)
def test_refusal_for_visitors(client, address, answers):
    page = client.post(address, answers)
    assert english_in(page.content.decode()) == set()


TEMPLATES = Path(allauth.__file__).parent / "templates"
TEXTS = [
    *(
        path
        for folder in ("account/messages", "mfa/messages")
        for path in sorted((TEMPLATES / folder).glob("*.txt"))
    ),
    *(
        path
        for folder in ("account/email", "mfa/email")
        for path in sorted((TEMPLATES / folder).glob("*.txt"))
    ),
]
# what the portal does not offer, and what it writes itself (soksi_portal/outbox/account_mails.py)
OFF = ("webauthn", "login_code", "phone_verif", "reset_code", "password_reset_key")


@pytest.mark.parametrize(
    "path", [path for path in TEXTS if not any(word in path.name for word in OFF)], ids=lambda path: path.name
)
def test_text_of_the_library(path, rf):
    context = {
        "user": "Siti", "email": "siti@uji.test", "from_email": "siti@uji.test", "to_email": "baru@uji.test",
        "deleted_email": "siti@uji.test", "password_reset_url": "http://x/", "activate_url": "http://x/",
        "signup_url": "http://x/", "ip": "10.0.0.1", "user_agent": "Peramban", "timestamp": "23-11-2026",
        "current_site": {"name": "Portal", "domain": "portal.test"}, "request": rf.get("/"),
    }  # fmt: skip
    text = render_to_string(str(path.relative_to(TEMPLATES)), context)
    assert english_in(text) == set(), text
