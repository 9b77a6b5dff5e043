"""Inviting people who serve: an account, its duties, and a link by which the person sets a password."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.test import Client

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.factories import make_province, make_user
from tests.parallel import in_parallel
from umkm.regions import services

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "perahu-layar-kuning-8"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user(Role.ADMIN, full_name="Rina Admin"))
    return client


@pytest.fixture
def invited(db) -> User:
    """A trainer who has no password yet."""
    user, _link = services.invite_person(
        full_name="Dewi Lestari",
        email="dewi@uji.test",
        phone="",
        roles=[Role.TRAINER],
        provinces=[],
        by=make_user(Role.ADMIN),
    )
    return user


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def test_invited_person_has_the_roles_and_posts_and_gets_a_mail(admin):
    make_province("91")
    answers = {
        "full_name": "  Dewi   Lestari ",
        "email": "Dewi@Uji.Test",
        "phone": "0812 3456 7890",
        "roles": ["trainer", "board"],
        "province": "91",
    }
    answer = admin.post("/pengguna/baru/", answers)
    dewi = User.objects.get(email="dewi@uji.test")
    assert answer["Location"] == f"/pengguna/{dewi.pk}/"
    assert (dewi.full_name, dewi.phone, dewi.has_usable_password()) == (
        "Dewi Lestari",
        "+6281234567890",
        False,
    )
    assert dewi.roles == {"trainer", "board", "coordinator"}
    assert [post.province_id for post in dewi.posts.all()] == ["91"]
    assert {grant.granted_by.full_name for grant in dewi.role_grants.all()} == {"Rina Admin"}
    message = Message.objects.get()
    assert (message.recipient, message.title, message.state) == (dewi, "Buat kata sandi Anda", "pending")
    assert "http://testserver/akun/undangan/" in message.body


def test_person_without_email_gets_the_link_by_the_admin(admin):
    answers = {"full_name": "Markus Wenda", "phone": "081200002222", "roles": ["trainer"]}
    page = admin.post("/pengguna/baru/", answers, follow=True)
    said = [str(message) for message in page.context["messages"]]
    link = re.search(r"http://testserver(/akun/undangan/\S+)", said[0])
    assert link is not None
    assert Client().get(link[1]).status_code == 200
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"full_name": "A"}, "full_name", None),
        ({"email": "bukan alamat"}, "email", None),
        ({"email": ""}, "email", "Isi e-mail atau nomor HP, supaya orang ini dapat masuk."),
        ({"phone": "12"}, "phone", "Ini bukan nomor HP Indonesia. Tulis misalnya 0812 3456 7890."),
        ({"roles": []}, "roles", "Pilih paling sedikit satu peran, atau satu provinsi."),
        ({"roles": ["cadre"]}, "roles", None),
        ({"roles": ["coordinator"]}, "roles", None),
        ({"province": "99"}, "province", None),
        ({"province": "\x00"}, "province", None),
        ({"email": "ada@uji.test"}, "email", "Sudah ada akun dengan alamat atau nomor ini. Cari orangnya di daftar."),
        ({"phone": "081299990000"}, "phone", "Sudah ada akun dengan alamat atau nomor ini. Cari orangnya di daftar."),
    ],
)  # fmt: skip
def test_bad_invitation_is_refused_beside_its_field(admin, change, field, sentence):
    make_user(email="ada@uji.test", phone="+6281299990000")
    before = User.objects.count()
    answers = {"full_name": "Dewi Lestari", "email": "dewi@uji.test", "roles": ["trainer"]} | change
    page = admin.post("/pengguna/baru/", answers)
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert sentence is None or errors[field] == [sentence]
    assert (User.objects.count(), Message.objects.count()) == (before, 0)


def test_link_sets_a_password_and_signs_in_once(invited):
    path = path_of(services.password_link(invited))
    person = Client()
    assert "Selamat datang, Dewi Lestari" in person.get(path).content.decode()
    answer = person.post(path, {"password": NEW_PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/beranda/")
    assert person.get("/beranda/").context["user"] == invited
    again = Client().get(path)
    assert again.status_code == 410
    assert "Tautan ini sudah dipakai atau sudah terlalu lama." in again.content.decode()
    signed_in = Client().post("/masuk/", {"login": "dewi@uji.test", "password": NEW_PASSWORD})
    assert signed_in["Location"] == "/beranda/"


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("pendek", "10"),
        ("8305718264915", "angka"),
        ("password123", "dipakai banyak orang"),
        ("", "perlu diisi"),
    ],
)
def test_weak_password_is_refused_and_the_link_stays(invited, password, word):
    path = path_of(services.password_link(invited))
    page = Client().post(path, {"password": password})
    assert page.status_code == 200
    assert word in page.context["form"].errors["password"][0]
    assert Client().get(path).status_code == 200


def test_link_stays_secret_in_the_browser(invited):
    answer = Client().get(path_of(services.password_link(invited)))
    assert (
        answer["Referrer-Policy"] == "same-origin"
    )  # `no-referrer` would make the form's own origin unknown
    assert "no-store" in answer["Cache-Control"]


def test_link_is_over_after_seven_days(invited, monkeypatch):
    path = path_of(services.password_link(invited))
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 24 * 3600 - 60)
    assert Client().get(path).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 24 * 3600 + 60)
    assert Client().get(path).status_code == 410


def test_link_is_over_once_the_password_changed_or_the_account_closed(invited):
    path = path_of(services.password_link(invited))
    User.objects.filter(pk=invited.pk).update(is_active=False)
    assert Client().get(path).status_code == 410
    User.objects.filter(pk=invited.pk).update(is_active=True, password="lain")
    assert Client().get(path).status_code == 410


# signed when the test runs: a stamp of the moment in a test's name would differ in every process
FORGERIES = {
    "no signature": lambda: "x",
    "odd signature": lambda: "eyJ:a:b",
    "another purpose": lambda: signing.dumps([1]),
    "another person's": lambda: signing.dumps([1, "x"], salt=services.SALT),
    "huge number": lambda: signing.dumps([10**30, "x"], salt=services.SALT),
    "no number": lambda: signing.dumps(["\x00", 3], salt=services.SALT),
    "nothing": lambda: signing.dumps([None, None], salt=services.SALT),
    "no pair": lambda: signing.dumps(7, salt=services.SALT),
    "no text": lambda: "%00",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_tampered_link_is_refused(invited, forgery):
    token = FORGERIES[forgery]()
    assert Client().get(f"/akun/undangan/{token}/").status_code == 410
    assert Client().post(f"/akun/undangan/{token}/", {"password": NEW_PASSWORD}).status_code == 410


def test_somebody_elses_link_cannot_be_made_from_ones_own(invited):
    pk_of_other = make_user(Role.ADMIN).pk
    _data, stamp, signature = services.password_link(invited).rstrip("/").split("/")[-1].split(":")
    forged = signing.dumps([pk_of_other, "x"], salt="eigen").split(":")[0]
    assert Client().get(f"/akun/undangan/{forged}:{stamp}:{signature}/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_who_use_one_link_at_once_set_one_password():
    user, link = services.invite_person(
        full_name="Dewi", email="dewi@uji.test", phone="", roles=[Role.TRAINER], provinces=[],
        by=make_user(Role.ADMIN),
    )  # fmt: skip
    passwords = [f"perahu-layar-{number}" for number in range(4)]
    answers = in_parallel(
        lambda password: Client().post(path_of(link), {"password": password}).status_code, passwords
    )
    assert sorted(answers) == [302, 410, 410, 410]
    user.refresh_from_db()
    assert user.check_password(passwords[answers.index(302)])


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_invite_one_person_at_once_make_one_account():
    admin = make_user(Role.ADMIN)

    def invite(_number: int) -> str:
        user, _link = services.invite_person(
            full_name="Dewi", email="dewi@uji.test", phone="", roles=[Role.TRAINER], provinces=[], by=admin
        )
        return user.full_name

    assert sorted(in_parallel(invite, range(3))) == ["AccountExists", "AccountExists", "Dewi"]


def test_link_can_be_sent_anew(admin, invited):
    answer = admin.post(f"/pengguna/{invited.pk}/tautan/", follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Tautan untuk membuat kata sandi dikirim ke dewi@uji.test."]
    assert Message.objects.filter(recipient=invited).count() == 2


def test_link_asks_for_the_second_step_where_there_is_one(invited):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(invited, generate_totp_secret())
    person = Client()
    answer = person.post(path_of(services.password_link(invited)), {"password": NEW_PASSWORD})
    assert answer["Location"] == "/akun/keamanan/kode/"
    assert person.get("/beranda/").status_code == 302
