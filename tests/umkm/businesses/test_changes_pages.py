"""The pages of change requests, and what waits on the start page."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_evidence, make_province, make_regency, make_user
from umkm.businesses.changes import services
from umkm.businesses.choices import BusinessState, KeyField, RequestState
from umkm.businesses.models import Business, ChangeRequest

pytestmark = pytest.mark.django_db


def evidence() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(picture, "JPEG")
    return SimpleUploadedFile("nib.jpg", picture.getvalue(), "image/jpeg")


def create_url(business: Business, field: str = "") -> str:
    url = reverse("change_create", args=[business.pk])
    return f"{url}?isian={field}" if field else url


def ask(business: Business, value: str = "Nama Baru", field: KeyField = KeyField.NAME) -> ChangeRequest:
    return services.request_change(
        business=business,
        field=field,
        value=value,
        reason="Merek baru.",
        by=business.owner.user,
        evidence=make_evidence(),
    )


@pytest.fixture
def business() -> Business:
    return make_business(name="Keripik Lama")


@pytest.fixture
def owner(client: Client, business: Business) -> Client:
    client.force_login(business.owner.user)
    return client


def test_owner_asks_and_the_business_page_shows_what_waits(owner: Client, business: Business):
    assert "Nama usaha" in owner.get(create_url(business)).content.decode()
    told = {"value": "Keripik Baru", "reason": "Merek baru terdaftar.", "evidence": evidence()}
    sent = owner.post(create_url(business, "name"), told)
    change = ChangeRequest.objects.get()
    assert sent["Location"] == change.get_absolute_url()
    assert change.evidence is not None
    assert f"/dokumen/{change.evidence_id}/" in owner.get(change.get_absolute_url()).content.decode()
    page = owner.get(business.get_absolute_url()).content.decode()
    assert "Keripik Lama → <b>Keripik Baru</b>" in page
    assert "Perubahan diminta: Nama usaha" in page


def test_new_owner_is_found_by_phone_and_answers_on_an_own_page(owner: Client, business: Business):
    heir = make_cadre(phone="+628123456789", full_name="Ahli Waris")
    told = {"phone": "0812 3456 789", "reason": "Warisan.", "evidence": evidence()}
    owner.post(create_url(business, "owner"), told)
    change = ChangeRequest.objects.get()
    assert "Ahli Waris" not in owner.get(change.get_absolute_url()).content.decode()  # not before they agree
    page = reverse("change_agree", args=[change.pk])
    assert owner.get(page).status_code == 403
    owner.force_login(heir.user)
    assert "Menjadi pemilik Keripik Lama?" in owner.get("/beranda/").content.decode()
    assert owner.get(business.get_absolute_url()).status_code == 404
    owner.post(page, {"jawaban": "setuju"})
    assert owner.get(change.get_absolute_url()).status_code == 200
    change.refresh_from_db()
    assert change.agreed_at


def test_place_follows_the_province(owner: Client, business: Business):
    papua = make_province("91")
    regency = make_regency(papua)
    told = {"province": "32", "regency": regency.pk, "reason": "Pindah.", "evidence": evidence()}
    assert "regency" in owner.post(create_url(business, "regency"), told).context["form"].errors
    owner.post(create_url(business, "regency"), told | {"province": "91", "evidence": evidence()})
    assert ChangeRequest.objects.get().new_regency == regency


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("name", {"value": ""}), ("name", {"value": "\x00"}), ("name", {"value": "x" * 121}),
        ("name", {"value": "Keripik Lama"}), ("nib", {"value": "12"}), ("nib", {"value": "-"}),
        ("nib", {"value": "9" * 4000}), ("nik", {"value": "3201010000000001"}), ("nik", {"value": "😀"}),
        ("owner", {"phone": "0812 0000 0000"}), ("owner", {"phone": ""}), ("owner_name", {"value": "x"}),
        ("regency", {"province": "99", "regency": "99.99"}), ("regency", {"province": "\x00"}),
        ("name", {"value": "Baru", "evidence": ""}),
        ("name", {"value": "Baru", "evidence": SimpleUploadedFile("x.jpg", b"<script>", "image/jpeg")}),
        ("name", {"value": "Baru", "reason": "x" * 501}),
    ],
)  # fmt: skip
def test_nonsense_is_said_beside_the_field_and_kept(owner: Client, business: Business, field, told):
    page = owner.post(create_url(business, field), {"reason": "Sebab.", "evidence": evidence(), **told})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "Sebab." in page.content.decode() or "reason" in told
    assert not ChangeRequest.objects.exists()


def test_disguised_picture_is_refused_beside_its_field(owner: Client, business: Business):
    disguised = SimpleUploadedFile("nib.jpg", b"%PDF-1.4 <script>", "image/jpeg")
    page = owner.post(
        create_url(business, "name"), {"value": "Baru", "reason": "Sebab.", "evidence": disguised}
    )
    assert "evidence" in page.context["form"].errors


@pytest.mark.parametrize("field", ["x", "%00", "capital"])
def test_unknown_field_shows_the_choice(owner: Client, business: Business, field):
    assert "Apa yang berubah?" in owner.get(create_url(business, field)).content.decode()


def test_unverified_business_needs_no_request(client: Client):
    draft = make_business(state=BusinessState.DRAFT)
    client.force_login(draft.owner.user)
    page = client.get(create_url(draft)).content.decode()
    assert 'href="?isian=name"' not in page
    assert 'href="?isian=owner_name"' in page  # the person is verified


def test_coordinator_decides_on_the_requests_own_page(client: Client, business: Business):
    change = ask(business)
    client.force_login(make_user(Role.COORDINATOR))
    assert "1 permintaan perubahan" in client.get("/beranda/").content.decode()
    assert [row.record for row in client.get(reverse("change_list")).context["listing"].rows] == [change]
    decide = reverse("change_decide", args=[change.pk])
    assert client.get(decide)["Location"] == change.get_absolute_url()
    assert "approve_form" in client.post(decide, {}).context  # first tick that it was compared
    assert "Tulis mengapa" in client.post(decide, {"keputusan": "tolak"}).content.decode()
    client.post(decide, {"seen": "on"})
    business.refresh_from_db()
    assert business.name == "Nama Baru"
    assert not client.get(reverse("change_list")).context["listing"].rows
    assert "sudah disetujui" in client.post(decide, {"seen": "on"}, follow=True).content.decode()


def test_refused_and_withdrawn_leave_the_old_value(client: Client, business: Business):
    refused = ask(business)
    client.force_login(make_user(Role.COORDINATOR))
    decide = reverse("change_decide", args=[refused.pk])
    client.post(decide, {"keputusan": "tolak", "note": "Fotonya buram."})
    client.force_login(business.owner.user)
    assert "Fotonya buram." in client.get(refused.get_absolute_url()).content.decode()
    again = ask(business)
    client.post(reverse("change_withdraw", args=[again.pk]))
    states = set(ChangeRequest.objects.values_list("state", flat=True))
    assert states == {RequestState.REFUSED, RequestState.WITHDRAWN}


def test_other_provinces_coordinator_reaches_nothing(client: Client, business: Business):
    change = ask(business)
    client.force_login(make_user(Role.COORDINATOR, province=make_province("91")))
    for name in ("change_detail", "change_decide", "change_withdraw", "change_agree"):
        assert client.post(reverse(name, args=[change.pk]), {"seen": "on"}).status_code == 404
    client.force_login(make_user(Role.BOARD))
    assert client.get(change.get_absolute_url()).status_code == 200
    assert client.post(reverse("change_decide", args=[change.pk])).status_code == 403


def test_three_rows_cost_as_many_queries_as_one(client: Client):
    client.force_login(make_user(Role.COORDINATOR))
    url = reverse("change_list")
    ask(make_business())
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    ask(make_business(), "9120001234567", KeyField.NIB)
    services.request_change(
        business=(third := make_business()),
        field=KeyField.OWNER,
        value=make_cadre(),
        reason="Warisan.",
        evidence=make_evidence(),
        by=third.owner.user,
    )
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


@pytest.mark.parametrize("query", ["?state=x", "?state=semua", "?field=%00", "?urut=-diminta", "?format=csv"])
def test_list_takes_any_query(client: Client, business: Business, query):
    ask(business)
    client.force_login(make_user(Role.ADMIN))
    assert client.get(reverse("change_list") + query).status_code == 200
