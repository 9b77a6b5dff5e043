"""A bank's user reaches its own referrals while the consent stands, each look is written down, and nothing else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.bankaccess.choices import AT_BANK, ReferralState
from programs.bankaccess.models import Opening, Referral
from programs.bankaccess.referrals import consents
from soksi_portal.accounts.choices import Role
from tests import factories as make
from umkm.cadres.models import Cadre

from .makers import bank_user_of, make_answer, make_bank_user, make_product, make_referral

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)
PAGES = ("referral_detail", "referral_file", "referral_withdraw")


@pytest.fixture
def referral():
    return make_referral(state="sent")


def statuses(client, referral, names=PAGES):
    return {name: client.get(reverse(name, args=[referral.pk])).status_code for name in names}


def test_other_banks_and_guessed_numbers_are_not_there(client, referral):
    client.force_login(make_bank_user(make_product().bank))
    assert set(statuses(client, referral).values()) == {404}
    for pk in (0, referral.pk + 999, 10**18):
        assert client.get(f"/rujukan/{pk}/").status_code == 404
    assert client.post(reverse("referral_receive", args=[referral.pk])).status_code == 404
    for step in ("survei", "setuju", "tolak", "cair"):
        assert client.post(reverse("referral_record", args=[referral.pk, step])).status_code == 404
    assert client.get("/rujukan/").context["listing"].rows == []
    referral.refresh_from_db()
    assert (referral.state, Opening.objects.count()) == ("sent", 0)


@pytest.mark.parametrize("state", ["prepared", "consented"])
def test_bank_sees_nothing_before_it_is_sent(client, state):
    referral = make_referral(state=state)
    client.force_login(bank_user_of(referral))
    assert set(statuses(client, referral).values()) == {404}


def test_bank_reaches_nothing_of_the_business_beyond_its_referral(client, referral):
    make_answer(referral.business)
    client.force_login(bank_user_of(referral))
    business = referral.business_id
    for name, args in (
        ("product_match", [business]), ("credit_answer", [business]), ("business_detail", [business]),
        ("statement_pdf", [business]), ("book_detail", [business]), ("bank_list", []), ("sikp_export", []),
        ("bank_detail", [referral.bank_id]), ("credit_answer_file", [referral.business.credit_answers.get().pk]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code in (403, 404), name


def test_each_look_of_the_bank_is_written_down_and_the_owner_reads_it(client, referral):
    user = bank_user_of(referral)
    client.force_login(user)
    assert client.get(reverse("referral_file", args=[referral.pk])).content.startswith(b"%PDF-")
    client.get(referral.get_absolute_url())
    assert list(Opening.objects.values_list("opened_by", "what")) == [(user.pk, "file"), (user.pk, "page")]
    client.force_login(referral.business.owner.user)
    page = client.get(referral.get_absolute_url()).content.decode()
    assert user.full_name in page
    assert "berkas bank" in page
    assert Opening.objects.count() == 2  # her own reading is nobody's matter


@pytest.mark.parametrize("state", list(AT_BANK))
def test_consent_taken_back_shows_the_bank_nothing_more(client, state):
    referral = make_referral(state=state)
    client.force_login(bank_user_of(referral))
    assert client.get(referral.get_absolute_url()).status_code == 200
    consents.end_consent(referral=referral, by=referral.business.owner.user)
    assert set(statuses(client, referral).values()) == {404}
    assert client.get("/rujukan/").context["listing"].rows == []


def test_restricted_person_is_shown_to_no_bank(client, referral):
    client.force_login(bank_user_of(referral))
    Cadre.objects.filter(pk=referral.business.owner_id).update(restricted_at=timezone.now())
    assert set(statuses(client, referral).values()) == {404}


def test_wall_no_look_is_written_without_consent_nor_changed(referral):
    user = bank_user_of(referral)
    consents.note_opening(referral=referral, what="page", by=user)
    for change in (lambda: Opening.objects.update(what="file"), lambda: Opening.objects.all().delete()):
        with pytest.raises(REFUSED), transaction.atomic():
            change()
    other = make_referral()
    with pytest.raises(REFUSED, match="opening_while_consented"), transaction.atomic():
        Opening.objects.create(referral=other, opened_by=bank_user_of(other), what="page")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD, Role.TRAINER])
def test_who_reads_no_figures_sees_no_referral(referral, role):
    assert not Referral.objects.visible_to(make.make_user(role)).exists()


def test_file_is_frozen_when_the_owner_agrees(client):
    referral = make_referral()
    url = reverse("referral_file", args=[referral.pk])
    client.force_login(referral.business.owner.user)
    assert "konsep" in client.get(url)["Content-Disposition"]
    again = make_referral(state="consented")
    client.force_login(again.business.owner.user)
    frozen = client.get(reverse("referral_file", args=[again.pk])).content
    again.business.description = "Sesuatu yang lain"
    again.business.save()
    assert client.get(reverse("referral_file", args=[again.pk])).content == frozen


@pytest.mark.parametrize("role", [Role.JAMKRINDO, Role.BANK, Role.CADRE])
def test_list_costs_the_same_for_one_and_three(client, role, django_assert_num_queries):
    first = make_referral(state="sent")
    user = {
        Role.JAMKRINDO: first.prepared_by,
        Role.BANK: bank_user_of(first),
        Role.CADRE: first.business.owner.user,
    }[role]
    client.force_login(user)
    client.get("/rujukan/")
    with CaptureQueriesContext(connection) as captured:
        assert len(client.get("/rujukan/").context["listing"].rows) == 1
    for _ in range(2):
        make_referral(
            state="sent", product=first.product, business=make.make_business(owner=first.business.owner)
        )
    with django_assert_num_queries(len(captured)):
        assert len(client.get("/rujukan/").context["listing"].rows) == 3


def test_staff_narrow_down_and_export(client, referral):
    make_referral(business=make.make_business(province=make.make_province("91")))
    client.force_login(referral.prepared_by)

    def shown(query: str) -> list[int]:
        return [row.record.pk for row in client.get(f"/rujukan/?{query}").context["listing"].rows]

    assert shown(f"bank={referral.bank_id}") == shown("status=sent") == shown("provinsi=32") == [referral.pk]
    assert len(shown("")) == len(shown("status=aneh&provinsi=%00&urut=<x>")) == 2
    assert shown("tenggat=lewat") == []
    exported = b"".join(client.get("/rujukan/?format=csv").streaming_content).decode()
    assert referral.business.name in exported
    assert str(ReferralState.SENT.label) in exported
    client.force_login(bank_user_of(referral))
    assert "xlsx" not in client.get("/rujukan/").content.decode()
