"""Where a business stands because of nominations, all the way; the waiting list that closes up."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.pilots.services import (
    accept_nomination,
    end_pilot,
    waitlist_nomination,
    withdraw_nomination,
)
from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_nomination, make_phase, make_user
from tests.programs.pilots.makers import offered
from umkm.businesses.models import Business
from umkm.businesses.standing import badges_of, standing_of

pytestmark = pytest.mark.django_db

REASON = "Lengkapi catatan penjualan enam bulan, lalu ajukan lagi."


def label_of(business: Business) -> str:
    """What its page says; a list must say the same."""
    told, badge = standing_of(business), badges_of([business])[business.pk]
    assert (badge.label, badge.tone) == (told.label, told.tone)
    return told.label


def test_standing_follows_the_business_all_the_way():
    business, staff = make_business(), make_user(Role.JAMKRINDO)
    assert label_of(business) == "Terverifikasi"
    first = make_nomination(business=business)
    assert label_of(business) == "Diusulkan"
    withdraw_nomination(nomination=first, by=first.nominated_by)
    assert label_of(business) == "Terverifikasi"
    second = make_nomination(business=business, phase=first.phase)
    waitlist_nomination(nomination=second, by=staff)
    assert (label_of(business), standing_of(business).text[:9]) == ("Daftar tunggu", "Urutan 1.")
    pilot = accept_nomination(nomination=second, by=staff)
    assert (label_of(business), standing_of(business).tone) == ("UMKM percontohan", "good")
    assert standing_of(business).url == pilot.get_absolute_url()
    end_pilot(pilot=pilot, outcome="withdrawn", reason=REASON, by=staff)
    assert label_of(business) == "Mengundurkan diri"


def test_waiting_list_closes_up_behind_who_leaves_it():
    phase, staff = make_phase(), make_user(Role.JAMKRINDO)
    waiting = [make_nomination(phase=phase) for _ in range(4)]
    for one in waiting:
        waitlist_nomination(nomination=one, by=staff)
    accept_nomination(nomination=waiting[0], by=staff)
    withdraw_nomination(nomination=waiting[2], by=waiting[2].nominated_by)
    for one in waiting:
        one.refresh_from_db()
    assert [one.waitlist_rank for one in waiting] == [None, 1, None, 2]


def test_own_list_says_where_each_stands_at_the_same_number_of_queries(client: Client):
    offer = offered(by=make_user(Role.JAMKRINDO))
    owner = offer.nomination.business.owner
    client.force_login(owner.user)
    client.get(reverse("business_list"))  # what a session's first page alone asks
    with CaptureQueriesContext(connection) as for_one:
        assert f"Kursi {offer.seat.number} ditawarkan" in client.get(reverse("business_list")).text
    accepted = make_nomination(business=make_business(owner=owner))
    accept_nomination(nomination=accepted, by=make_user(Role.JAMKRINDO))
    make_nomination(business=make_business(owner=owner))
    with CaptureQueriesContext(connection) as for_three:
        page = client.get(reverse("business_list")).text
    assert [label in page for label in ("UMKM percontohan", "Diusulkan", "ditawarkan")] == [True] * 3
    assert label_of(accepted.business) == "UMKM percontohan"
    assert label_of(offer.nomination.business) == f"Kursi {offer.seat.number} ditawarkan"
    assert len(for_three) == len(for_one)
