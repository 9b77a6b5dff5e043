"""The answer and the roll on a cheap phone: large targets, one tap, no horizontal scrolling, no serious axe finding."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from programs.training.choices import InvitationState
from programs.training.models import Attendance, Invitation
from soksi_portal.accounts.choices import Role
from tests.browser.look import overflow
from tests.factories import make_invitation, make_module, make_session, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SMALLEST = 44  # pixels, look.md


def heights(page, selector: str) -> list[float]:
    return [box["height"] for box in (one.bounding_box() for one in page.locator(selector).all()) if box]


def test_answer_from_a_phone_without_signing_in(open_page):
    invitation = make_invitation()
    page = open_page(invitation.get_absolute_url(), width="360")
    assert overflow(page) == []
    assert min(heights(page, ".answer-button:visible")) >= SMALLEST
    page.get_by_role("button", name="Ya, saya akan hadir").click()
    expect(page.get_by_text("Anda terdaftar sebagai peserta")).to_be_visible()
    page.get_by_text("Ternyata saya tidak bisa hadir").click()
    page.get_by_label("Penjelasan").fill("Ada pesanan besar")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Alasan: Ada pesanan besar.")).to_be_visible()
    assert Invitation.objects.get().state == InvitationState.DECLINED


def test_answer_without_scripts(open_page):
    invitation = make_invitation()
    page = open_page(invitation.get_absolute_url(), width="360", java_script_enabled=False)
    page.get_by_text("Saya tidak bisa hadir").click()
    page.get_by_label("Sakit").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Alasan: Sakit.")).to_be_visible()


def test_roll_saves_each_tap_and_a_second_page_overwrites_nothing(open_page):
    session = make_session(
        starts_at=timezone.now() - timedelta(minutes=5), module=make_module(title="Arus kas")
    )
    people = [
        make_invitation(
            session=session, state=InvitationState.CONFIRMED, person=make_user(Role.CADRE, full_name=name)
        )
        for name in ("Ani", "Budi")
    ]
    url = f"/pelatihan/{session.pk}/kehadiran/"
    first = open_page(url, width="360", user=session.trainer)
    second = open_page(url, width="360", user=session.trainer, java_script_enabled=False)
    assert overflow(first) == []
    assert min(heights(first, ".roll-choices .choice")) >= SMALLEST

    first.get_by_role("radiogroup", name=re.compile("Ani")).get_by_text("Izin", exact=True).click()
    expect(first.locator(f"#tersimpan-{people[0].pk}")).to_contain_text("Tersimpan: Izin")
    expect(first.locator("#jumlah-hadir")).to_contain_text("1 belum diisi")
    assert dict(Attendance.objects.values_list("invitation", "status")) == {people[0].pk: "excused"}

    second.get_by_role("radiogroup", name=re.compile("Budi")).get_by_text("Hadir", exact=True).click()
    second.get_by_label(re.compile("Selesai lebih awal")).check()
    second.get_by_role("button", name="Selesai, pelatihan terlaksana").click()
    expect(second.get_by_text("Pelatihan terlaksana.")).to_be_visible()
    assert dict(Attendance.objects.values_list("invitation", "status")) == {
        people[0].pk: "excused",
        people[1].pk: "present",
    }
