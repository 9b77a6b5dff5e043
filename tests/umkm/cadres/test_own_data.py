"""A person sees, mends and takes along what is held."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pgtrigger
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import Fact, Record, Section, held_about
from soksi_portal.accounts.own_data_pdf import own_data_pdf
from tests import factories as make
from umkm.cadres.choices import CadreState, DataRequestKind
from umkm.cadres.models import Cadre, Consent, ConsentText, DataRequest

NIK = "3273015501900001"
MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOSTILE = '#panic("x") $x$ [y] *z* <a> \\ " #sys.inputs'


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_own_data_pdf_sets_words_as_they_are():
    sections = [
        Section("usaha", HOSTILE, HOSTILE, (Record(HOSTILE, (Fact("nama", "#nama", HOSTILE),)),)),
        Section("kosong", "Kosong", "Untuk apa", (), "Belum ada."),
    ]
    shown = text_of(own_data_pdf(person=f"Siti\x00 {HOSTILE} 😀\ud800", sections=sections, made_at=MOMENT))
    assert (shown.count(HOSTILE), "#nama" in shown) == (5, True)
    assert "Belum ada." in shown
    assert "Senin, 23 November 2026 pukul 09.00 WIB" in shown


def test_own_data_pdf_is_the_same_for_the_same():
    made = [own_data_pdf(person="Siti", sections=[], made_at=MOMENT) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")


@pytest.fixture
def cadre() -> Cadre:
    cadre = make.make_cadre(nik=NIK, state=CadreState.DRAFT, membership_number="SK1")
    text = ConsentText.objects.create(version="7", body="Isi persetujuan", valid_from=timezone.now())
    Consent.objects.create(user=cadre.user, text=text)
    return cadre


@pytest.fixture
def signed_in(client: Client, cadre: Cadre) -> Client:
    client.force_login(cadre.user)
    return client


@pytest.mark.django_db
def test_held_about_a_person_comes_from_every_slice(cadre: Cadre):
    make.make_business(owner=cadre, state="draft")
    found = [section.key for section in held_about(cadre.user)]
    wanted = ["akun", "kader", "usaha", "dokumen", "persetujuan", "pembukaan_nomor", "pembukaan_dokumen"]
    assert found[: len(wanted)] == wanted
    assert {"permintaan", "perubahan", "peran", "pesan"} <= set(found)


@pytest.mark.django_db
def test_my_data_json_has_the_nik_and_the_consent(signed_in: Client, cadre: Cadre):
    answer = signed_in.get(reverse("my_data_json"))
    held = {part["kunci"]: part["isi"] for part in json.loads(answer.content)["bagian"]}
    assert held["kader"][0]["nik"] == NIK
    assert held["persetujuan"][0]["versi"] == "7"
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.django_db
def test_my_data_pdf_has_the_nik(signed_in: Client):
    answer = signed_in.get(reverse("my_data_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert NIK in text_of(answer.content)


@pytest.mark.django_db
def test_my_data_of_staff_without_a_membership(client: Client):
    client.force_login(make.make_user(Role.ADMIN))
    for name in ("my_data", "my_data_json", "my_data_pdf", "my_data_correct", "own_request_list"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
def test_correct_before_the_examination(signed_in: Client, cadre: Cadre):
    typed = {"full_name": " Siti  Rahmawati ", "phone": "0812 3456 7890", "nik": "3273011501900002"}
    assert signed_in.post(reverse("my_data_correct"), typed).status_code == 302
    cadre.refresh_from_db()
    cadre.user.refresh_from_db()
    assert (cadre.full_name, cadre.phone, cadre.sex) == ("Siti Rahmawati", "+6281234567890", "l")
    assert (cadre.user.full_name, cadre.user.phone) == ("Siti Rahmawati", "+6281234567890")
    assert cadre.user.messages.get().occasion == "own_data_changed"


@pytest.mark.django_db
def test_correct_after_the_examination_changes_the_phone_only(signed_in: Client, cadre: Cadre):
    with pgtrigger.ignore("cadres.Cadre:state_flow"):
        Cadre.objects.filter(pk=cadre.pk).update(state=CadreState.VERIFIED)
    page = signed_in.get(reverse("my_data_correct")).content.decode()
    assert ('name="full_name"' in page, 'name="nik"' in page) == (False, False)
    assert reverse("change_own") in page
    typed = {"full_name": "Orang Lain", "phone": "0812 3456 7890", "nik": NIK}
    signed_in.post(reverse("my_data_correct"), typed)
    cadre.refresh_from_db()
    assert (cadre.full_name, cadre.phone) == (cadre.user.full_name, "+6281234567890")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["my_data_correct", "consent_withdraw"])
def test_way_back_has_words(signed_in: Client, address):
    page = signed_in.get(reverse(address)).content.decode()
    assert '<a class="btn btn-link" href="/akun/data-saya/">Batal</a>' in page


@pytest.mark.django_db
def test_stored_phone_stands_in_its_field_as_people_write_it(signed_in: Client, cadre: Cadre):
    page = signed_in.get(reverse("my_data_correct")).content.decode()
    assert f'value="0{cadre.phone[3:6]}-' in page
    typed = signed_in.post(reverse("my_data_correct"), {"full_name": "Siti", "phone": "+62 21 5"})
    assert 'value="+62 21 5"' in typed.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone": "12"}, "bukan nomor HP Indonesia"),
        ({"nik": "123"}, "NIK terdiri dari 16 angka. Anda mengetik 3."),
        ({"full_name": "www.promo.id"}, "Tulis nama orang saja"),
        ({"nik": "1\x00"}, "NIK hanya berisi angka."),
        ({"full_name": "Siti\x00"}, "tanda yang tidak bisa disimpan"),
        ({"phone": "0812 9999 0000"}, "sudah dipakai orang lain"),
        ({"nik": "3273015501910003"}, "NIK ini sudah terdaftar"),
    ],
)
def test_correct_with_something_wrong_says_so_and_keeps_what_was_typed(
    signed_in: Client, cadre: Cadre, typed: dict[str, str], sentence: str
):
    make.make_cadre(phone="+6281299990000", nik="3273015501910003")
    sent = {"full_name": "Siti Baru", "phone": "0812 3456 7890", "nik": ""} | typed
    answer = signed_in.post(reverse("my_data_correct"), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    cadre.refresh_from_db()
    assert cadre.full_name != "Siti Baru"
    if "full_name" not in typed:
        assert "Siti Baru" in page


@pytest.mark.django_db
def test_ask_take_back_and_answer_on_pages(signed_in: Client, cadre: Cadre):
    wrong = signed_in.post(reverse("own_request_list"), {"kind": "correct", "words": ""})
    assert "Tulis apa yang salah" in wrong.content.decode()
    assert signed_in.post(reverse("own_request_list"), {"kind": "zzz"}).status_code == 200
    signed_in.post(reverse("own_request_list"), {"kind": "restrict"})
    first = DataRequest.objects.get()
    signed_in.post(reverse("own_request_take_back", args=[first.pk]))
    signed_in.post(reverse("own_request_list"), {"kind": "restrict", "words": "Tolong"})
    asked = DataRequest.objects.open().get()
    admin = Client()
    admin.force_login(make.make_user(Role.ADMIN))
    assert "71 jam lagi" in admin.get(reverse("data_request_list")).content.decode()
    assert reverse("data_request_list") in admin.get(reverse("home")).content.decode()
    admin.post(reverse("data_request_detail", args=[asked.pk]), {"answer": "Data Anda dibatasi."})
    assert "Data Anda dibatasi." in signed_in.get(reverse("own_request_list")).content.decode()
    assert "tidak diproses" in signed_in.get(reverse("my_data")).content.decode()
    admin.post(reverse("restriction_lift", args=[asked.pk]))
    cadre.refresh_from_db()
    assert cadre.restricted_at is None


@pytest.mark.django_db
def test_withdraw_and_allow_again_on_pages(signed_in: Client, cadre: Cadre):
    signed_in.post(reverse("consent_withdraw"), {"words": ""})
    cadre.refresh_from_db()
    assert cadre.restricted_at is not None
    signed_in.post(reverse("processing_resume"))
    cadre.refresh_from_db()
    assert cadre.restricted_at is None
    assert Consent.objects.filter(user=cadre.user, withdrawn_at=None).count() == 1


@pytest.mark.django_db
def test_erase_on_pages_and_the_account_is_closed(signed_in: Client, cadre: Cadre):
    signed_in.post(reverse("own_request_list"), {"kind": DataRequestKind.ERASE})
    asked = DataRequest.objects.get()
    admin = Client()
    admin.force_login(make.make_user(Role.ADMIN))
    address = reverse("data_request_erase", args=[asked.pk])
    assert admin.post(address, {"reason": "Permintaan sendiri"}).status_code == 200  # not ticked
    assert admin.post(address, {"reason": "Permintaan sendiri", "sure": "on"}).status_code == 302
    assert signed_in.get(reverse("my_data")).status_code == 302  # signed out
    assert "Data dihapus" in admin.get(asked.get_absolute_url()).content.decode()
    assert admin.get(address).status_code == 404
