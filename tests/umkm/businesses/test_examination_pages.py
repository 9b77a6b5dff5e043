"""The pages on which a business is examined: checklist, reasons beside the fields, the next one, who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_business, make_cadre, make_province, make_stand_in, make_user
from umkm.businesses import services
from umkm.businesses.checklist import POINTS
from umkm.businesses.choices import BusinessState, Decision
from umkm.businesses.models import Business, Verification
from umkm.cadres.choices import CadreState

pytestmark = pytest.mark.django_db

TICKS = {"person": "on", "place": "on", "figures": "on"}


@pytest.fixture
def coordinator() -> User:
    return make_user(Role.COORDINATOR, full_name="Rina S.")


@pytest.fixture
def desk(coordinator: User, client: Client) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def submitted() -> Business:
    return make_business(state=BusinessState.SUBMITTED)


def test_verifying_on_the_page_needs_the_whole_checklist(desk: Client, submitted: Business):
    address = reverse("verification_accept", args=[submitted.pk])
    half = desk.post(address, {"person": "on"})
    assert "Centang setelah Anda memeriksanya" in half.content.decode()
    done = desk.post(address, {**TICKS, "seen": submitted.submitted_at.isoformat()}, follow=True)
    assert f"{submitted.name} sudah diverifikasi." in done.content.decode()
    assert Verification.objects.get().decision == Decision.VERIFIED


def test_returning_on_the_page_shows_the_reason_beside_the_field(desk: Client, submitted: Business):
    empty = desk.post(reverse("verification_return", args=[submitted.pk]), {})
    assert "paling sedikit pada satu isian" in empty.content.decode()
    desk.post(reverse("verification_return", args=[submitted.pk]), {"address": "Tulis RT/RW."})
    desk.force_login(submitted.owner.user)
    page = desk.get(reverse("business_step", args=[submitted.pk, "tempat"])).content.decode()
    assert "<b>Catatan koordinator:</b> Tulis RT/RW." in page
    tasks = desk.get(reverse("business_edit", args=[submitted.pk])).content.decode()
    assert "Perlu diperbaiki" in tasks


def test_remark_of_a_coordinator_is_never_html(desk: Client, submitted: Business):
    desk.post(reverse("verification_return", args=[submitted.pk]), {"address": "<script>alert(1)</script>"})
    desk.force_login(submitted.owner.user)
    for address in (
        reverse("business_step", args=[submitted.pk, "tempat"]),
        reverse("business_detail", args=[submitted.pk]),
    ):
        assert "<script>alert" not in desk.get(address).content.decode()


def test_second_coordinator_reads_who_was_first(desk: Client, submitted: Business):
    first = make_user(Role.COORDINATOR, full_name="Budi T.")
    services.verify_business(business=submitted, by=first, checklist=list(POINTS))
    page = desk.post(reverse("verification_accept", args=[submitted.pk]), TICKS, follow=True)
    assert "Usaha ini sudah diverifikasi oleh Budi T. pada" in page.content.decode()


def test_own_business_is_shown_without_buttons(desk: Client, coordinator: User):
    own = make_business(owner=make_cadre(user=coordinator), state=BusinessState.SUBMITTED)
    page = desk.get(reverse("verification_detail", args=[own.pk])).content.decode()
    assert "Anda tidak memeriksa usaha sendiri" in page
    assert "Verifikasi usaha ini" not in page


def test_board_and_admin_may_look_but_not_decide(client: Client, submitted: Business):
    for role in (Role.BOARD, Role.ADMIN):
        client.force_login(make_user(role))
        assert client.get(reverse("verification_detail", args=[submitted.pk])).status_code == 200
        refused = client.post(reverse("verification_accept", args=[submitted.pk]), TICKS)
        assert refused.status_code == 403


def test_coordinator_of_another_province_finds_nothing(client: Client, submitted: Business):
    client.force_login(make_user(Role.COORDINATOR, province=make_province("91")))
    for name in ("verification_detail", "business_detail"):
        assert client.get(reverse(name, args=[submitted.pk])).status_code == 404
    for name in ("verification_accept", "verification_return"):
        assert client.post(reverse(name, args=[submitted.pk]), {**TICKS, "name": "x"}).status_code == 404


def test_queue_shows_the_longest_wait_first_at_the_same_query_count(
    desk: Client, submitted: Business, django_assert_num_queries
):
    address = reverse("verification_queue")
    desk.get(address)
    with CountQueries() as one:
        desk.get(address)
    later = [make_business(state=BusinessState.SUBMITTED) for _ in range(2)]
    make_business(state=BusinessState.SUBMITTED, province=make_province("91"))
    with CountQueries() as three:
        page = desk.get(address)
    assert [row.record for row in page.context["listing"].rows] == [submitted, *later]
    assert three.number == one.number


class CountQueries:
    """How many queries a block makes."""

    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.captured = CaptureQueriesContext(connection)
        self.captured.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.captured.__exit__(*error)
        self.number = len(self.captured)


def test_refused_verification_loses_nothing_that_was_written(desk: Client, submitted: Business):
    written = {"note": "Pesan saya.", "address": "Tulis RT/RW.", "person": "on"}
    page = desk.post(reverse("verification_accept", args=[submitted.pk]), written).content.decode()
    assert "Anda menulis alasan perbaikan." in page
    assert "Pesan saya." in page
    assert 'value="Tulis RT/RW."' in page
    assert not Verification.objects.exists()


def test_checklist_asks_for_papers_only_where_numbers_are(desk: Client, submitted: Business):
    assert "NIB, NPWP, dan izin" not in page_of(desk, submitted)
    with_nib = make_business(state=BusinessState.SUBMITTED, nib="9120001234567")
    assert "NIB, NPWP, dan izin" in page_of(desk, with_nib)
    refused = desk.post(reverse("verification_accept", args=[with_nib.pk]), TICKS).content.decode()
    assert "Centang setelah Anda memeriksanya" in refused


def page_of(desk: Client, business: Business) -> str:
    return desk.get(reverse("verification_detail", args=[business.pk])).content.decode()


def test_every_new_field_can_be_returned_with_a_reason(desk: Client, submitted: Business):
    fields = ("npwp", "licences", "women_employees", "position", "marketing_channels", "wishes", "documents")
    desk.post(reverse("verification_return", args=[submitted.pk]), dict.fromkeys(fields, "Periksa lagi."))
    submitted.refresh_from_db()
    assert submitted.state == BusinessState.RETURNED
    assert set(Verification.objects.get().remarks.values_list("field", flat=True)) == set(fields)
    desk.force_login(submitted.owner.user)
    for name in ("business_edit", "business_detail"):
        assert desk.get(reverse(name, args=[submitted.pk])).status_code == 200


def test_verify_and_next_goes_on_within_the_filter(desk: Client, submitted: Business):
    small = make_business(
        state=BusinessState.SUBMITTED, last_year_sales=9_000_000_000, submitted_at=ago(days=9)
    )
    wanted = make_business(state=BusinessState.SUBMITTED, submitted_at=ago(days=2))
    query = "?size_class=micro&lama=1"
    address = reverse("verification_accept", args=[submitted.pk]) + query
    answer = desk.post(address, {**TICKS, "next": "1"})
    assert answer["Location"] == reverse("verification_detail", args=[wanted.pk]) + query
    assert wanted.claim.user_id == int(desk.session["_auth_user_id"])
    assert not hasattr(small, "claim")


def ago(**days: int):
    return timezone.now() - timedelta(**days)


def test_next_skips_what_waits_for_a_card_and_what_is_ones_own(desk: Client, coordinator: User):
    make_business(owner=make_cadre(state=CadreState.SUBMITTED), state=BusinessState.SUBMITTED)
    make_business(owner=make_cadre(user=coordinator), state=BusinessState.SUBMITTED)
    answer = desk.post(reverse("examine_next", args=["usaha"]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("verification_queue")
    assert "Tidak ada lagi yang bebas" in answer.content.decode()


def test_business_that_waits_for_the_card_has_no_button_to_verify(desk: Client):
    waiting = make_business(owner=make_cadre(state=CadreState.SUBMITTED), state=BusinessState.SUBMITTED)
    page = page_of(desk, waiting)
    assert "Menunggu kartu anggota" in page
    assert reverse("cadre_verification", args=[waiting.owner_id]) in page
    assert "Verifikasi saja" not in page
    assert "Menunggu kartu anggota" in desk.get(reverse("verification_queue")).content.decode()


def test_queue_counts_each_kind_and_filters_by_waiting(desk: Client, submitted: Business):
    old = make_business(state=BusinessState.SUBMITTED, submitted_at=ago(days=10))
    make_cadre(state=CadreState.SUBMITTED)
    page = desk.get(reverse("verification_queue"), {"lama": "7"})
    assert [row.record for row in page.context["listing"].rows] == [old]
    assert [tab.count for tab in page.context["tabs"]][:2] == ["2", "1"]
    for wrong in ({"lama": "x"}, {"lama": "99999999999"}, {"province": "\x00"}, {"regency": "99.99"}):
        assert desk.get(reverse("verification_queue"), wrong).status_code == 200


def test_board_reads_which_provinces_nobody_coordinates(client: Client):
    make_user(Role.COORDINATOR)
    alone = make_province("91")
    client.force_login(make_user(Role.BOARD))
    assert f"?province={alone.code}" in client.get(reverse("verification_queue")).content.decode()


def test_who_stands_in_decides_and_sees_the_way(client: Client, submitted: Business, coordinator: User):
    board = make_user(Role.BOARD)
    make_stand_in(post=coordinator.posts.get(), user=board)
    client.force_login(board)
    done = client.post(reverse("verification_accept", args=[submitted.pk]), TICKS, follow=True)
    assert f"{submitted.name} sudah diverifikasi." in done.content.decode()
    submitted.refresh_from_db()
    assert submitted.verified_by == board
