"""An owner agrees to be proposed, takes it back, or signs a paper; nobody else does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from programs.pilots.consents.services import (
    ask_consent,
    give_consent,
    record_paper_consent,
    withdraw_consent,
)
from programs.pilots.errors import NotConsenting
from programs.pilots.models import NominationConsent, Pilot
from programs.pilots.services.eligibility import consent_of
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import waiting_for
from soksi_portal.accounts.own_data import held_about
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
    without_account,
)
from tests.reviewing import make_consent
from umkm.businesses.choices import BusinessState
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.models import ConsentText

from .makers import told
from .pages import messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def text():
    return ConsentText.objects.create(
        version="usulan-1", purpose=ConsentPurpose.NOMINATION, body="Isi", valid_from=timezone.now()
    )


def test_owner_agrees_once_to_the_text_in_force(text):
    business = make_business()
    owner = business.owner.user
    consent = give_consent(business=business, by=owner)
    assert (consent.text, consent.recorded_by, consent.signed_on) == (text, owner, None)
    assert give_consent(business=business, by=owner) == consent
    section = next(one for one in held_about(owner) if one.key == "persetujuan_usulan")
    assert [record.title for record in section.records] == [business.name]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD, Role.ADMIN, Role.CADRE])
def test_nobody_agrees_for_an_owner_with_an_account(role):
    business, other = make_business(), make_user(role)
    for rule in (give_consent, lambda **who: record_paper_consent(signed_on=timezone.localdate(), **who)):
        with pytest.raises(NotConsenting):
            rule(business=business, by=other)
    with pytest.raises(DatabaseError, match="nomination_consent_of_owner"), transaction.atomic():
        NominationConsent.objects.create(
            business=business, owner=business.owner, text_id="usulan-1", recorded_by=other
        )


def test_unverified_business_waits_with_its_consent():
    business = make_business(state=BusinessState.SUBMITTED)
    with pytest.raises(NotConsenting, match="terverifikasi"):
        give_consent(business=business, by=business.owner.user)


def test_paper_speaks_for_an_owner_without_account():
    business = make_business(owner=without_account(make_cadre()))
    coordinator = make_user(Role.COORDINATOR, province=business.province)
    with pytest.raises(NotConsenting, match="belum tiba"):
        record_paper_consent(
            business=business, signed_on=timezone.localdate() + timedelta(days=2), by=coordinator
        )
    foreign = make_user(Role.COORDINATOR, province=make_province("91"))
    with pytest.raises(NotConsenting, match="Hanya koordinator"):
        record_paper_consent(business=business, signed_on=timezone.localdate(), by=foreign)
    consent = record_paper_consent(business=business, signed_on=timezone.localdate(), by=coordinator)
    assert consent.recorded_by == coordinator
    assert withdraw_consent(business=business, by=coordinator) == 0


def test_consent_to_another_text_is_none():
    business = make_business()
    ConsentText.objects.create(version="9", body="Isi", valid_from=timezone.now())
    with pytest.raises(DatabaseError, match="nomination_consent_of_owner"), transaction.atomic():
        NominationConsent.objects.create(
            business=business, owner=business.owner, text_id="9", recorded_by=business.owner.user
        )


def test_withdrawn_consent_takes_open_proposals_along_and_leaves_a_seat():
    nomination = make_nomination()
    business = nomination.business
    assert withdraw_consent(business=business, by=business.owner.user) == 1
    nomination.refresh_from_db()
    assert (nomination.state, nomination.decision_reason) == ("withdrawn", "Pemilik menarik persetujuannya.")
    assert told()[-1] == ("consent_withdrawn", nomination.nominated_by.full_name)
    pilot = make_pilot()
    assert withdraw_consent(business=pilot.business, by=pilot.business.owner.user) == 0
    assert Pilot.objects.active().get() == pilot
    with pytest.raises(NotConsenting, match="Tidak ada persetujuan"):
        withdraw_consent(business=business, by=business.owner.user)


def test_only_the_owner_takes_it_back():
    nomination = make_nomination()
    with pytest.raises(NotConsenting, match="Hanya pemilik"):
        withdraw_consent(business=nomination.business, by=nomination.nominated_by)


@pytest.mark.parametrize(
    ("wall", "change"),
    [
        ("nomination_consent_stays|Cannot update", {"given_at": timezone.now()}),
        ("nomination_consent_ends_once|Cannot update", {"withdrawn_at": None}),
    ],
)
def test_given_consent_is_not_rewritten(wall, change):
    consent = make_consent(make_business())
    rows = NominationConsent.objects.filter(pk=consent.pk)
    rows.update(withdrawn_at=timezone.now())
    with pytest.raises(DatabaseError, match=wall), transaction.atomic():
        rows.update(**change)
    with pytest.raises(DatabaseError, match=r"keep_nomination_consent|Cannot delete"), transaction.atomic():
        consent.delete()


def test_owner_is_asked_once_a_phase_and_finds_it_on_the_start_page():
    phase, business = make_phase(), make_business()
    coordinator = make_user(Role.COORDINATOR, province=business.province)
    owner = business.owner.user
    assert ask_consent(business=business, phase=phase, by=coordinator)
    assert not ask_consent(business=business, phase=phase, by=coordinator)
    assert told() == [("consent_asked", owner.full_name)]
    (item,) = [one for one in waiting_for(owner) if one.action == "Baca dan jawab"]
    assert item.url == reverse("nomination_consent", args=[business.pk])
    give_consent(business=business, by=owner)
    assert not [one for one in waiting_for(owner) if one.action == "Baca dan jawab"]
    with pytest.raises(NotConsenting, match="sudah menyetujui"):
        ask_consent(business=business, phase=phase, by=coordinator)


def test_page_of_the_owner_agrees_and_takes_back(client):
    business = make_business()
    url = reverse("nomination_consent", args=[business.pk])
    client.force_login(business.owner.user)
    client.post(url, {"tindakan": "setuju"})
    assert consent_of(business) is not None
    client.post(url, {"tindakan": "tarik"})
    assert consent_of(business) is None
    response = client.post(url, {"tindakan": "\x00"})
    assert messages_of(client, response)[-1] == "Pilih salah satu jawabannya."


def test_page_of_the_coordinator_asks_or_records_a_paper(client, coordinator):
    make_phase()
    asked = make_business()
    url = reverse("nomination_consent", args=[asked.pk])
    assert messages_of(client, client.post(url, {"tindakan": "minta"})) == [
        f"{asked.owner} menerima pesan dan menjawab di portal."
    ]
    assert "sudah ditanya" in messages_of(client, client.post(url, {"tindakan": "minta"}))[-1]
    client.post(url, {"tindakan": "setuju"})  # not the coordinator's to give
    assert consent_of(asked) is None
    paper = make_business(owner=without_account(make_cadre()))
    url = reverse("nomination_consent", args=[paper.pk])
    refused = client.post(url, {"tindakan": "catat", "signed_on": "kemarin"})
    assert refused.status_code == 200
    assert set(refused.context["form"].errors) == {"signed_on", "seen"}
    sent = {"tindakan": "catat", "signed_on": timezone.localdate().isoformat(), "seen": "on"}
    assert client.post(url, sent).status_code == 302
    assert consent_of(paper).signed_on == timezone.localdate()
