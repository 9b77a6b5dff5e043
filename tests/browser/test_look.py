"""The look in a real browser: what the small scripts do, what holds without them, what axe and the policy say."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.look import examine
from tests.factories import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.style_guide_urls")]

VISITOR_PAGES = ["/gaya/", "/masuk/", "/daftar/", "/akun/password/reset/", "/tidak-ada/"]
PERSON_PAGES = ["/akun/email/", "/akun/password/change/", "/akun/2fa/", "/keluar/"]


@pytest.mark.parametrize(("width", "theme"), [("360", "light"), ("1280", "dark")])
def test_pages_fit_are_accessible_and_keep_the_policy(open_page, live_server, width, theme):
    found = {}
    for paths, user in ((VISITOR_PAGES, None), (PERSON_PAGES, make_user())):
        page = open_page("/masuk/", width=width, user=user, color_scheme=theme)
        for path in paths:
            findings = examine(page, live_server.url + path)
            if findings:
                found[path] = findings
    assert found == {}


def test_rupiah_is_grouped_while_typing_and_the_cursor_stays(open_page):
    page = open_page("/gaya/")
    field = page.locator("#id_sales")
    field.press_sequentially("1250000")
    assert field.input_value() == "1.250.000"
    field.press("ArrowLeft")
    field.press("Backspace")
    assert (field.input_value(), field.evaluate("e => e.selectionEnd")) == ("125.000", 6)
    for typed in ("12 juta", "12.5 juta", "Rp 1.250.000,00"):  # no other amount than was meant
        field.fill("")
        field.press_sequentially(typed)
        assert field.input_value() == typed
    field.fill("")
    field.press_sequentially("1.250.000")
    assert field.input_value() == "1.250.000"


def test_dialog_asks_and_can_be_left(open_page):
    page = open_page("/gaya/")
    page.get_by_role("link", name="Akhiri percontohan").click()
    dialog = page.get_by_role("dialog", name="Akhiri percontohan ini?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Batal").click()
    expect(dialog).to_be_hidden()


def test_form_is_sent_once_however_often_the_button_is_pressed(open_page):
    page = open_page("/gaya/")
    page.route("**/gaya/", lambda route: None)  # no answer: a slow connection
    with page.expect_request(lambda request: request.method == "POST"):
        sent = page.evaluate("""() => {
          let sent = 0;
          addEventListener("submit", (event) => (sent += !event.defaultPrevented));
          const button = document.querySelector("form.sheet button");
          for (const _ of "123") button.click();
          return sent;
        }""")
    assert sent == 1


def test_theme_is_kept_and_comes_with_the_next_page(open_page):
    page = open_page("/gaya/", color_scheme="light")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Gelap").click()
    dark = page.evaluate(paper)
    page.reload()
    assert (page.evaluate(paper), page.locator("html").get_attribute("data-theme")) == (dark, "dark")
    page.get_by_role("button", name="Ikuti perangkat").click()
    page.reload()
    assert (page.evaluate(paper), page.locator("html").get_attribute("data-theme")) == (light, None)
    assert light != dark


def test_typed_text_outlives_a_lost_page(open_page):
    page = open_page("/gaya/")
    page.locator("#id_name").fill("Warung Bu Sari")
    page.get_by_text("Saya tidak tahu").first.click()
    page.reload()
    expect(page.locator("#id_name")).to_have_value("Warung Bu Sari")
    expect(page.locator("#id_loan_2")).to_be_checked()


def test_typed_text_outlives_an_expired_form_and_is_forgotten_once_it_arrived(open_page):
    page = open_page("/gaya/")
    page.locator("#id_name").fill("Warung Bu Sari")
    page.context.clear_cookies()
    page.locator("form.sheet button").first.click()
    expect(page.locator("h1")).to_have_text("Formulir ini sudah kedaluwarsa")
    page.get_by_role("link", name="Muat ulang formulir").click()
    expect(page.locator("#id_name")).to_have_value("Warung Bu Sari")
    page.locator("form.sheet button").first.click()
    page.wait_for_load_state()
    page.goto("/tidak-ada/")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('teks:'))") == []


def test_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("/gaya/")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Penjualan tahun lalu:").click()
    expect(page.locator("#salah_sales")).to_be_focused()


def test_map_shows_figures_on_focus_and_opens_on_enter(open_page):
    page = open_page("/gaya/")
    tile = page.locator("a.tile", has_text="Jawa Barat")
    shown = "e => getComputedStyle(e.querySelector('.tile-detail')).clipPath"
    assert tile.evaluate(shown) != "none"
    tile.focus()
    assert tile.evaluate(shown) == "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/gaya/#32")  # the browser tells of a step within the page a moment later


def test_first_tap_on_the_map_shows_and_the_second_opens(open_page):
    page = open_page("/gaya/", width="360", has_touch=True, is_mobile=True)
    tile = page.locator("a.tile", has_text="Jawa Barat")
    tile.tap()
    expect(tile).to_be_focused()
    assert page.url.endswith("/gaya/")
    tile.tap()
    page.wait_for_url("**/gaya/#32")


def test_menu_opens_without_javascript(open_page):
    page = open_page("/gaya/", width="360", java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Menu utama")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()


def test_first_thing_the_keyboard_meets_is_the_skip_link(open_page):
    page = open_page("/masuk/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()
