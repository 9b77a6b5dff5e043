"""Key fields of what is verified: asked for, agreed to, decided; the old value stands until then."""

from __future__ import annotations

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_cadre,
    make_evidence,
    make_nomination,
    make_pilot,
    make_province,
    make_regency,
    make_user,
    without_account,
)
from umkm.businesses.changes import errors, services
from umkm.businesses.choices import BusinessState, KeyField, RequestState
from umkm.businesses.models import Business, ChangeRequest
from umkm.cadres.choices import CadreState
from umkm.cadres.identity import nik_hash
from umkm.cadres.models import Cadre
from umkm.cadres.tries import MOST_A_DAY, TooManyTries

pytestmark = pytest.mark.django_db

NIB = "9120001234567"
NIK, TAKEN_NIK = "3273015501900123", "3201015501900999"


def ask(business: Business, field: KeyField, value, **more) -> ChangeRequest:
    more = {"by": business.owner.user, "evidence": make_evidence()} | more
    return services.request_change(
        business=business, field=field, value=value, reason="Merek baru terdaftar.", **more
    )


def coordinator():
    return make_user(Role.COORDINATOR)


def test_old_name_stands_until_it_is_approved():
    business = make_business(name="Keripik Sari")
    change = ask(business, KeyField.NAME, "Keripik Sari Jaya")
    business.refresh_from_db()
    assert (business.name, change.old_value) == ("Keripik Sari", "Keripik Sari")

    decided = services.approve_change(change=change, by=coordinator(), note="Cocok.")

    business.refresh_from_db()
    assert (business.name, decided.state) == ("Keripik Sari Jaya", RequestState.APPROVED)
    assert "Cocok." in Message.objects.get(occasion="change_approved").body


def test_nib_nik_and_owners_name_change_when_approved():
    business = make_business()
    by = coordinator()
    for field, value in ((KeyField.NIB, NIB), (KeyField.NIK, NIK), (KeyField.OWNER_NAME, "Siti Aminah")):
        services.approve_change(change=ask(business, field, value), by=by)
    business = Business.objects.select_related("owner__user").get(pk=business.pk)
    assert business.nib == NIB
    assert bytes(business.owner.nik_hash) == nik_hash(NIK)
    assert (business.owner.full_name, business.owner.user.full_name) == ("Siti Aminah", "Siti Aminah")


def test_nik_is_nowhere_in_clear():
    change = ask(make_business(), KeyField.NIK, NIK)
    assert NIK not in str(ChangeRequest.objects.filter(pk=change.pk).values())
    assert change.new_value.endswith("0123")


def test_move_is_told_to_the_new_province_and_other_requests_go_along():
    business, papua = make_business(), make_province("91")
    there = make_user(Role.COORDINATOR, province=papua)
    name = ask(business, KeyField.NAME, "Nama Baru")
    move = ask(business, KeyField.REGENCY, make_regency(papua))

    services.approve_change(change=move, by=coordinator())

    business.refresh_from_db()
    name.refresh_from_db()
    move.refresh_from_db()
    assert (business.province_id, name.province_id, move.province_id) == ("91", "91", "32")
    assert Message.objects.get(occasion="business_moved_in").recipient == there


def test_new_owner_must_agree_first():
    business, heir = make_business(), make_cadre()
    change = ask(business, KeyField.OWNER, heir)
    assert Message.objects.get(occasion="change_agree").recipient == heir.user
    with pytest.raises(errors.NotAgreed):
        services.approve_change(change=change, by=coordinator())

    services.agree_to_own(change=change, by=heir.user)
    services.approve_change(change=change, by=coordinator())

    business.refresh_from_db()
    assert business.owner == heir
    assert Message.objects.filter(occasion="change_approved").count() == 2  # the old owner and the new one


