"""Who forgot the password gets a link by e-mail, and with it a new one."""

import re

import pytest
from django.test import Client

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "perahu-biru-88"


def test_link_from_the_mail_sets_a_new_password_once(client: Client):
    make_user(Role.CADRE, email="lupa@uji.test").set_password("lama-sekali-7")
    client.post("/akun/sandi/lupa/", {"email": "Lupa@uji.test"})
    body = Message.objects.get(occasion="account").body
    link = re.search(r"http://testserver(/akun/sandi/baru/\S+)", body).group(1)
    page = client.get(link, follow=True)
    assert "Buat kata sandi baru" in page.content.decode()
    form = page.redirect_chain[-1][0]
    short = client.post(form, {"password1": "abc", "password2": "abc"})
    assert list(short.context["form"].errors) == ["password1"]
    assert client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}).status_code == 302
    other = Client()
    assert other.post("/masuk/", {"login": "lupa@uji.test", "password": NEW_PASSWORD}).status_code == 302
    assert "Tautan tidak berlaku" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize("key", ["1-salah", "zzzzzz-x", "1-set-password", "%00-x"])
def test_broken_link_says_what_to_do(client: Client, key):
    answer = client.get(f"/akun/sandi/baru/{key}/")
    assert answer.status_code in (200, 404)
    assert answer.status_code == 404 or "Minta tautan baru" in answer.content.decode()


def test_page_of_signing_in_leads_to_a_new_password(client: Client):
    page = client.get("/masuk/?next=/usaha/").content.decode()
    assert 'href="/akun/sandi/lupa/"' in page
    assert "lalu Anda kembali ke halaman tadi" in page
    assert "halaman tadi" not in client.get("/masuk/").content.decode()


def test_wrong_passwords_are_limited_for_a_login_and_the_sentence_is_indonesian(client: Client):
    make_user(Role.CADRE, email="kena@uji.test")
    for _ in range(5):
        client.post("/masuk/", {"login": "kena@uji.test", "password": "salah"})
    page = client.post("/masuk/", {"login": "kena@uji.test", "password": "salah"})
    assert "Terlalu banyak percobaan masuk yang gagal" in page.content.decode()
