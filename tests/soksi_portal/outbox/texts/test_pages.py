"""/pengingat/naskah/: an admin reads, tries and writes a text; bad input is answered in words."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import WordingVersion
from soksi_portal.outbox.texts import services
from tests.factories import make_user

pytestmark = pytest.mark.django_db

KEY = "nomination_accepted.pemilik"
DETAIL = reverse("wording_detail", args=[KEY])
EDIT = reverse("wording_edit", args=[KEY])
TEXT = {
    "title": "Selamat {usaha}",
    "body": "Kepada {nama},\r\n\r\nselamat dari {provinsi}.\r\n\r\nLihat usulan ini: {tautan}",
    "short": "Selamat {usaha}: {tautan}",
    "reason": "Lebih hangat",
    "based_on": "0",
}


@pytest.fixture(autouse=True)
def admin(client):
    services.forget_remembered()
    user = make_user(Role.ADMIN, full_name="Ani Admin")
    client.force_login(user)
    return user


def text_of(response) -> str:
    return response.content.decode()


def test_list_names_every_text_and_its_reader(client):
    page = text_of(client.get(reverse("wording_list")))
    assert "Usulan diterima, kepada pemilik usaha" in page
    assert "Undangan pelatihan" in page


def test_saved_text_holds_with_its_history(client):
    answer = client.post(EDIT, TEXT, follow=True)
    page = text_of(answer)
    assert answer.redirect_chain == [(DETAIL, 302)]
    assert "Naskah disimpan dan berlaku untuk pesan berikutnya." in page
    assert "Selamat Keripik Bu Siti" in page
    assert "Ani Admin" in page
    assert WordingVersion.objects.get().body == TEXT["body"].replace("\r\n", "\n")


def test_look_keeps_nothing_and_asks_no_reason(client):
    page = text_of(client.post(EDIT, {**TEXT, "reason": "", "preview": "1"}))
    assert "Contoh, belum disimpan" in page
    assert "selamat dari Jawa Barat." in page
    assert "karakter, 1 bagian SMS." in page
    assert not WordingVersion.objects.exists()


def test_look_shows_the_mail_itself_and_allows_its_styles_alone(client):
    answer = client.post(EDIT, {**TEXT, "preview": "1"})
    mail = answer.context["preview"].mail
    assert f'srcdoc="{escape(mail)}"' in text_of(answer)
    [rule] = [one for one in answer["Content-Security-Policy"].split("; ") if one.startswith("style-src")]
    assert "'unsafe-inline'" not in rule
    styles = {*re.findall(r'style="([^"]*)"', mail), *re.findall(r"<style>(.*)</style>", mail)}
    digests = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in styles}
    assert set(re.findall(r"'sha256-([^']+)'", rule)) == digests
    assert "sha256" not in client.get(EDIT)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "{ussaha}"}, "title", "Isian {ussaha} tidak dikenal di sini."),
        ({"body": "Tanpa"}, "body", "Isian {tautan} (Tautan ke halamannya di portal) harus ada di sini."),
        ({"reason": " "}, "reason", "Tulis mengapa naskahnya diubah."),
        ({"based_on": "7"}, "__all__", "Naskah ini baru saja diubah oleh seseorang."),
        ({"based_on": "9" * 40}, "based_on", ""),
        ({"title": "\x00{usaha}"}, "title", ""),
        ({"short": "x" * 301}, "short", ""),
    ],
)
def test_bad_text_is_refused_with_what_was_typed(client, changes, field, sentence):
    answer = client.post(EDIT, {**TEXT, **changes})
    assert answer.status_code == 200
    assert any(sentence in said for said in answer.context["form"].errors[field])
    assert "Lebih hangat" in text_of(answer) or "reason" in changes
    assert not WordingVersion.objects.exists()


def test_old_text_comes_back_as_a_new_version(client):
    client.post(EDIT, TEXT)
    client.post(EDIT, {**TEXT, "title": "Dua {usaha}", "based_on": "1"})
    restore = reverse("wording_restore", args=[KEY, 1])
    assert "Pakai lagi versi 1?" in text_of(client.get(restore))
    page = text_of(client.post(restore, {"reason": "Yang lama lebih jelas", "based_on": "2"}, follow=True))
    assert "Versi 3, sama dengan versi 1" in page


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("wording_detail", ["tidak_ada"]),
        ("wording_detail", ["nomination_accepted"]),
        ("wording_edit", ["nomination_accepted.orang"]),
        ("wording_restore", [KEY, 5]),
        ("wording_restore", [KEY, 10**18]),
        ("wording_mail", ["\x00"]),
    ],
)
def test_text_that_is_not_there_is_not_found(client, name, args):
    assert client.get(reverse(name, args=args)).status_code == 404


def test_mail_is_shown_as_it_would_arrive_and_in_no_foreign_frame(client):
    answer = client.get(reverse("wording_mail", args=[KEY]))
    assert "Selamat, Keripik Bu Siti menjadi UMKM percontohan" in text_of(answer)
    policy = answer["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_texts_are_the_admins(client, role):
    client.force_login(make_user(role))
    assert client.get(DETAIL).status_code == 403
    assert client.post(EDIT, TEXT).status_code == 403
