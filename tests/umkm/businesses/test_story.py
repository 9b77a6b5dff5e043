"""One business with its whole story, and what waits on the start page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from tests.factories import make_business, make_cadre, make_kbli, make_province, make_user
from umkm.businesses import services, story
from umkm.businesses.checklist import POINTS
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.businesses.standing import standing_of
from umkm.businesses.story import Event, Standing, StoryPart
from umkm.businesses.timeline import timeline
from umkm.businesses.waiting import businesses_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[StoryPart]:
    """No slice tells anything, unless the test adds it."""
    told: list[StoryPart] = []
    monkeypatch.setattr(story, "_parts", told)
    return told


def page(client: Client, business: Business) -> str:
    answer = client.get(business.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)  # the audit trail dates a change by its transaction
def test_whole_way_is_told_newest_first(client: Client, parts: list[StoryPart]):
    cadre, rina = make_cadre(full_name="Sari"), make_user(Role.COORDINATOR, full_name="Rina S.")
    client.force_login(cadre.user)
    make_kbli()
    place = {"name": "Keripik", "address": "Jalan 1", "province": "32", "regency": cadre.regency_id}
    client.post("/usaha/baru/", place)
    business = Business.objects.get()
    for slug, values in (
        ("kegiatan", {"description": "Keripik", "kbli": "56102"}),
        ("legalitas", {"start_year": "2019", "legal_form": "individual"}),
        ("pekerja", {"women": "0", "men": "0"}),
        ("usaha", {"last_year_sales": "1000", "capital": "1000"}),
        ("pinjaman", {"has_bank_loan": "True"}),
    ):
        client.post(f"/usaha/{business.pk}/ubah/{slug}/", values)
    client.post(f"/usaha/{business.pk}/periksa/")
    services.return_business(business=business, by=rina, reasons={"address": "Tulis RT/RW."}, note="Hampir!")
    client.post(f"/usaha/{business.pk}/ubah/tempat/", {**place, "address": "Jalan 1 RT 2"})
    client.post(f"/usaha/{business.pk}/periksa/")
    services.verify_business(business=business, by=rina, checklist=list(POINTS))

    business.refresh_from_db()
    events = timeline(business)

    assert [(event.title, event.by) for event in events] == [
        ("Diverifikasi", "Rina S."),
        ("Dikirim lagi untuk diperiksa", cadre.user.full_name),
        ("Data diubah", cadre.user.full_name),
        ("Dikembalikan untuk diperbaiki", "Rina S."),
        ("Dikirim untuk diperiksa", cadre.user.full_name),
        ("Data diubah", cadre.user.full_name),
        ("Didaftarkan sebagai konsep", cadre.user.full_name),
    ]
    assert events[2].text == "Alamat usaha."
    assert events[3].text == "Alamat usaha: Tulis RT/RW.\nHampir!"


def test_story_costs_the_same_however_long_it_is(client: Client, parts: list[StoryPart]):
    business = make_business(state=BusinessState.SUBMITTED)
    rina = make_user(Role.COORDINATOR)
    client.force_login(rina)
    page(client, business)

    def back_and_forth() -> None:
        services.return_business(business=business, by=rina, reasons={"address": "?", "name": "?"})
        services.submit_business(business=business, by=business.owner.user)

    back_and_forth()
    with CaptureQueriesContext(connection) as once:
        page(client, business)
    for _ in range(3):
        back_and_forth()
    with CaptureQueriesContext(connection) as often:
        page(client, business)
    assert len(often) == len(once)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (BusinessState.DRAFT, "Lengkapi, lalu kirim untuk diperiksa"),
        (BusinessState.SUBMITTED, "Menunggu Koordinator Jawa Barat"),
        (BusinessState.RETURNED, "Perbaiki, lalu kirim lagi"),
        (BusinessState.VERIFIED, "dapat mengusulkan usaha ini"),
    ],
)
def test_owner_reads_who_has_it_and_what_is_next(client: Client, parts, state, sentence):
    make_user(Role.COORDINATOR)
    business = make_business(state=state)
    client.force_login(business.owner.user)
    assert sentence in page(client, business)


def test_size_class_is_explained(client: Client, parts):
    business = make_business(last_year_sales=2_000_000_001)
    client.force_login(business.owner.user)
    text = page(client, business)
    assert (
        "Kecil, karena penjualan setahun Rp\u00a02.000.000.001 tidak lebih dari Rp\u00a015.000.000.000"
        in text
    )
    assert "PP 7/2021 pasal 35 ayat 5" in text


def test_highest_slice_decides_the_standing_and_all_tell_events(client: Client, parts: list[StoryPart]):
    at = timezone.now() + timedelta(days=1)
    parts += [
        StoryPart(events=lambda _: [Event(at, "Diundang")], standing=lambda _: None),
        StoryPart(
            events=lambda _: [Event(at - timedelta(hours=1), "Diterima", "Jamkrindo", tone="info")],
            standing=lambda _: Standing("UMKM percontohan", "good", "Duduk di kursi 1."),
        ),
        StoryPart(events=lambda _: [], standing=lambda _: Standing("Diusulkan", "info", "Lama.")),
    ]
    business = make_business()
    assert standing_of(business).label == "UMKM percontohan"
    assert [event.title for event in timeline(business)][:2] == ["Diundang", "Diterima"]
    client.force_login(business.owner.user)
    text = page(client, business)
    assert "Duduk di kursi 1." in text
    assert "event-waiting" in text


def waiting_for(user) -> list[Waiting]:
    return list(businesses_waiting(user))


def test_cadre_is_led_to_what_is_in_her_hands():
    cadre = make_cadre()
    assert [item.title for item in waiting_for(cadre.user)] == ["Daftarkan usaha Anda"]
    make_business(owner=cadre, name="Satu", state=BusinessState.DRAFT)
    make_business(owner=cadre, name="Dua", state=BusinessState.RETURNED)
    make_business(owner=cadre, name="Tiga", state=BusinessState.SUBMITTED)
    make_business(owner=cadre, name="Empat", state=BusinessState.VERIFIED)
    ordered = sorted(waiting_for(cadre.user), key=lambda item: item.urgency)
    assert [item.title for item in ordered] == [
        "Dua perlu diperbaiki", "Satu belum dikirim", "Tiga sedang diperiksa",
    ]  # fmt: skip


def test_coordinator_reads_how_many_wait_in_her_province():
    rina = make_user(Role.COORDINATOR)
    assert waiting_for(rina) == []
    for _ in range(2):
        make_business(state=BusinessState.SUBMITTED)
    make_business(state=BusinessState.SUBMITTED, province=make_province("91"))
    (item,) = waiting_for(rina)
    assert (item.title, item.count) == ("2 usaha menunggu diperiksa", 2)


def test_board_reads_which_queue_nobody_works_off():
    make_user(Role.COORDINATOR)
    make_business(state=BusinessState.SUBMITTED)
    make_business(state=BusinessState.SUBMITTED, province=make_province("91"))
    (item,) = waiting_for(make_user(Role.BOARD))
    assert (item.title, item.url) == ("Papua belum punya koordinator", "/verifikasi/?province=91")
