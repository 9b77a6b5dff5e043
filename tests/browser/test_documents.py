"""Papers photographed with a cheap phone, with and without scripts, and a line that breaks."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.look import axe_findings, overflow
from tests.factories import make_business, make_cadre
from tests.umkm.businesses import samples
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business, Document
from umkm.cadres.choices import CadreState

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS")  # a folder, to look at the pages
PHONE = {"width": "360", "has_touch": True, "is_mobile": True}


@pytest.fixture
def draft() -> Business:
    return make_business(state=BusinessState.DRAFT, owner=make_cadre(state=CadreState.DRAFT))


def file(name: str, raw: bytes, kind: str = "image/jpeg") -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": raw}


def look_at(page: Page, name: str, *, scripts: bool = True) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"dokumen-{name}-{scripts}.png", full_page=True)
    if scripts:
        assert overflow(page) == [], name
        assert axe_findings(page) == [], name


@pytest.mark.parametrize("scripts", [True, False])
def test_papers_from_a_phone(open_page, draft, scripts):
    page = open_page(
        f"/usaha/{draft.pk}/dokumen/", user=draft.owner.user, java_script_enabled=scripts, **PHONE
    )
    look_at(page, "1-kosong", scripts=scripts)

    def give(kind: str, *chosen: dict[str, object], camera: bool = False) -> None:
        page.locator(f"#{'kamera' if camera else 'berkas'}-{kind}").set_input_files(list(chosen))
        if not scripts:
            page.locator(f"#{kind}").get_by_role("button", name="Kirim").click()

    give("ktp", file("IMG_1.jpg", samples.phone_photo()), camera=True)
    expect(page.locator("#ktp")).to_contain_text("Sudah ada")
    expect(page.locator("#pesan")).to_have_text("KTP tersimpan.")
    give("nib", file("nib.pdf", samples.pdf(), "application/pdf"))
    expect(page.locator("#nib .document")).to_have_count(1)
    give("photo", *(file(f"{colour}.jpg", samples.photo(colour)) for colour in ("red", "gold", "blue")))
    expect(page.locator("#photo .document")).to_have_count(3)
    give("npwp", file("npwp.jpg", samples.HTML))
    expect(page.locator("#salah-npwp")).to_contain_text("bukan foto dan bukan PDF")
    look_at(page, "2-terisi", scripts=scripts)
    page.locator("#photo .document").nth(1).get_by_role("link", name="Hapus").click()
    expect(page.get_by_role("button", name="Hapus")).to_be_visible()
    look_at(page, "3-hapus", scripts=scripts)
    page.get_by_role("button", name="Hapus").click()
    expect(page.locator("#photo .document")).to_have_count(2)
    if scripts:
        page.wait_for_function(
            "[...document.querySelectorAll('.document img')].every((e) => !e.complete || e.naturalWidth)"
        )
    page.goto(draft.get_absolute_url())
    expect(page.locator(".documents-strip .document")).to_have_count(4)
    look_at(page, "4-usaha", scripts=scripts)


def test_the_browser_makes_it_small_and_drops_the_place(open_page, draft):
    page = open_page(f"/usaha/{draft.pk}/dokumen/", user=draft.owner.user, **PHONE)
    sent: list[bytes] = []
    page.on(
        "request",
        lambda request: sent.append(request.post_data_buffer or b"") if request.method == "POST" else None,
    )
    noise = Image.effect_noise((2000, 1400), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = "Telepon Bu Sari"
    raw = samples.encoded(noise, "JPEG", quality=92, exif=exif)
    page.locator("#berkas-photo").set_input_files([file("besar.jpg", raw)])
    expect(page.locator("#photo .document")).to_have_count(1)
    assert len(sent[0]) < len(raw) * 0.8
    assert b"Bu Sari" not in sent[0]
    document = Document.objects.get()
    assert (document.width, document.height) == (1600, 1120)
    with document.file.open("rb") as kept:
        assert Image.open(io.BytesIO(kept.read())).format == "JPEG"


def test_line_that_breaks_keeps_the_choice(open_page, draft):
    page = open_page(f"/usaha/{draft.pk}/dokumen/", user=draft.owner.user, **PHONE)
    page.route("**/dokumen/photo/", lambda route: route.abort("internetdisconnected"))
    page.locator("#berkas-photo").set_input_files([file("a.jpg", samples.photo())])
    words = page.locator("#photo .upload-words")
    expect(words).to_contain_text("Sambungan terputus. Foto Anda masih ada di sini.")
    again = page.locator("#photo").get_by_role("button", name="Kirim lagi")
    expect(again).to_be_focused()
    look_at(page, "5-terputus")
    page.unroute("**/dokumen/photo/")
    again.click()
    expect(page.locator("#photo .document")).to_have_count(1)


def test_signed_out_meanwhile_keeps_the_choice(open_page, draft):
    page = open_page(f"/usaha/{draft.pk}/dokumen/", user=draft.owner.user, **PHONE)
    session = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    page.locator("#berkas-photo").set_input_files([file("a.jpg", samples.photo())])
    expect(page.locator("#photo .upload-words")).to_contain_text("Masuk dulu di tab lain")
    page.context.add_cookies(session)
    page.locator("#photo").get_by_role("button", name="Kirim lagi").click()
    expect(page.locator("#photo .document")).to_have_count(1)
