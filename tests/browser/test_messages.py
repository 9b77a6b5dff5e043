"""/pengingat/ in a real browser: at phone and desk width, with what a machine can find wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from tests.browser.look import WIDTHS, axe_findings, overflow
from tests.factories import make_user
from tests.soksi_portal.outbox.makers import make_message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def messages() -> dict[str, Message]:
    siti = make_user(
        Role.CADRE, full_name="Siti Nurhaliza Rahmawati", email="siti.nurhaliza.rahmawati@contoh.test"
    )
    body = "Yth. Siti,\n\nJawab di sini: http://testserver/undangan/Zx81-kunci-rahasia-yang-panjang-sekali/"
    made = {
        state: make_message(
            recipient=siti,
            occasion="session_reminder",
            title="7 hari lagi: pelatihan Manajemen keuangan sederhana",
            body=body,
            due_at=timezone.now() + timedelta(days=number),
        )
        for number, state in enumerate(("pending", "failed", "unknown"))
    }
    now = timezone.now()
    for state in (MessageState.FAILED, MessageState.UNKNOWN):
        row = Message.objects.filter(pk=made[state].pk)
        row.update(state="sending", lease="0" * 32, leased_until=now, handed_over_at=now)
        row.end(
            state,
            last_error="Server e-mail menolak (550): 5.1.1 alamat tidak dikenal di server ini",
            attempts=1,
        )
    return made


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("message_list", ""),
        ("message_detail", "pending"),
        ("message_detail", "failed"),
        ("message_detail", "unknown"),
        ("message_cancel", "pending"),
        ("message_resend", "unknown"),
    ],
)
def test_page_fits_and_is_accessible(open_page, messages, name, state, width, tmp_path: Path):
    url = reverse(name, args=[messages[state].pk] if state else [])
    page = open_page(url, width=width, user=make_user(Role.JAMKRINDO))
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert overflow(page) == []
    assert axe_findings(page) == []


def test_staff_send_an_unknown_message_again(open_page, messages):
    page = open_page(reverse("message_list"), user=make_user(Role.JAMKRINDO, full_name="Rina Staf"))
    page.get_by_role("link", name="Tidak pasti").click()
    expect(page.locator("#hasil tbody tr")).to_have_count(1)
    page.locator("#hasil tbody th a").click()
    page.get_by_role("link", name="Kirim ulang").click()
    page.get_by_label("Mengapa dikirim ulang?").fill("Ibu Siti menelepon, belum sampai.")
    page.get_by_role("button", name="Kirim ulang").click()
    page.get_by_text("Pesan dikirim ulang sebagai pesan baru.").wait_for()
    again = Message.objects.get(resends=messages["unknown"])
    assert (again.resent_by.full_name, again.resend_reason) == (
        "Rina Staf",
        "Ibu Siti menelepon, belum sampai.",
    )


def test_filters_renew_the_list_alone(open_page, messages):
    page = open_page(reverse("message_list"), user=make_user(Role.JAMKRINDO))
    page.get_by_label("Status").select_option("failed")
    page.wait_for_url("**status=failed**")
    expect(page.locator("#hasil tbody tr")).to_have_count(1)
    expect(page.locator("#hasil")).to_contain_text("alamat tidak dikenal")
