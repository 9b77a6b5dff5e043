"""A membership is examined: verified or returned with reasons, told to its member, and walled in the database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.encryption import decrypt
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_cadre,
    make_document,
    make_province,
    make_user,
    without_account,
)
from umkm.businesses.choices import BusinessState
from umkm.businesses.claims import claim
from umkm.businesses.errors import HeldByAnother
from umkm.businesses.memberships import verify_membership
from umkm.businesses.models import Claim
from umkm.cadres.choices import CadreState
from umkm.cadres.membership import (
    CARD_POINTS,
    CardReasonMissing,
    ChecklistIncomplete,
    MembershipDecided,
    MembershipIncomplete,
    OwnMembership,
    fingerprint,
    latest_card_return,
    return_cadre,
    verify_cadre,
)
from umkm.cadres.models import Cadre, CadreRemark, CadreVerification, Unmasking
from umkm.cadres.services import NotOwnCard, submit_cadre

pytestmark = pytest.mark.django_db

TICKS = {"identity": "on", "member": "on", "reachable": "on"}


@pytest.fixture
def coordinator() -> User:
    return make_user(Role.COORDINATOR, full_name="Rina S.")


@pytest.fixture
def card() -> Cadre:
    return make_cadre(state=CadreState.SUBMITTED)


def test_verified_member_is_told_once(card: Cadre, coordinator: User):
    decision = verify_cadre(cadre=card, by=coordinator, checklist=list(CARD_POINTS))
    card.refresh_from_db()
    assert (card.state, card.verified_by) == ("verified", coordinator)
    assert decision.checklist == ["identity", "member", "reachable"]
    message = Message.objects.get()
    assert (message.occasion, message.recipient) == ("cadre_verified", card.user)
    with pytest.raises(MembershipDecided) as refusal:
        verify_cadre(cadre=card, by=make_user(Role.COORDINATOR), checklist=list(CARD_POINTS))
    assert "sudah diverifikasi oleh Rina S. pada" in refusal.value.message


def test_returned_member_mends_and_sends_again(card: Cadre, coordinator: User):
    return_cadre(cadre=card, by=coordinator, reasons={"card": "Foto buram.", "nik": ""}, note="Terima kasih.")
    card.refresh_from_db()
    assert card.state == CadreState.RETURNED
    assert {row.field: row.text for row in latest_card_return(card).remarks.all()} == {"card": "Foto buram."}
    message = Message.objects.get()
    assert (message.occasion, message.recipient) == ("cadre_returned", card.user)
    assert "Kartu anggota: Foto buram." in message.body
    assert reverse("membership") in message.body
    card = submit_cadre(cadre=card, by=card.user)
    assert card.state == CadreState.SUBMITTED
    assert latest_card_return(card) is None
    verify_cadre(cadre=card, by=coordinator, checklist=list(CARD_POINTS))
    assert list(Message.objects.order_by("pk").values_list("state", "revision")) == [
        ("cancelled", 1),
        ("pending", 2),
    ]


def test_return_needs_a_reason_for_a_known_field(card: Cadre, coordinator: User):
    with pytest.raises(CardReasonMissing):
        return_cadre(cadre=card, by=coordinator, reasons={"nik": ""})
    with pytest.raises(ValueError, match="membership"):
        return_cadre(cadre=card, by=coordinator, reasons={"shoe_size": "?"})


def test_nobody_examines_the_own_membership(coordinator: User):
    own = make_cadre(user=coordinator, state=CadreState.SUBMITTED)
    with pytest.raises(OwnMembership):
        verify_cadre(cadre=own, by=coordinator, checklist=list(CARD_POINTS))
    with pytest.raises(OwnMembership):
        return_cadre(cadre=own, by=coordinator, reasons={"nik": "?"})


def test_nobody_is_verified_without_a_nik(coordinator: User):
    with pytest.raises(MembershipIncomplete):
        verify_cadre(
            cadre=make_cadre(state=CadreState.SUBMITTED, nik=""), by=coordinator, checklist=list(CARD_POINTS)
        )


def test_nobody_is_verified_with_a_point_left_unticked(card: Cadre, coordinator: User):
    for checklist in ([], ["identity", "reachable"]):
        with pytest.raises(ChecklistIncomplete) as refusal:
            verify_cadre(cadre=card, by=coordinator, checklist=checklist)
        assert "Kartu atau nomor anggotanya tercatat di SOKSI" in refusal.value.message
    card.refresh_from_db()
    assert (card.state, card.verifications.count()) == (CadreState.SUBMITTED, 0)


def test_data_mended_since_they_were_read_must_be_read_again(card: Cadre, coordinator: User):
    seen = fingerprint(card)
    Cadre.objects.filter(pk=card.pk).update(membership_number="SK99")
    with pytest.raises(MembershipDecided) as refusal:
        verify_cadre(cadre=card, by=coordinator, seen=seen, checklist=list(CARD_POINTS))
    assert "berubah sejak Anda membukanya" in refusal.value.message


def test_only_the_member_submits_and_a_second_time_changes_nothing(card: Cadre):
    with pytest.raises(NotOwnCard):
        submit_cadre(cadre=card, by=make_cadre().user)
    since = card.state_since
    assert submit_cadre(cadre=card, by=card.user).state_since == since


def test_member_without_an_account_is_verified_silently(coordinator: User):
    card = without_account(make_cadre(state=CadreState.SUBMITTED))
    verify_cadre(cadre=card, by=coordinator, checklist=list(CARD_POINTS))
    assert not Message.objects.exists()


# --- walls ---------------------------------------------------------------------------------------


def refused(change) -> None:
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        change()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("draft", "verified"),
        ("draft", "returned"),
        ("verified", "draft"),
        ("returned", "draft"),
        ("submitted", "draft"),
    ],
)
def test_step_that_leaves_one_out_is_refused(old: str, new: str):
    card = make_cadre(state=old)
    refused(lambda: Cadre.objects.filter(pk=card.pk).update(state=new, state_since=timezone.now()))


def test_decision_without_its_record_is_refused(card: Cadre, coordinator: User):
    rows = Cadre.objects.filter(pk=card.pk)
    for state in (CadreState.VERIFIED, CadreState.RETURNED):
        refused(
            lambda state=state: rows.update(state=state, state_since=timezone.now(), verified_by=coordinator)
        )


def test_own_decision_is_refused_by_the_database(card: Cadre):
    at = timezone.now()
    CadreVerification.objects.create(cadre=card, decision="verified", decided_by=card.user, decided_at=at)
    rows = Cadre.objects.filter(pk=card.pk)
    refused(lambda: rows.update(state="verified", state_since=at, verified_by=card.user))


def test_nobody_enters_as_verified(card: Cadre):
    fields = {"regency": card.regency, "province": card.province, "phone": "+6281299999999"}
    refused(lambda: Cadre.objects.create(full_name="Lain", state="verified", **fields))


def test_decisions_are_neither_changed_nor_deleted(card: Cadre, coordinator: User):
    decision = return_cadre(cadre=card, by=coordinator, reasons={"nik": "Salah."})
    refused(lambda: CadreVerification.objects.update(note="lain"))
    refused(lambda: CadreRemark.objects.update(text="lain"))
    refused(decision.remarks.get().delete)


# --- pages ---------------------------------------------------------------------------------------


def test_card_is_examined_on_its_page_and_the_next_follows(client: Client, card: Cadre, coordinator: User):
    other = make_cadre(state=CadreState.SUBMITTED)
    client.force_login(coordinator)
    assert (
        "Nama dan NIK sama dengan KTP"
        in client.get(reverse("cadre_verification", args=[card.pk])).content.decode()
    )
    address = reverse("cadre_verification_accept", args=[card.pk])
    half = client.post(address, {"identity": "on"}).content.decode()
    assert "Centang setelah Anda memeriksanya" in half
    done = client.post(address, {**TICKS, "seen": fingerprint(card), "next": "1"})
    assert done["Location"] == reverse("cadre_verification", args=[other.pk])
    assert CadreVerification.objects.get().checklist == ["identity", "member", "reachable"]
    assert Claim.objects.get().cadre == other


def test_card_is_returned_on_its_page_and_mended_by_its_member(
    client: Client, card: Cadre, coordinator: User
):
    client.force_login(coordinator)
    address = reverse("cadre_verification_return", args=[card.pk])
    assert "paling sedikit pada satu isian" in client.post(address, {}).content.decode()
    client.post(address, {"membership_number": "Tidak ada di daftar."})
    client.force_login(card.user)
    assert "Kartu anggota Anda perlu diperbaiki" in client.get(reverse("home")).content.decode()
    own = reverse("membership")
    assert "Tidak ada di daftar." in client.get(own).content.decode()
    wrong = client.post(own, {"nik": "123", "membership_number": "SK32000777"}).content.decode()
    assert 'value="SK32000777"' in wrong
    assert (
        "dikirim lagi" in client.post(own, {"membership_number": "SK32000777"}, follow=True).content.decode()
    )
    card.refresh_from_db()
    assert (card.state, card.membership_number) == ("submitted", "SK32000777")


def test_card_that_another_holds_is_not_decided(card: Cadre, coordinator: User):
    claim(record=card, by=make_user(Role.COORDINATOR))
    with pytest.raises(HeldByAnother):
        verify_membership(cadre=card, by=coordinator, checklist=list(CARD_POINTS))


def test_card_is_examined_where_the_businesses_lie_elsewhere(client: Client, card: Cadre, coordinator: User):
    elsewhere = make_province("11")
    make_business(owner=card, province=elsewhere, state="submitted")
    paper = make_document(kind="ktp", cadre=card)
    client.force_login(coordinator)
    page = client.get(reverse("cadre_verification", args=[card.pk])).content.decode()
    assert reverse("document_thumb", args=[paper.pk]) in page
    unmask = reverse("card_unmask", args=[card.pk])
    assert unmask in page
    answer = client.post(unmask, {"reason": "examining", "words": "Mencocokkan dengan KTP."})
    assert Unmasking.objects.get().cadre == card
    assert decrypt(card.nik_encrypted) in answer.content.decode()
    client.force_login(make_user(Role.COORDINATOR, province=elsewhere))
    assert client.post(unmask, {"reason": "examining", "words": "Ingin tahu."}).status_code == 404


def test_card_of_another_province_or_not_sent_is_not_found(client: Client, card: Cadre, coordinator: User):
    client.force_login(make_user(Role.COORDINATOR, province=make_province("91")))
    for name in ("cadre_verification", "cadre_verification_accept", "cadre_verification_return"):
        address = reverse(name, args=[card.pk])
        assert (client.get if name == "cadre_verification" else client.post)(address).status_code == 404
    client.force_login(coordinator)
    draft = make_cadre(state=CadreState.DRAFT)
    assert client.get(reverse("cadre_verification", args=[draft.pk])).status_code == 404


def test_queue_of_cards_costs_the_same_for_one_and_for_three(client: Client, card: Cadre, coordinator: User):
    client.force_login(coordinator)
    address = reverse("cadre_queue")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    later = [make_cadre(state=CadreState.SUBMITTED) for _ in range(2)]
    for cadre in later:
        make_business(owner=cadre, state=BusinessState.SUBMITTED)
        claim(record=cadre, by=make_user(Role.COORDINATOR))
    with CaptureQueriesContext(connection) as three:
        page = client.get(address)
    assert [row.record for row in page.context["listing"].rows] == [card, *later]
    assert len(three) == len(one)
