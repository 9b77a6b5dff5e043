"""The comparison that Jamkrindo's staff work with: on a laptop and on a phone, by mouse and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from programs.pilots.models import Nomination, Pilot
from programs.pilots.services import waitlist_nomination
from soksi_portal.accounts.choices import Role
from tests.browser.look import overflow
from tests.factories import make_business, make_nomination, make_phase, make_pilot, make_user

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Lengkapi catatan penjualan enam bulan, lalu ajukan lagi."


@pytest.fixture
def staff():
    return make_user(Role.JAMKRINDO)


@pytest.fixture
def nominations(staff) -> list[Nomination]:
    phase = make_phase()
    make_pilot(phase=phase)
    made = [
        make_nomination(phase=phase, business=make_business(name=name, last_year_sales=sales))
        for name, sales in (("Kopi Puntang", 480_000_000), ("Keripik Tempe Bu Siti Rohayati", 90_000_000))
    ]
    waitlist_nomination(nomination=make_nomination(phase=phase), by=staff)
    return made


@pytest.mark.parametrize("width", ["360", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comparison_fits_and_is_readable(open_page, staff, nominations, width, scheme):
    page = open_page("/percontohan/provinsi/32/", width=width, user=staff, color_scheme=scheme)
    assert overflow(page) == []
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_names_stay_in_sight_while_one_reads_down(open_page, staff, nominations):
    page = open_page("/percontohan/provinsi/32/", user=staff)
    page.evaluate("window.scrollTo(0, document.querySelector('.compare-long').offsetTop)")
    assert page.get_by_role("columnheader", name="Kopi Puntang").bounding_box()["y"] == pytest.approx(
        0, abs=2
    )


def test_accepting_asks_first_and_then_seats(open_page, staff, nominations):
    page = open_page("/percontohan/provinsi/32/", user=staff)
    page.get_by_role("link", name="Terima di kursi 2").first.click()
    dialog = page.get_by_role("dialog", name="Terima Kopi Puntang?")
    dialog.get_by_role("button", name="Batal").click()
    assert Pilot.objects.count() == 1
    page.get_by_role("link", name="Terima di kursi 2").first.click()
    dialog.get_by_role("button", name="Terima").click()
    page.get_by_text("Kopi Puntang menempati kursi 2.").wait_for()
    assert Pilot.objects.get(seat__number=2).business.name == "Kopi Puntang"
    expect(page.get_by_text("Semua kursi terisi.")).to_have_count(2)


@pytest.mark.parametrize("width", ["360", "1280"])
def test_declining_without_javascript_keeps_what_was_typed(open_page, staff, nominations, width):
    page = open_page("/percontohan/provinsi/32/", width=width, user=staff, java_script_enabled=False)
    page.get_by_role("link", name="Belum terpilih").first.click()
    page.get_by_label("Alasan").fill("Belum siap.")
    page.get_by_role("button", name="Simpan keputusan").click()
    expect(page.get_by_text("Tulis paling sedikit").first).to_be_visible()
    expect(page.get_by_label("Alasan")).to_have_value("Belum siap.")
    page.get_by_label("Alasan").fill(REASON)
    page.get_by_role("button", name="Simpan keputusan").click()
    page.get_by_text("Kopi Puntang belum terpilih.").wait_for()
    nominations[0].refresh_from_db()
    assert (nominations[0].state, nominations[0].decision_reason) == ("declined", REASON)
