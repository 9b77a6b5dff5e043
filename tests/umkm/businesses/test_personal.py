"""Masked numbers are read by few, for a reason, and their owner sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.common.encryption import blind_index, decrypt, encrypt, is_current
from tests import factories as make
from tests.soksi_portal.common.test_encryption import NEW, OLD
from umkm.businesses.models import Business
from umkm.businesses.personal.unmasking import unmask_npwp
from umkm.cadres.choices import SecretField, UnmaskReason
from umkm.cadres.identity import nik_columns
from umkm.cadres.models import Cadre, Unmasking
from umkm.cadres.rights.unmasking import NothingToUnmask, UnmaskRefused, Why, WordsMissing, unmask_nik

pytestmark = pytest.mark.django_db

NIK, NPWP = "3273015501900001", "0012345678901234"
WHY = Why(UnmaskReason.EXAMINING, "Nama di KTP berbeda satu huruf")


def registered() -> Business:
    owner = make.make_cadre(nik=NIK)
    return make.make_business(
        owner=owner, npwp_encrypted=encrypt(NPWP), npwp_hash=blind_index(NPWP, purpose="npwp")
    )


def test_unmask_by_coordinator_and_admin_is_written_down():
    business = registered()
    coordinator, admin = make.make_user(Role.COORDINATOR), make.make_user(Role.ADMIN)
    assert unmask_nik(cadre=business.owner, by=coordinator, why=WHY) == NIK
    assert unmask_npwp(business=business, by=admin, why=WHY) == NPWP
    assert list(
        Unmasking.objects.order_by("pk").values_list("cadre", "field", "subject_ref", "unmasked_by", "words")
    ) == [
        (business.owner_id, "nik", "", coordinator.pk, WHY.words),
        (business.owner_id, "npwp", f"business:{business.pk}", admin.pk, WHY.words),
    ]


@pytest.mark.parametrize("role", [Role.BOARD, Role.JAMKRINDO, Role.TRAINER, Role.BANK, Role.CADRE])
def test_unmask_by_others_is_refused(role: Role):
    business = registered()
    with pytest.raises(UnmaskRefused):
        unmask_nik(cadre=business.owner, by=make.make_user(role), why=WHY)
    assert not Unmasking.objects.exists()


def test_unmask_by_the_coordinator_of_another_province_is_refused():
    other = make.make_user(Role.COORDINATOR, province=make.make_province("91"))
    with pytest.raises(UnmaskRefused):
        unmask_npwp(business=registered(), by=other, why=WHY)


def test_unmask_without_words_or_number_is_refused():
    business, admin = registered(), make.make_user(Role.ADMIN)
    with pytest.raises(WordsMissing):
        unmask_nik(cadre=business.owner, by=admin, why=Why(UnmaskReason.EXAMINING, "  ya "))
    with pytest.raises(NothingToUnmask):
        unmask_nik(cadre=make.make_cadre(nik=""), by=admin, why=WHY)


def test_database_keeps_who_read_a_number():
    unmask_nik(cadre=registered().owner, by=make.make_user(Role.ADMIN), why=WHY)
    for attempt in (lambda: Unmasking.objects.update(words="lain"), lambda: Unmasking.objects.all().delete()):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
            attempt()


def test_page_reveals_by_post_only_and_no_cache_keeps_it(client: Client):
    business, coordinator = registered(), make.make_user(Role.COORDINATOR)
    client.force_login(coordinator)
    address = reverse("cadre_unmask", args=[business.pk, "nik"])
    asked = client.get(address, {"reason": "examining", "words": WHY.words})
    assert NIK not in asked.content.decode()
    refused = client.post(address, {"reason": "", "words": "Halo\x00"})
    assert (refused.status_code, NIK in refused.content.decode()) == (200, False)
    assert not Unmasking.objects.exists()
    shown = client.post(address, {"reason": "examining", "words": WHY.words})
    assert NIK in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    client.force_login(business.owner.user)
    own = client.get(reverse("my_data")).content.decode()
    assert WHY.words in own
    assert coordinator.full_name in own
    assert (NIK in own, "••••••••••••0001" in own) == (False, True)


def test_page_of_a_wrong_field_or_record_is_not_found(client: Client):
    client.force_login(make.make_user(Role.ADMIN))
    assert client.get(reverse("cadre_unmask", args=[registered().pk, "sandi"])).status_code == 404
    assert client.get(reverse("cadre_unmask", args=[10**12, "nik"])).status_code == 404


# --- renewing keys


@pytest.fixture
def keys(settings: Any) -> Any:
    settings.PERSONAL_DATA_KEYS = [OLD]
    return settings


def renewed(keys: Any, *words: str) -> str:
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    call_command("renew_personal_data_keys", *words)
    keys.PERSONAL_DATA_KEYS = [NEW]  # the old one is taken out
    return NEW


def test_renew_puts_all_numbers_under_the_new_key_without_a_trace_in_the_trail(keys: Any):
    business = registered()
    trail = (business.owner.events.count(), business.events.count())
    renewed(keys)
    business = Business.objects.select_related("owner").get(pk=business.pk)
    assert decrypt(business.owner.nik_encrypted) == NIK
    assert decrypt(business.npwp_encrypted) == NPWP
    assert is_current(business.owner.nik_encrypted)
    assert (business.owner.events.count(), business.events.count()) == trail


def test_renew_goes_on_where_it_was_stopped(keys: Any, capsys: Any):
    cadres = [make.make_cadre() for _ in range(3)]
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    Cadre.objects.filter(pk=cadres[0].pk).update(nik_encrypted=encrypt(NIK))
    kept = bytes(Cadre.objects.get(pk=cadres[0].pk).nik_encrypted or b"")
    renewed(keys)
    assert "kader: nik_encrypted: 2 baris" in capsys.readouterr().out
    assert bytes(Cadre.objects.get(pk=cadres[0].pk).nik_encrypted or b"") == kept
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    call_command("renew_personal_data_keys")
    assert "kader: nik_encrypted: 0 baris" in capsys.readouterr().out


def test_renew_names_rows_that_no_key_opens(keys: Any, capsys: Any):
    lost, found = make.make_cadre(), make.make_cadre(nik=NIK)
    Cadre.objects.filter(pk=lost.pk).update(nik_encrypted=b"\x09" + b"x" * 40)
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match="1 baris"):
        call_command("renew_personal_data_keys")
    assert str(lost.pk) in capsys.readouterr().err
    assert is_current(Cadre.objects.get(pk=found.pk).nik_encrypted or b"")


def test_renew_index_matches_under_the_new_key(keys: Any):
    business = registered()
    trail = business.owner.events.count()
    keys.BLIND_INDEX_KEY = "kunci indeks yang lain"
    call_command("renew_personal_data_keys", "--index")
    business = Business.objects.select_related("owner").get(pk=business.pk)
    assert bytes(business.owner.nik_hash or b"") == blind_index(NIK, purpose="nik")
    assert bytes(business.npwp_hash or b"") == blind_index(NPWP, purpose="npwp")
    assert business.owner.events.count() == trail


def test_renew_index_names_a_number_that_came_in_twice(keys: Any, capsys: Any):
    first = make.make_cadre(nik=NIK)
    keys.BLIND_INDEX_KEY = "kunci indeks yang lain"
    second = make.make_cadre(nik=NIK)  # under the new key nobody knows it
    with pytest.raises(CommandError):
        call_command("renew_personal_data_keys", "--index")
    assert str(first.pk) in capsys.readouterr().err
    assert Cadre.objects.get(nik_hash=nik_columns(NIK)["nik_hash"]) == second
    assert {field.value for field in SecretField} == {"nik", "npwp"}


@pytest.mark.parametrize("page", ["business_detail", "verification_detail"])
def test_pages_of_a_business_show_numbers_masked_to_whom_may_read_them(client: Client, page: str):
    business = registered()
    address = reverse(page, args=[business.pk])
    link = reverse("cadre_unmask", args=[business.pk, "npwp"])
    for role, seen in ((Role.COORDINATOR, True), (Role.BOARD, False)):
        client.force_login(make.make_user(role))
        shown = client.get(address).content.decode()
        assert (link in shown, "••••••••••••0001" in shown, NIK in shown) == (seen, seen, False)