def test_new_owner_who_declines_ends_the_request():
    business, heir = make_business(), make_cadre()
    change = services.decline_to_own(change=ask(business, KeyField.OWNER, heir), by=heir.user)
    assert change.state == RequestState.REFUSED
    with pytest.raises(errors.NotChangeable):
        services.agree_to_own(change=ask(business, KeyField.OWNER, heir), by=business.owner.user)


def test_what_the_old_owner_asked_never_reaches_the_new_one():
    business, heir = make_business(), make_cadre(full_name="Ahli Waris")
    renamed = ask(business, KeyField.OWNER_NAME, "Nama Pemilik Lama")
    change = ask(business, KeyField.OWNER, heir)
    services.agree_to_own(change=change, by=heir.user)
    services.approve_change(change=change, by=coordinator())
    renamed.refresh_from_db()
    assert renamed.state == RequestState.REFUSED
    with pytest.raises(errors.AlreadyDecided):
        services.approve_change(change=renamed, by=coordinator())
    heir.refresh_from_db()
    assert heir.full_name == "Ahli Waris"


@pytest.mark.parametrize("state", [CadreState.DRAFT, CadreState.SUBMITTED])
def test_only_a_verified_cadre_with_an_account_is_found_by_phone(state):
    found = make_cadre()
    make_cadre(phone="+628123456780", state=state)
    without_account(make_cadre(phone="+628123456781"))
    assert services.find_new_owner(phone=found.phone) == found
    sentences = set()
    for phone in ("+628123456780", "+628123456781", "+628123456789"):
        with pytest.raises(errors.NoSuchCadre) as refusal:
            services.find_new_owner(phone=phone)
        sentences.add(refusal.value.message)
    assert len(sentences) == 1  # the answer tells nothing about who is registered


def test_one_request_waits_for_a_field():
    business = make_business()
    first = ask(business, KeyField.NAME, "Satu")
    assert ask(business, KeyField.NAME, "Satu") == first  # pressed twice
    with pytest.raises(errors.AlreadyAsked):
        ask(business, KeyField.NAME, "Dua")
    services.withdraw_change(change=first, by=business.owner.user)
    assert ask(business, KeyField.NAME, "Dua").state == RequestState.OPEN
    with pytest.raises(errors.AlreadyDecided):
        services.approve_change(change=first, by=coordinator())


def test_persons_name_is_asked_once_through_whichever_business():
    owner = make_cadre()
    ask(make_business(owner=owner), KeyField.OWNER_NAME, "Siti Aminah")
    with pytest.raises(errors.AlreadyAsked):
        ask(make_business(owner=owner), KeyField.OWNER_NAME, "Siti Lain")


def test_taken_numbers_are_refused_when_asked_and_when_approved():
    make_business(nib=NIB, owner=make_cadre(nik=TAKEN_NIK))
    business = make_business()
    with pytest.raises(errors.ValueTaken):
        ask(business, KeyField.NIB, NIB)
    with pytest.raises(errors.ValueTaken):
        ask(business, KeyField.NIK, TAKEN_NIK)
    nib, nik = ask(business, KeyField.NIB, "9120001234568"), ask(business, KeyField.NIK, NIK)
    make_business(nib="9120001234568", owner=make_cadre(nik=NIK))
    for change in (nib, nik):
        with pytest.raises(errors.ValueTaken):
            services.approve_change(change=change, by=coordinator())
        change.refresh_from_db()
        assert change.state == RequestState.OPEN


@pytest.mark.parametrize("field", [KeyField.NAME, KeyField.NIB])
def test_same_value_is_no_change(field):
    business = make_business(name="Sama", nib=NIB)
    with pytest.raises(errors.NothingNew):
        ask(business, field, "Sama" if field == KeyField.NAME else NIB)


@pytest.mark.parametrize("maker", [make_pilot, make_nomination])
def test_tied_business_moves_nowhere(maker):
    business, regency = maker().business, make_regency(make_province("91"))
    with pytest.raises(errors.Tied):
        ask(business, KeyField.REGENCY, regency)
    assert ask(business, KeyField.NAME, "Nama lain boleh").state == RequestState.OPEN


