"""Whatever the outbox has come to know of a person goes with the person, also what its own walls keep still."""

from __future__ import annotations

import pytest
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.choices import Channel, ReportKind
from soksi_portal.outbox.models import AddressTrouble, DeliveryReport
from soksi_portal.outbox.retention import drop_old_texts
from tests.factories import make_cadre, make_user
from tests.soksi_portal.outbox.makers import bring_to
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.rights import services as rights

pytestmark = pytest.mark.django_db

NAME = "Kembangsari"


@pytest.fixture
def user():
    return make_cadre(full_name=NAME).user


def erase(user):
    request = rights.ask(user=user, kind=DataRequestKind.ERASE)
    erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")


def test_what_was_told_of_a_message_goes(user):
    message = bring_to("sent", recipient=user, title=f"Halo {NAME}")
    DeliveryReport.objects.create(
        message=message, kind=ReportKind.BOUNCED, at=timezone.now(), event_id="1", detail=f"550 {NAME}"
    )
    erase(user)
    message.refresh_from_db()
    assert (message.title, message.body) == ("(dihapus)", "(dihapus)")
    assert message.reports.get().detail == "(dihapus)"


def test_a_text_that_was_dropped_by_age_stays_dropped(user, settings):
    message = bring_to("sent", recipient=user)
    settings.OUTBOX_TEXT_MONTHS = 0
    drop_old_texts(now=timezone.now())
    erase(user)
    message.refresh_from_db()
    assert (message.title, message.body, message.address) == ("(dihapus)", "", "")


def test_two_addresses_that_took_nothing_go(user):
    for address in ("lama@uji.test", "baru@uji.test"):
        AddressTrouble.objects.create(user=user, channel=Channel.EMAIL, address=address, reason=f"550 {NAME}")
    erase(user)
    told = AddressTrouble.objects.filter(user=user).values_list("address", "reason", "end_reason").distinct()
    assert list(told) == [("", "(dihapus)", "(dihapus)")]
    assert not AddressTrouble.objects.filter(user=user, ended_at=None).exists()
