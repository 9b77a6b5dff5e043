"""The way into an account by a link, and by the form, in a real browser."""

import pytest
from playwright.sync_api import expect

from soksi_portal.accounts.choices import Role
from tests.factories import make_province, make_user
from umkm.regions.services import password_link

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", ["360", "1280"])
def test_link_sets_a_password_and_leads_home(open_page, live_server, width):
    user = make_user(Role.TRAINER, full_name="Dewi Lestari", email="dewi@uji.test")
    page = open_page(password_link(user).replace("http://testserver", live_server.url), width=width)
    page.get_by_label("Kata sandi baru").fill("perahu-layar-kuning-8")
    page.get_by_role("button", name="Simpan kata sandi").click()
    page.wait_for_url("**/beranda/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Selamat datang, Dewi Lestari")


def test_admin_gives_a_role_and_appoints_on_a_phone(open_page):
    make_province("91")
    person = make_user(Role.TRAINER, full_name="Dewi Lestari")
    page = open_page(f"/pengguna/{person.pk}/", width="360", user=make_user(Role.ADMIN))
    page.get_by_label("Beri peran").select_option(label="Staf Jamkrindo")
    page.get_by_role("button", name="Beri peran").click()
    page.get_by_text("Peran diberikan dan langsung berlaku.").wait_for()
    page.get_by_label("Jadikan koordinator untuk").select_option(label="Papua")
    page.get_by_role("button", name="Angkat koordinator").click()
    page.get_by_text("Koordinator diangkat dan langsung dapat bekerja.").wait_for()
    assert sorted(person.role_grants.values_list("role", flat=True)) == [
        "coordinator",
        "jamkrindo",
        "trainer",
    ]
