"""Whether a business can be examined follows the owner's card, in one index; what waits is read, not counted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.common.display import figure
from tests.factories import make_business, make_cadre, make_province, make_user
from umkm.businesses.desk import DESKS, claim_next
from umkm.businesses.memberships import verify_membership
from umkm.businesses.models import Business, BusinessEvent
from umkm.businesses.waiting import businesses_waiting
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre, CadreTally

pytestmark = pytest.mark.django_db

DESK = DESKS["usaha"]
TICKED = ("identity", "member", "reachable")


@pytest.fixture
def coordinator():
    return make_user(Role.COORDINATOR, province=make_province())


def is_ready(business) -> bool:
    return Business.objects.values_list("owner_ready", flat=True).get(pk=business.pk)


def test_card_verified_makes_its_businesses_examinable(coordinator):
    card = make_cadre(state=CadreState.SUBMITTED)
    business = make_business(owner=card, state="submitted")
    assert not is_ready(business)
    assert claim_next(DESK, by=coordinator, narrowed=lambda rows: rows) is None
    before = BusinessEvent.objects.count()
    verify_membership(cadre=card, by=coordinator, checklist=TICKED)
    assert is_ready(business)
    assert BusinessEvent.objects.count() == before  # nothing about the business itself has changed
    assert claim_next(DESK, by=coordinator, narrowed=lambda rows: rows) == business


def test_restriction_and_another_owner_are_followed():
    verified, waiting = make_cadre(), make_cadre(state=CadreState.SUBMITTED)
    business = make_business(owner=verified, state="draft")
    assert is_ready(business)
    Cadre.objects.filter(pk=verified.pk).update(restricted_at=timezone.now())
    assert not is_ready(business)
    Cadre.objects.filter(pk=verified.pk).update(restricted_at=None)
    assert is_ready(business)
    Business.objects.filter(pk=business.pk).update(owner=waiting)
    assert not is_ready(business)


def test_start_page_tells_what_waits_from_kept_numbers(coordinator):
    for _ in range(3):
        make_business(owner=make_cadre(state=CadreState.SUBMITTED), state="submitted")
    title = next(iter(businesses_waiting(coordinator))).title
    assert figure(3) in title
    assert title.startswith("3 usaha dan 3 kartu anggota")
    with CaptureQueriesContext(connection) as asked:
        list(businesses_waiting(coordinator))
    assert not any("COUNT(" in query["sql"] for query in asked.captured_queries)


def test_tally_of_cadres_follows_every_change():
    card = make_cadre(state=CadreState.SUBMITTED)
    assert CadreTally.objects.totals()["32"]["submitted"] == 1
    Cadre.objects.filter(pk=card.pk).update(restricted_at=timezone.now())
    assert CadreTally.objects.totals()["32"]["submitted"] == 0
    CadreTally.objects.fold()
    assert not CadreTally.objects.exists()
