"""Examining a business: verify, return with reasons, and who may."""

from __future__ import annotations

import pytest
from django.test import Client

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_cadre, make_province, make_user
from umkm.businesses import services
from umkm.businesses.checklist import POINTS
from umkm.businesses.choices import BusinessState
from umkm.businesses.errors import (
    AlreadyDecided,
    KeyFixed,
    NotWritable,
    OwnBusiness,
    OwnerNotVerified,
    ReasonMissing,
)
from umkm.businesses.models import Business, Verification
from umkm.businesses.queries import latest_return, mended_fields, remarks_of
from umkm.cadres.choices import CadreState
from umkm.cadres.membership import CARD_POINTS, ChecklistIncomplete, verify_cadre

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
    services.verify_business(business=submitted, by=coordinator, checklist=list(POINTS))
    submitted.refresh_from_db()
    assert (submitted.state, submitted.verified_by) == (BusinessState.VERIFIED, coordinator)
    message = Message.objects.get()
    assert (message.occasion, message.subject_ref, message.recipient) == (
        "business_verified", f"business:{submitted.pk}", submitted.owner.user,
    )  # fmt: skip
    assert submitted.name in message.title


def test_message_is_in_the_time_zone_of_the_province(coordinator: User):
    business = make_business(state=BusinessState.SUBMITTED, province=make_province("91"))
    services.verify_business(business=business, by=coordinator, checklist=list(POINTS))
    assert Message.objects.get().time_zone == "Asia/Jayapura"


def test_business_of_an_unverified_cadre_waits_for_the_card(coordinator: User):
    business = make_business(owner=make_cadre(state=CadreState.SUBMITTED), state=BusinessState.SUBMITTED)
    with pytest.raises(OwnerNotVerified) as refusal:
        services.verify_business(business=business, by=coordinator, checklist=list(POINTS))
    assert "Periksa dulu kartunya" in refusal.value.message
    verify_cadre(cadre=business.owner, by=coordinator, checklist=list(CARD_POINTS))
    services.verify_business(business=business, by=coordinator, checklist=list(POINTS))


def test_points_that_were_ticked_are_kept_with_both_decisions(submitted: Business, coordinator: User):
    services.return_business(
        business=submitted, by=coordinator, reasons={"documents": "Foto KTP buram."}, checklist=["person"]
    )
    services.submit_business(business=submitted, by=submitted.owner.user)
    services.verify_business(business=submitted, by=coordinator, checklist=["person", "place", "figures"])
    kept = Verification.objects.order_by("pk").values_list("decision", "checklist")
    assert list(kept) == [("returned", ["person"]), ("verified", ["person", "place", "figures"])]
    assert "Dokumen dan foto: Foto KTP buram." in Message.objects.order_by("pk")[0].body


def test_nothing_is_verified_with_a_point_left_unticked(submitted: Business, coordinator: User):
    for checklist in ([], ["person", "figures"]):
        with pytest.raises(ChecklistIncomplete) as refusal:
            services.verify_business(business=submitted, by=coordinator, checklist=checklist)
        assert "Alamat, kabupaten/kota, dan jenis usahanya cocok" in refusal.value.message
    more = make_business(state=BusinessState.SUBMITTED, nib="9120001234567")
    with pytest.raises(ChecklistIncomplete) as refusal:  # more is there to compare
        services.verify_business(business=more, by=coordinator, checklist=["person", "place", "figures"])
    assert refusal.value.message.endswith("NIB, NPWP, dan izin yang diisi sama dengan dokumennya.")
    submitted.refresh_from_db()
    assert (submitted.state, submitted.verifications.count()) == (BusinessState.SUBMITTED, 0)


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
    message = Message.objects.get(occasion="business_returned")
    assert message.recipient == submitted.owner.user
    assert "Tulis RT/RW." in message.body
    assert "Tanpa tanah?" in message.body
    services.save_draft(business=submitted, by=submitted.owner.user, facts={"address": "Jalan Baru 9 RT 1"})
    submitted.refresh_from_db()
    assert mended_fields(submitted, verification) == {"address"}


def test_nobody_examines_an_own_business(coordinator: User):
    own = make_business(owner=make_cadre(user=coordinator), state=BusinessState.SUBMITTED)
    with pytest.raises(OwnBusiness):
        services.verify_business(business=own, by=coordinator, checklist=list(POINTS))
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
        services.verify_business(business=submitted, by=coordinator, seen=seen, checklist=list(POINTS))
    assert "dikirim ulang pada" in refusal.value.message


def test_verified_business_is_not_withdrawn_or_written(submitted: Business, coordinator: User):
    services.verify_business(business=submitted, by=coordinator, checklist=list(POINTS))
    with pytest.raises(NotWritable) as refusal:
        services.withdraw_business(business=submitted, by=submitted.owner.user)
    assert "sudah diverifikasi oleh Rina S. pada" in refusal.value.message
    with pytest.raises(KeyFixed):
        services.save_draft(business=submitted, by=submitted.owner.user, facts={"name": "Lain"})


def test_another_person_cannot_write_or_withdraw(submitted: Business):
    other = make_cadre().user
    with pytest.raises(NotWritable):
        services.withdraw_business(business=submitted, by=other)
    draft = make_business(state=BusinessState.DRAFT)
    with pytest.raises(NotWritable):
        services.save_draft(business=draft, by=other, facts={"name": "Lain"})
