"""Where a business stands because of nominations, all the way; the waiting list that closes up."""

import pytest

from programs.pilots.services import (
    accept_nomination,
    end_pilot,
    waitlist_nomination,
    withdraw_nomination,
)
from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_nomination, make_phase, make_user
from umkm.businesses.standing import standing_of

pytestmark = pytest.mark.django_db

REASON = "Lengkapi catatan penjualan enam bulan, lalu ajukan lagi."


def test_standing_follows_the_business_all_the_way():
    business, staff = make_business(), make_user(Role.JAMKRINDO)
    assert standing_of(business).label == "Terverifikasi"
    first = make_nomination(business=business)
    assert standing_of(business).label == "Diusulkan"
    withdraw_nomination(nomination=first, by=first.nominated_by)
    assert standing_of(business).label == "Terverifikasi"
    second = make_nomination(business=business, phase=first.phase)
    waitlist_nomination(nomination=second, by=staff)
    assert (standing_of(business).label, standing_of(business).text[:9]) == ("Daftar tunggu", "Urutan 1.")
    pilot = accept_nomination(nomination=second, by=staff)
    assert (standing_of(business).label, standing_of(business).tone) == ("UMKM percontohan", "good")
    assert standing_of(business).url == pilot.get_absolute_url()
    end_pilot(pilot=pilot, outcome="withdrawn", reason=REASON, by=staff)
    assert standing_of(business).label == "Mengundurkan diri"


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
