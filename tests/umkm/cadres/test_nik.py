"""A NIK belongs to one person, and stands still once it is examined."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from soksi_portal.accounts.choices import Role
from soksi_portal.common.encryption import decrypt
from tests import factories as make
from tests.parallel import in_parallel
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre
from umkm.cadres.services import NikFixed, NikTaken, NotOwnCard, set_nik
from umkm.cadres.tries import MOST_A_DAY, TooManyTries

NIK = "3273015501900001"  # a woman of Bandung, born on 15 January 1990


def of(cadre: Cadre) -> str:
    cadre.refresh_from_db()
    return decrypt(cadre.nik_encrypted) if cadre.nik_encrypted else ""


def unexamined(**fields: object) -> Cadre:
    return make.make_cadre(state=CadreState.DRAFT, nik="", **fields)


@pytest.mark.django_db
def test_set_nik_keeps_it_encrypted_with_what_it_tells():
    cadre = unexamined()
    set_nik(cadre=cadre, nik="3273 0155 0190 0001", by=cadre.user)
    assert of(cadre) == NIK
    assert cadre.sex == "p"
    assert NIK.encode() not in bytes(cadre.nik_encrypted)


@pytest.mark.django_db
def test_set_nik_may_be_corrected_until_it_is_examined():
    cadre = unexamined()
    set_nik(cadre=cadre, nik=NIK, by=cadre.user)
    set_nik(cadre=cadre, nik="3273011501900002", by=cadre.user)
    assert (of(cadre), cadre.sex) == ("3273011501900002", "l")
    Cadre.objects.filter(pk=cadre.pk).update(state=CadreState.SUBMITTED)
    set_nik(cadre=cadre, nik=NIK, by=cadre.user)
    assert of(cadre) == NIK


@pytest.mark.django_db
def test_set_nik_of_a_verified_cadre_is_refused_unless_it_is_the_same():
    cadre = make.make_cadre(nik=NIK)
    set_nik(cadre=cadre, nik=NIK, by=cadre.user)
    with pytest.raises(NikFixed) as refusal:
        set_nik(cadre=cadre, nik="3273011501900002", by=cadre.user)
    assert refusal.value.field == "nik"
    assert of(cadre) == NIK


@pytest.mark.django_db
def test_set_nik_of_a_cadre_verified_without_one_is_kept_once():
    cadre = make.make_cadre(nik="")
    set_nik(cadre=cadre, nik=NIK, by=cadre.user)
    assert of(cadre) == NIK
    with pytest.raises(NikFixed):
        set_nik(cadre=cadre, nik="3273011501900002", by=cadre.user)


@pytest.mark.django_db
def test_set_nik_of_somebody_else_names_the_way_out_but_not_whose_it_is():
    other = make.make_cadre(nik=NIK, full_name="Siti Rahmawati")
    cadre = unexamined()
    with pytest.raises(NikTaken) as refusal:
        set_nik(cadre=cadre, nik=NIK, by=cadre.user)
    assert "koordinator" in refusal.value.message
    assert other.full_name not in refusal.value.message
    assert of(cadre) == ""


@pytest.mark.django_db
def test_set_nik_by_another_person_is_refused():
    cadre, coordinator = unexamined(), make.make_user(Role.COORDINATOR)
    with pytest.raises(NotOwnCard):
        set_nik(cadre=cadre, nik=NIK, by=coordinator)


@pytest.mark.django_db
def test_set_nik_that_cannot_be_one_changes_nothing():
    cadre = unexamined()
    with pytest.raises(ValidationError):
        set_nik(cadre=cadre, nik="3273013201900001\x00", by=cadre.user)
    assert of(cadre) == ""


@pytest.mark.django_db(transaction=True)
def test_set_nik_by_two_at_once_gives_it_to_one():
    cadres = [unexamined() for _ in range(4)]
    answers = in_parallel(lambda cadre: set_nik(cadre=cadre, nik=NIK, by=cadre.user).pk, cadres)
    assert sorted(type(answer).__name__ for answer in answers) == ["int", "str", "str", "str"]
    assert [answer for answer in answers if isinstance(answer, str)] == ["NikTaken"] * 3
    assert Cadre.objects.exclude(nik_hash=None).count() == 1


@pytest.mark.django_db
def test_niks_of_others_cannot_be_tried_through():
    """After some tries the answer is the same for a NIK that is registered and one that is not."""
    make.make_cadre(nik=NIK)
    cadre = unexamined()
    for _try in range(MOST_A_DAY):
        with pytest.raises(NikTaken):
            set_nik(cadre=cadre, nik=NIK, by=cadre.user)
    for nik in (NIK, "3273011501900002"):
        with pytest.raises(TooManyTries):
            set_nik(cadre=cadre, nik=nik, by=cadre.user)
    assert of(cadre) == ""