def test_business_proposed_after_the_request_is_not_moved():
    business = make_business()
    change = ask(business, KeyField.REGENCY, make_regency(make_province("91")))
    make_nomination(business=business)
    with pytest.raises(errors.Tied):
        services.approve_change(change=change, by=coordinator())


def test_database_keeps_a_proposed_business_in_its_province():
    business = make_nomination().business
    with pytest.raises(IntegrityError, match="pilots_nominated_stay"):
        Business.objects.filter(pk=business.pk).update(
            state=BusinessState.MERGED, merged_into=make_business()
        )


def test_nobody_decides_on_an_own_request():
    owner = make_cadre(user=coordinator())
    change = ask(make_business(owner=owner), KeyField.NAME, "Nama Baru")
    with pytest.raises(errors.OwnRequest):
        services.approve_change(change=change, by=owner.user)
    heir = make_cadre(user=coordinator())
    offered = ask(make_business(), KeyField.OWNER, heir)
    services.agree_to_own(change=offered, by=heir.user)
    for rule in (services.approve_change, services.refuse_change):
        with pytest.raises(errors.OwnRequest):
            rule(change=offered, by=heir.user, note="Untuk saya.")


def test_refusal_needs_words_and_the_old_value_stands():
    business = make_business(name="Lama")
    change = ask(business, KeyField.NAME, "Baru")
    with pytest.raises(errors.NoteMissing):
        services.refuse_change(change=change, by=coordinator(), note=" ")
    services.refuse_change(change=change, by=coordinator(), note="Fotonya buram.")
    business.refresh_from_db()
    assert business.name == "Lama"
    assert "Fotonya buram." in Message.objects.get(occasion="change_refused").body


def test_only_the_owner_asks_and_only_for_what_stands_still():
    with pytest.raises(errors.NotChangeable):
        ask(make_business(), KeyField.NAME, "Baru", by=make_cadre().user)
    with pytest.raises(errors.NotChangeable):
        ask(make_business(state=BusinessState.RETURNED), KeyField.NAME, "Baru")


@pytest.mark.parametrize("values", [{"new_value": "Palsu"}, {"field": "nib"}, {"reason": "Lain"}])
def test_request_stays_what_it_was(values):
    change = ask(make_business(), KeyField.NAME, "Baru")
    with pytest.raises(Exception, match="Cannot update"):
        ChangeRequest.objects.filter(pk=change.pk).update(**values)


def test_approved_nik_lets_no_other_nik_pass():
    business = make_business()
    change = ask(business, KeyField.NIK, NIK)
    ChangeRequest.objects.filter(pk=change.pk).update(
        state=RequestState.APPROVED, decided_by=coordinator(), decided_at=TransactionNow()
    )
    with pytest.raises(IntegrityError, match="state_keeps_person"):
        Cadre.objects.filter(pk=business.owner_id).update(nik_hash=nik_hash("3273015501900124"))


def test_decision_from_the_shell_without_the_moment_is_refused():
    business = make_business()
    change = ask(business, KeyField.NAME, "Baru")
    ChangeRequest.objects.filter(pk=change.pk).update(
        state=RequestState.APPROVED, decided_by=coordinator(), decided_at=timezone.now()
    )
    with pytest.raises(IntegrityError, match="state_keeps_keys"):
        Business.objects.filter(pk=business.pk).update(name="Baru")


def test_niks_of_others_cannot_be_tried_through():
    make_cadre(nik=TAKEN_NIK)
    business = make_business()
    for _try in range(MOST_A_DAY):
        with pytest.raises(errors.ValueTaken):
            ask(business, KeyField.NIK, TAKEN_NIK)
    for nik in (TAKEN_NIK, NIK):
        with pytest.raises(TooManyTries):
            ask(business, KeyField.NIK, nik)
