"""A coordinator imports a list in a real browser, on a phone, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from soksi_portal.accounts.choices import Role
from tests.browser.look import overflow
from tests.factories import make_user
from tests.umkm.businesses.importing.makers import as_csv, make_ground, make_row, send
from umkm.businesses.importing import running, services
from umkm.businesses.models import BulkImport

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator():
    make_ground()
    return make_user(Role.COORDINATOR)


@pytest.mark.parametrize("with_scripts", [True, False])
def test_list_is_sent_looked_at_run_and_taken_back(open_page, coordinator, with_scripts):
    page = open_page("/impor/", width="360", user=coordinator, java_script_enabled=with_scripts)
    page.get_by_role("link", name="Kirim berkas").click()
    content = as_csv([make_row(1), make_row(2, nik="12")], separator=";")
    page.get_by_label("Berkas Excel").set_input_files(
        [{"name": "kader.csv", "mimeType": "text/csv", "buffer": content}]
    )
    page.get_by_role("button", name="Kirim dan lihat dulu").click()
    expect(page.get_by_text("1 usaha baru")).to_be_visible()
    expect(page.get_by_text("Anda mengetik 2.")).to_be_visible()
    page.get_by_role("button", name="Mulai impor 2 baris").click()
    expect(page.get_by_text("0 dari 2 baris")).to_be_visible()
    running.run_import(batch_id=BulkImport.objects.get().pk)
    if not with_scripts:
        page.reload()
    expect(page.get_by_role("link", name="Unduh Excel")).to_be_visible(
        timeout=15_000
    )  # the bar asks every two seconds
    page.get_by_role("link", name="Batalkan impor ini").click()
    page.get_by_label("Mengapa dibatalkan?").fill("Salah berkas")
    page.get_by_role("button", name="Batalkan impor").click()
    expect(page.get_by_text("sudah dibatalkan")).to_be_visible()


def test_no_page_of_an_import_is_wider_than_a_phone(open_page, coordinator):
    rows = [make_row(1), make_row(2, nik="12", full_name="Sangat" * 20)]
    ready, done = (
        send(as_csv(rows), by=coordinator, name="data-kader-kabupaten-bogor-november.csv") for _ in range(2)
    )
    services.start_import(batch=done, by=coordinator)
    waiting = f"/impor/{done.pk}/"
    assert overflow(open_page(waiting, width="360", user=coordinator)) == []
    running.run_import(batch_id=done.pk)
    for path in ("/impor/", "/impor/baru/", f"/impor/{ready.pk}/", waiting, f"/impor/{done.pk}/batalkan/"):
        assert overflow(open_page(path, width="360", user=coordinator)) == [], path
    board = make_user(Role.BOARD)
    assert overflow(open_page("/impor/", width="360", user=board)) == []
