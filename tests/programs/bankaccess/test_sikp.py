"""The table for SIKP: with standing consent only; the NIK in full for who may, and written down."""

import pytest
from django.urls import reverse

from programs.bankaccess.referrals import consents
from soksi_portal.accounts.choices import Role
from tests import factories as make
from umkm.cadres.identity import masked_stored
from umkm.cadres.models import Unmasking

from .makers import make_product, make_referral

pytestmark = pytest.mark.django_db
URL = "/rujukan/sikp/"


@pytest.fixture
def referral():
    product = make_product()
    found = make_referral(state="received", product=product)
    make_referral(product=product)  # not agreed to
    taken_back = make_referral(state="sent", product=product)
    consents.end_consent(referral=taken_back, by=taken_back.business.owner.user)
    return found


def table(client, referral, **sent):
    response = client.post(URL, {"bank": referral.bank_id, "file_kind": "csv", **sent})
    assert response.status_code == 200
    if not response.streaming:
        return response.content.decode()
    return b"".join(response.streaming_content).decode().splitlines()


def test_masked_for_jamkrindo_with_standing_consent_only(client, referral):
    client.force_login(make.make_user(Role.JAMKRINDO))
    lines = table(client, referral)
    assert len(lines) == 2
    assert masked_stored(referral.business.owner.nik_encrypted) in lines[1]
    assert f"{referral.business.name}" in lines[1]
    assert f"R-{referral.pk}" in lines[1]
    assert "Hanya koordinator provinsi" in table(client, referral, unmasked="on", words="Untuk SIKP bank")
    assert Unmasking.objects.count() == 0


def test_in_full_for_an_admin_and_the_owner_reads_it(client, referral):
    admin = make.make_user(Role.ADMIN)
    client.force_login(admin)
    assert "Tulis dengan singkat" in table(client, referral, unmasked="on")
    lines = table(client, referral, unmasked="on", words="Untuk SIKP bank")
    assert lines[1].split(",")[0].isdigit()
    assert len(lines[1].split(",")[0]) == 16
    told = Unmasking.objects.values_list("cadre", "unmasked_by", "reason", "words")
    assert list(told) == [(referral.business.owner_id, admin.pk, "bank", "Untuk SIKP bank")]


def test_nobody_to_propose_is_said(client):
    client.force_login(make.make_user(Role.ADMIN))
    empty = make_referral()
    assert "Belum ada calon debitur" in table(client, empty)
    assert client.post(URL, {"bank": "\x00", "file_kind": "pdf"}).status_code == 200


def test_excel(client, referral):
    client.force_login(make.make_user(Role.JAMKRINDO))
    response = client.post(reverse("sikp_export"), {"bank": referral.bank_id, "file_kind": "xlsx"})
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_all_banks_in_one_table_bank_by_bank(client, referral):
    other = make_referral(state="sent")
    client.force_login(make.make_user(Role.JAMKRINDO))
    lines = table(client, referral, bank="")
    assert [line.rsplit(",", 2)[1:] for line in lines[1:]] == sorted(
        ([f"R-{one.pk}", one.bank.name] for one in (referral, other)), key=lambda row: row[1]
    )
    assert len(table(client, other)) == 2
