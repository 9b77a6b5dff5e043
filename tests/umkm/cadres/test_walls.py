"""What the database keeps of members and their consents, past every service."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from tests.factories import make_cadre
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre, Consent, ConsentText

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent() -> Consent:
    text = ConsentText.objects.create(version="1", body="Saya setuju.", valid_from=timezone.now())
    return Consent.objects.create(user=make_cadre().user, text=text)


def refused(change) -> None:
    with pytest.raises(InternalError, match="pgtrigger: Cannot"), transaction.atomic():
        change()


@pytest.mark.parametrize("state", [CadreState.SUBMITTED, CadreState.RETURNED, CadreState.VERIFIED])
def test_member_who_was_sent_is_never_deleted(state):
    cadre = make_cadre(state=state)
    refused(Cadre.objects.filter(pk=cadre.pk).delete)


def test_draft_of_a_member_goes():
    make_cadre(state=CadreState.DRAFT).delete()
    assert not Cadre.objects.exists()


def test_text_that_people_consented_to_stays(consent):
    refused(lambda: ConsentText.objects.update(body="Saya setuju dengan semuanya."))
    refused(ConsentText.objects.create(version="2", body="…", valid_from=timezone.now()).delete)


def test_consent_is_withdrawn_once_and_never_deleted(consent):
    now = timezone.now()
    refused(consent.delete)
    refused(lambda: Consent.objects.update(given_at=now - timedelta(days=400)))
    assert Consent.objects.update(withdrawn_at=now) == 1
    refused(lambda: Consent.objects.update(withdrawn_at=None))
