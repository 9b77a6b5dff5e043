"""Examining a business: verify, return with reasons, and who may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_cadre, make_province, make_user
from umkm.businesses import services
from umkm.businesses.choices import BusinessState, Decision
from umkm.businesses.errors import AlreadyDecided, NotWritable, OwnBusiness, ReasonMissing
from umkm.businesses.models import Business, Verification
from umkm.businesses.queries import latest_return, mended_fields, remarks_of

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


def test_verified_business_is_dated_and_its_owner_told(submitted: Business, coordinator: User):
    services.verify_business(business=submitted, by=coordinator)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.verified_by) == (BusinessState.VERIFIED, coordinator)
    message = Message.objects.get()
    assert (message.occasion, message.subject_ref, message.recipient) == (
        "business_verified", f"business:{submitted.pk}", submitted.owner.user,
    )  # fmt: skip
    assert submitted.name in message.title


def test_message_is_in_the_time_zone_of_the_province(coordinator: User):
    business = make_business(state=BusinessState.SUBMITTED, province=make_province("91"))
    services.verify_business(business=business, by=coordinator)
    assert Message.objects.get().time_zone == "Asia/Jayapura"


def test_each_return_is_told_anew_and_only_the_latest_remarks_are_shown(
    submitted: Business, coordinator: User
):
    owner = submitted.owner.user
    for text in ("Tulis RT/RW.", "Tulis desanya."):
        services.return_business(business=submitted, by=coordinator, reasons={"address": text})
        services.submit_business(business=submitted, by=owner)
    services.return_business(business=submitted, by=coordinator, reasons={"capital": "Tanpa tanah?"})
    submitted.refresh_from_db()
    assert remarks_of(latest_return(submitted)) == {"capital": "Tanpa tanah?"}
    assert sorted(Message.objects.values_list("revision", flat=True)) == [1, 2, 3]
    assert "Modal usaha: Tanpa tanah?" in Message.objects.get(revision=3).body


def test_sending_again_takes_back_the_message_that_has_not_left(submitted: Business, coordinator: User):
    services.return_business(business=submitted, by=coordinator, reasons={"address": "Tulis RT/RW."})
    services.submit_business(business=submitted, by=submitted.owner.user)
    assert Message.objects.get().state == "cancelled"


def test_remark_counts_as_mended_once_the_field_has_changed(submitted: Business, coordinator: User):
    reasons = {"address": "Tulis RT/RW.", "capital": "Tanpa tanah?"}
    verification = services.return_business(business=submitted, by=coordinator, reasons=reasons)
    services.save_draft(business=submitted, by=submitted.owner.user, facts={"address": "Jalan Baru 9 RT 1"})
    submitted.refresh_from_db()
    assert mended_fields(submitted, verification) == {"address"}


def test_nobody_examines_an_own_business(coordinator: User):
    own = make_business(owner=make_cadre(user=coordinator), state=BusinessState.SUBMITTED)
    with pytest.raises(OwnBusiness):
        services.verify_business(business=own, by=coordinator)
    with pytest.raises(OwnBusiness):
        services.return_business(business=own, by=coordinator, reasons={"name": "?"})


def test_return_without_a_reason_is_refused(submitted: Business, coordinator: User):
    with pytest.raises(ReasonMissing):
        services.return_business(business=submitted, by=coordinator, reasons={"name": ""})


def test_data_sent_again_since_they_were_read_must_be_read_again(submitted: Business, coordinator: User):
    seen = submitted.submitted_at
    services.withdraw_business(business=submitted, by=submitted.owner.user)
    services.submit_business(business=submitted, by=submitted.owner.user)
    with pytest.raises(AlreadyDecided) as refusal:
        services.verify_business(business=submitted, by=coordinator, seen=seen)
    assert "dikirim ulang pada" in refusal.value.message


def test_verified_business_is_not_withdrawn_or_written(submitted: Business, coordinator: User):
    services.verify_business(business=submitted, by=coordinator)
    with pytest.raises(NotWritable) as refusal:
        services.withdraw_business(business=submitted, by=submitted.owner.user)
    assert "sudah diverifikasi oleh Rina S. pada" in refusal.value.message
    with pytest.raises(NotWritable):
        services.save_draft(business=submitted, by=submitted.owner.user, facts={"name": "Lain"})


def test_another_person_cannot_write_or_withdraw(submitted: Business):
    other = make_cadre().user
    with pytest.raises(NotWritable):
        services.withdraw_business(business=submitted, by=other)
    draft = make_business(state=BusinessState.DRAFT)
    with pytest.raises(NotWritable):
        services.save_draft(business=draft, by=other, facts={"name": "Lain"})


# --- pages ---------------------------------------------------------------------------------------


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
    services.verify_business(business=submitted, by=first)
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
