"""What waits on `/beranda/` for each side, and what a business's story tells."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.choices import PilotOutcome
from programs.pilots.graduation.services import graduate_pilot
from programs.pilots.services import (
    accept_nomination,
    decline_nomination,
    end_pilot,
    waitlist_nomination,
    withdraw_nomination,
)
from programs.pilots.story import events, standing
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import waiting_for
from soksi_portal.accounts.models import User
from tests.factories import make_business, make_nomination, make_phase, make_province, make_user
from tests.programs.pilots.embryo import make_ready
from tests.reviewing import make_reviews

from .makers import REASON, nominate

pytestmark = pytest.mark.django_db


def waits(user, *actions: str) -> list[str]:
    return [item.title for item in waiting_for(user) if item.action in actions]


def test_staff_see_how_many_wait_and_free_seats_with_a_waiting_list(staff):
    phase = make_phase(quota=1)
    pilot = make_ready(phase=phase)
    for _ in range(2):
        make_nomination(phase=phase)
    assert waits(staff, "Putuskan", "Bandingkan") == ["2 usulan menunggu keputusan"]
    waitlist_nomination(nomination=make_nomination(phase=phase), by=staff)
    graduate_pilot(pilot=pilot, by=staff)
    assert waits(staff, "Putuskan", "Bandingkan") == [
        "2 usulan menunggu keputusan",
        "Kursi kosong di Jawa Barat, dan ada yang menunggu",
    ]
    Phase.objects.filter(pk=phase.pk).update(state=PhaseState.CLOSED)
    assert waits(staff, "Putuskan", "Bandingkan") == []
    assert waits(staff, "Jawab") == ["2 usulan belum dijawab, padahal tahapnya sudah ditutup"]


def test_coordinator_is_asked_only_for_the_own_province_and_only_while_somebody_lacks(coordinator):
    phase = make_phase(provinces=[make_province(), make_province("91")])
    assert waits(coordinator, "Pilih calon") == ["2 kursi masih kosong di Jawa Barat"]
    make_nomination(phase=phase)
    assert waits(coordinator, "Pilih calon") == ["2 kursi masih kosong di Jawa Barat"]
    make_nomination(phase=phase)
    assert waits(coordinator, "Pilih calon") == []


def test_board_is_asked_where_nobody_coordinates(coordinator):
    make_phase(provinces=[make_province(), make_province("91")])
    assert waits(make_user(Role.BOARD), "Pilih calon") == ["2 kursi masih kosong di Papua"]


def test_owner_sees_where_the_proposal_is(staff):
    nomination = make_nomination()
    owner = nomination.business.owner.user
    (item,) = [item for item in waiting_for(owner) if item.url == nomination.get_absolute_url()]
    assert item.title == f"{nomination.business} diusulkan menjadi percontohan"
    waitlist_nomination(nomination=nomination, by=staff)
    (item,) = [item for item in waiting_for(owner) if item.url == nomination.get_absolute_url()]
    assert item.text == "Di urutan 1 daftar tunggu."
    decline_nomination(nomination=nomination, by=staff, reason=REASON)
    assert not [item for item in waiting_for(owner) if item.url == nomination.get_absolute_url()]


@pytest.mark.parametrize("role", [Role.JAMKRINDO, Role.BOARD, Role.COORDINATOR])
def test_query_count_does_not_grow_with_provinces(role):
    codes = ("32", "91", "11", "73")
    phase = make_phase(provinces=[make_province(code) for code in codes], quota=4)
    user = make_user(role)

    def grow(code: str) -> None:
        make_nomination(phase=phase, province=make_province(code))

    def queries() -> int:
        fresh = User.objects.get(pk=user.pk)  # nothing cached on the person
        with CaptureQueriesContext(connection) as captured:
            waiting_for(fresh)
        return len(captured)

    grow("32")
    first = queries()
    for code in codes[1:]:
        grow(code)
    assert queries() <= first  # less once every province has a coordinator


def story(business) -> list[str]:
    return [event.title for event in sorted(events(business), key=lambda event: event.at)]


def test_story_tells_every_step_from_proposal_to_end(staff):
    business, phase = make_business(), make_phase(name="Tahap 2026")
    assert standing(business).action == "Baca dan jawab"
    nomination = nominate(business, phase=phase)
    make_reviews(nomination, scores=[3, 4])
    assert standing(business).label == "Diusulkan"
    waitlist_nomination(nomination=nomination, by=staff)
    assert (standing(business).label, standing(business).text.split(".")[0]) == ("Daftar tunggu", "Urutan 1")
    pilot = accept_nomination(nomination=nomination, by=staff)
    assert standing(business).text.startswith("Menempati kursi 1.")
    end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff)
    assert standing(business).label == "Digantikan"
    assert story(business) == [
        "Diusulkan menjadi UMKM percontohan, Tahap 2026",
        "Masuk daftar tunggu, urutan 1",
        "Diterima sebagai UMKM percontohan",
        "Percontohan berakhir: digantikan",
    ]


def test_declined_business_reads_the_reason_and_may_come_again(staff):
    nomination = make_nomination()
    business = nomination.business
    decline_nomination(nomination=nomination, by=staff, reason=REASON)
    assert standing(business).label == "Belum terpilih"
    assert [event.text for event in events(business)][-1] == REASON
    again = nominate(business, phase=nomination.phase)
    assert standing(business).label == "Diusulkan"
    withdraw_nomination(nomination=again, by=again.nominated_by)
    assert standing(business).label == "Belum terpilih"
    assert story(business)[-1] == "Usulan ditarik"
