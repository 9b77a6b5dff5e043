"""Who was verified and finds a mistake in the own name or NIK comes to an end, whichever way is taken."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_cadre, make_evidence, make_user
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import ChangeRequest
from umkm.cadres.choices import CadreState, DataRequestKind
from umkm.cadres.identity import nik_hash
from umkm.cadres.models import Cadre
from umkm.cadres.rights.services import ask

pytestmark = pytest.mark.django_db
NIK = "3273015501900123"


def corrected(client: Client, cadre: Cadre, start: str, coordinator: Client) -> Cadre:
    """From the page `start` through the request with evidence to the decision."""
    chosen = client.get(start, follow=True)
    page = chosen.content.decode()
    assert "?isian=owner_name" in page
    assert "?isian=nik" in page
    address = chosen.request["PATH_INFO"]
    for field, value in (("owner_name", "Siti Rahmawati"), ("nik", NIK)):
        typed = {"value": value, "reason": "Salah ketik.", "evidence": make_evidence()}
        assert client.post(f"{address}?isian={field}", typed).status_code == 302
    for change in ChangeRequest.objects.order_by("pk"):
        assert coordinator.get(change.get_absolute_url()).status_code == 200
        assert coordinator.get(reverse("document_file", args=[change.evidence_id])).status_code == 200
        coordinator.post(reverse("change_decide", args=[change.pk]), {"seen": "on"})
    cadre.refresh_from_db()
    return cadre


@pytest.fixture
def coordinator() -> Client:
    client = Client()
    client.force_login(make_user(Role.COORDINATOR))
    return client


@pytest.mark.parametrize("state", [BusinessState.VERIFIED, BusinessState.SUBMITTED, BusinessState.DRAFT])
def test_member_corrects_name_and_nik_from_the_own_data(client: Client, coordinator: Client, state: str):
    business = make_business(state=state)
    client.force_login(business.owner.user)
    page = client.get(reverse("my_data_correct")).content.decode()
    assert f'href="{reverse("change_own")}"' in page
    cadre = corrected(client, business.owner, reverse("change_own"), coordinator)
    assert (cadre.full_name, bytes(cadre.nik_hash or b"")) == ("Siti Rahmawati", nik_hash(NIK))


def test_admin_answers_with_a_way_that_ends(client: Client, coordinator: Client):
    cadre = make_business().owner
    asked = ask(user=cadre.user, kind=DataRequestKind.CORRECT, words="Nama saya Siti Rahmawati.")
    client.force_login(make_user(Role.ADMIN))
    address = reverse("data_request_detail", args=[asked.pk])
    answer = client.get(address).context["form"]["answer"].value()
    assert reverse("change_own") in answer
    client.post(address, {"answer": answer})
    assert reverse("change_own") in Message.objects.get(occasion="data_request_answer").body
    client.force_login(cadre.user)
    assert reverse("change_own") in client.get(reverse("own_request_list")).content.decode()
    cadre = corrected(client, cadre, reverse("change_own"), coordinator)
    assert cadre.full_name == "Siti Rahmawati"


def test_admin_is_told_that_an_unverified_member_mends_it_alone(client: Client):
    cadre = make_cadre(state=CadreState.DRAFT)
    asked = ask(user=cadre.user, kind=DataRequestKind.CORRECT, words="Nama saya salah.")
    client.force_login(make_user(Role.ADMIN))
    answer = client.get(reverse("data_request_detail", args=[asked.pk])).context["form"]["answer"].value()
    assert reverse("my_data_correct") in answer
    client.force_login(cadre.user)
    assert client.get(reverse("change_own")).url == reverse("my_data_correct")  # type: ignore[attr-defined]


def test_verified_member_without_a_business_is_led_through_a_draft(client: Client, coordinator: Client):
    cadre = make_cadre()
    client.force_login(cadre.user)
    answer = client.get(reverse("change_own"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("business_create")
    assert "Usahanya tidak perlu dikirim." in answer.content.decode()
    make_business(owner=cadre, state=BusinessState.DRAFT)
    assert corrected(client, cadre, reverse("change_own"), coordinator).full_name == "Siti Rahmawati"


def test_way_leads_through_a_verified_business_where_there_is_one(client: Client):
    cadre = make_cadre()
    make_business(owner=cadre, state=BusinessState.DRAFT)
    verified = make_business(owner=cadre)
    client.force_login(cadre.user)
    assert client.get(reverse("change_own")).url == reverse("change_create", args=[verified.pk])  # type: ignore[attr-defined]


def test_evidence_of_a_draft_stays_with_its_request(client: Client):
    business = make_business(state=BusinessState.DRAFT)
    client.force_login(business.owner.user)
    typed = {"value": "Siti Rahmawati", "reason": "Salah ketik.", "evidence": make_evidence()}
    client.post(reverse("change_create", args=[business.pk]) + "?isian=owner_name", typed)
    evidence = ChangeRequest.objects.get().evidence_id
    for role in (Role.BANK, Role.TRAINER, Role.JAMKRINDO, Role.BOARD):
        client.force_login(make_user(role))
        assert client.get(reverse("document_file", args=[evidence])).status_code in (403, 404)
    client.force_login(make_cadre().user)
    assert client.get(reverse("document_file", args=[evidence])).status_code == 404
