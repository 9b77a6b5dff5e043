"""An erased person is found nowhere; the totals and the trail stay."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import ReasonMissing
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from tests import factories as make
from tests.parallel import in_parallel
from tests.umkm.businesses.leftovers import where_found, where_stored
from umkm.businesses.choices import BusinessState, DocumentKind
from umkm.businesses.models import Business, BusinessTally, ChangeRequest, Document, Verification
from umkm.cadres.choices import CadreDecision, DataRequestKind, SecretField, UnmaskReason
from umkm.cadres.erasure import StillNeeded, erase_person, obstacles_of
from umkm.cadres.forgetting import forget_ended_messages, forget_sessions
from umkm.cadres.identity import nik_columns
from umkm.cadres.models import Cadre, CadreVerification, Consent, ConsentText, DataRequest, Erasure, Unmasking
from umkm.cadres.rights import services
from umkm.cadres.rights.unmasking import NothingToUnmask, Why, unmask_nik

pytestmark = pytest.mark.django_db

NAME, PHONE, EMAIL = "Sutrisnawati Kembangsari", "+6281299887766", "sutrisnawati@uji.test"
SHOP, STREET, NIB, NUMBER = "Kripik Kembangsari", "Gang Mawar Kembangsari 7", "1234567890123", "KSARI778"
TRACES = ("kembangsari", "81299887766", "sutrisnawati", NIB, NUMBER.lower())
WHY = Why(UnmaskReason.EXAMINING, "Mencocokkan dengan KTP Kembangsari")


@pytest.fixture
def admin() -> User:
    return make.make_user(Role.ADMIN)


def make_person(admin: User) -> Cadre:
    """Somebody of whom something is held wherever something can be held."""
    user = make.make_user(Role.CADRE, full_name=NAME, email=EMAIL, phone=PHONE)
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    cadre = make.make_cadre(user=user, phone=PHONE, membership_number=NUMBER)
    text = ConsentText.objects.get_or_create(
        version="1", defaults={"body": "Isi", "valid_from": timezone.now()}
    )[0]
    Consent.objects.create(user=user, text=text)
    CadreVerification.objects.create(
        cadre=cadre, decision=CadreDecision.VERIFIED, note=f"{NAME} dikenal", decided_by=admin
    )
    business = make.make_business(
        owner=cadre, name=SHOP, address=STREET, description=f"Kripik buatan {NAME}", nib=NIB,
        npwp_encrypted=nik_columns("3273015501900001")["nik_encrypted"], npwp_hash=b"x" * 16,
        latitude="-6.9", longitude="107.6",
    )  # fmt: skip
    Business.objects.filter(pk=business.pk).update(description=f"Kripik singkong {NAME}")  # more in the trail
    Verification.objects.create(
        business=business, decision="verified", note=f"Rumah {NAME} didatangi", decided_by=admin
    )
    make.make_business(owner=cadre, name=f"{SHOP} Dua", state=BusinessState.DRAFT, address=STREET)
    Document.objects.create(
        business=business, kind=DocumentKind.PHOTO, file="photo/a.jpg", sha256="0" * 64, size=1, width=1,
        height=1, uploaded_by=user,
    )  # fmt: skip
    ChangeRequest.objects.create(
        business=business, province=business.province, field="name", old_value=SHOP, new_value=f"{SHOP} Jaya",
        reason=f"Kata {NAME}", requested_by=user,
    )  # fmt: skip
    unmask_nik(cadre=cadre, by=admin, why=WHY)
    enqueue(occasion="uji", subject_ref="uji:1", recipient=user, title=f"Halo {NAME}", body=SHOP)
    enqueue(
        occasion="uji",
        subject_ref=f"business:{business.pk}",
        recipient=admin,
        title=SHOP,
        body=f"Milik {NAME}",
    )
    return cadre


def asked_to_erase(cadre: Cadre) -> DataRequest:
    return services.ask(user=cadre.user, kind=DataRequestKind.ERASE, words=f"Saya {NAME}, hapuslah")


def totals() -> list[Any]:
    BusinessTally.objects.fold()
    rows = BusinessTally.objects.exclude(measure=BusinessState.DRAFT)
    return sorted(rows.values_list("province", "measure", "amount"))


def test_erase_person_leaves_no_trace_but_the_totals(admin: User):
    cadre = make_person(admin)
    before, nik_hash = totals(), bytes(cadre.nik_hash or b"")
    assert {line.split(": ")[1] for line in where_found(TRACES)} == set(TRACES)  # they are there to be found
    assert where_stored([nik_hash])
    erasure = erase_person(request=asked_to_erase(cadre), by=admin, reason="Permintaan sendiri lewat telepon")
    Message.objects.filter(occasion="data_erased").update(
        state=MessageState.SENDING, lease="0" * 32, leased_until=timezone.now()
    )
    Message.objects.filter(occasion="data_erased").update(
        state=MessageState.SENT,
        sent_at=timezone.now(),
        handed_over_at=timezone.now(),
        ended_at=timezone.now(),
    )
    forget_ended_messages()
    assert where_found([*TRACES, nik_hash.hex()]) == []
    assert where_stored([nik_hash]) == []
    assert totals() == before
    counts = {what: number for what, number in erasure.counts.items() if number}
    assert counts == {"messages": 1, "messages_to_others": 1, "businesses": 1, "drafts": 1, "documents": 1}


def test_erase_person_closes_the_account_and_keeps_states(admin: User):
    cadre = make_person(admin)
    business = Business.objects.get(owner=cadre, state=BusinessState.VERIFIED)
    erase_person(request=asked_to_erase(cadre), by=admin, reason="Permintaan sendiri")
    for record in (cadre, cadre.user, business):
        record.refresh_from_db()
    assert (cadre.user.is_active, cadre.user.has_usable_password(), cadre.user.email) == (False, False, None)
    assert not EmailAddress.objects.filter(user=cadre.user).exists()
    assert not cadre.user.role_grants.filter(ended_at=None).exists()
    assert (cadre.state, cadre.sex, cadre.phone, cadre.nik_encrypted) == ("verified", "p", None, None)
    assert (business.state, business.has_bank_loan, business.nib) == (BusinessState.VERIFIED, False, None)
    assert not Consent.objects.filter(user=cadre.user, withdrawn_at=None).exists()
    assert not DataRequest.objects.open().exists()
    assert [entry.user for entry in DataRequest.objects.all()] == [cadre.user]


def test_erase_person_says_farewell_to_the_old_address(admin: User):
    cadre = make_person(admin)
    erase_person(request=asked_to_erase(cadre), by=admin, reason="Permintaan sendiri")
    farewell = Message.objects.get(occasion="data_erased")
    assert (farewell.address, farewell.state) == (EMAIL, MessageState.PENDING)


def test_erase_person_is_refused_while_a_seat_or_a_proposal_holds_the_business(admin: User):
    pilot, nomination = make.make_pilot(), make.make_nomination()
    for business in (pilot.business, nomination.business):
        asked = services.ask(user=business.owner.user, kind=DataRequestKind.ERASE)
        with pytest.raises(StillNeeded) as refusal:
            erase_person(request=asked, by=admin, reason="Permintaan sendiri")
        assert business.name in refusal.value.message
        business.owner.refresh_from_db()
        assert business.owner.erased_at is None


def test_erase_person_of_staff_is_refused(admin: User):
    user = make.make_user(Role.TRAINER)
    assert "Pengguna" in obstacles_of(user)[0]


def test_erase_person_without_a_membership(admin: User):
    user = make.make_user(full_name=NAME, email=EMAIL)
    erase_person(
        request=services.ask(user=user, kind=DataRequestKind.ERASE), by=admin, reason="Permintaan sendiri"
    )
    user.refresh_from_db()
    assert (user.full_name, user.email, user.is_active) == ("Data dihapus", None, False)


@pytest.mark.parametrize("reason", ["", "  ", "ya"])
def test_erase_person_needs_a_reason(admin: User, reason: str):
    asked = services.ask(user=make.make_cadre().user, kind=DataRequestKind.ERASE)
    with pytest.raises(ReasonMissing):
        erase_person(request=asked, by=admin, reason=reason)


def test_erase_person_by_the_person_is_refused(admin: User):
    asked = services.ask(user=admin, kind=DataRequestKind.ERASE)
    with pytest.raises(services.OwnRequest):
        erase_person(request=asked, by=admin, reason="Permintaan sendiri")


def test_forget_sessions_ends_those_of_the_person_only():
    one, other = make.make_user(), make.make_user()
    for user in (one, one, other):
        Client().force_login(user)
    assert forget_sessions(one.pk) == 2
    assert Session.objects.count() == 1
    assert forget_sessions(one.pk) == 0


@pytest.mark.django_db(transaction=True)
def test_erase_person_by_two_at_once_erases_once():
    admins = [make.make_user(Role.ADMIN) for _ in range(3)]
    asked = asked_to_erase(make_person(admins[0]))

    def erase(admin: User) -> str:
        try:
            erase_person(request=asked, by=admin, reason="Permintaan sendiri")
        except RuleViolation as refusal:
            return type(refusal).__name__
        return "erased"

    assert sorted(in_parallel(erase, admins)) == ["RequestEnded", "RequestEnded", "erased"]
    assert (Erasure.objects.count(), Message.objects.filter(occasion="data_erased").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_unmask_during_an_erasure_is_written_down_or_finds_nothing():
    admin = make.make_user(Role.ADMIN)
    cadre = make_person(admin)
    asked = asked_to_erase(cadre)

    def act(which: int) -> str:
        if which == 0:
            erase_person(request=asked, by=admin, reason="Permintaan sendiri")
            return "erased"
        try:
            return unmask_nik(cadre=cadre, by=admin, why=WHY)
        except NothingToUnmask:
            return "nothing"

    answers = in_parallel(act, range(4))
    assert answers[0] == "erased"
    read = sum(len(answer) == 16 for answer in answers[1:])
    assert read + answers.count("nothing") == 3
    assert Unmasking.objects.filter(field=SecretField.NIK).count() == 1 + read
    assert set(Unmasking.objects.values_list("words", flat=True)) == {"(dihapus)"}
