"""Choosing a business, proposing it, taking it back."""

import pytest
from django.urls import reverse

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.models import Nomination
from programs.pilots.services import decline_nomination
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)
from tests.reviewing import make_consent
from umkm.businesses.choices import BusinessState

from .pages import MOTIVATION, REASON, messages_of, sheet, text

pytestmark = pytest.mark.django_db


def test_coordinator_proposes_a_business(client, coordinator):
    business = make_business()
    phase = make_phase()
    make_consent(business)
    url = f"{reverse('nomination_create')}?usaha={business.pk}"
    assert client.get(url).status_code == 200
    response = client.post(url, {"phase": phase.pk, "motivation": MOTIVATION, **sheet(phase)})
    nomination = Nomination.objects.get()
    assert (response.status_code, response.url) == (302, nomination.get_absolute_url())
    assert (nomination.business, nomination.nominated_by) == (business, coordinator)
    assert set(nomination.scores.values_list("score", flat=True)) == {4}


def test_short_motivation_is_kept_and_explained(client, coordinator):
    business = make_business()
    phase = make_phase()
    response = client.post(
        f"{reverse('nomination_create')}?usaha={business.pk}",
        {"phase": phase.pk, "motivation": "Bagus sekali"},
    )
    assert response.status_code == 200
    assert "Tulis paling sedikit 40 huruf. Anda menulis 12." in text(response)
    assert "Bagus sekali" in text(response)
    assert not Nomination.objects.exists()


def test_candidates_are_those_who_could_be_proposed_now(client, coordinator):
    phase = make_phase()
    wanted = make_business(name="Keripik Bu Siti")
    make_business(state=BusinessState.SUBMITTED)
    make_business(province=make_province("91"), owner=make_cadre(province=make_province("91")))
    make_business(owner=make_cadre(user=coordinator))
    make_nomination(phase=phase)
    make_pilot(phase=phase)
    earlier = make_phase()
    make_pilot(phase=earlier)
    Phase.objects.filter(pk=earlier.pk).update(state=PhaseState.CLOSED)
    declined = make_nomination(phase=phase)
    decline_nomination(nomination=declined, by=make_user(Role.JAMKRINDO), reason=REASON)
    listed = [row.record for row in client.get(reverse("candidate_list")).context["listing"].rows]
    assert set(listed) == {wanted, declined.business}
    found = client.get(reverse("candidate_list"), {"cari": "keripik"}).context["listing"].rows
    assert [row.record for row in found] == [wanted]


def test_board_finds_candidates_only_where_nobody_coordinates(client):
    client.force_login(make_user(Role.BOARD))
    papua = make_province("91")
    make_phase(provinces=[make_province(), papua])
    make_user(Role.COORDINATOR, province=make_province())
    coordinated, wanted = make_business(), make_business(province=papua, owner=make_cadre(province=papua))
    listed = [row.record for row in client.get(reverse("candidate_list")).context["listing"].rows]
    assert listed == [wanted]
    create = f"{reverse('nomination_create')}?usaha="
    assert client.get(f"{create}{wanted.pk}").status_code == 200
    refused = client.get(f"{create}{coordinated.pk}")
    assert refused.status_code == 403
    assert "punya koordinator sendiri" in text(refused)


def test_business_of_another_province_cannot_be_proposed(client, coordinator):
    papua = make_province("91")
    make_phase(provinces=[papua])
    foreign = make_business(province=papua, owner=make_cadre(province=papua))
    url = f"{reverse('nomination_create')}?usaha={foreign.pk}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"motivation": MOTIVATION}).status_code == 404


@pytest.mark.parametrize("wanted", ["", "abc", "-1", "1.5", "²", "9" * 30, "\x00", "🙂"])
def test_odd_business_in_the_address_leads_back_to_the_choice(client, coordinator, wanted):
    response = client.get(reverse("nomination_create"), {"usaha": wanted})
    assert (response.status_code, response.url) == (302, reverse("candidate_list"))


def requirements(client, business) -> dict[str, str]:
    context = client.get(f"{reverse('nomination_create')}?usaha={business.pk}").context
    missing = {one.title: one.refusal for one in context["requirements"] if one.refusal}
    assert context["is_eligible"] == (not missing)
    return missing


def test_page_says_before_typing_what_a_proposal_lacks(client, coordinator):
    phase = make_phase()
    assert requirements(client, make_consent(make_business()).business) == {}
    unverified = make_consent(make_business(state=BusinessState.SUBMITTED)).business
    assert requirements(client, unverified) == {
        "Usahanya terverifikasi": "Usaha ini belum terverifikasi, jadi belum dapat diusulkan."
    }
    own = requirements(client, make_consent(make_business(owner=make_cadre(user=coordinator))).business)
    assert list(own) == ["Bukan usaha Anda sendiri"]
    pilot = make_pilot(phase=phase)
    assert list(requirements(client, pilot.business)) == [
        "Belum diusulkan dalam tahap ini",
        "Tidak sedang menempati kursi",
    ]
    Phase.objects.filter(pk=phase.pk).update(state=PhaseState.CLOSED)
    assert requirements(client, make_consent(make_business()).business) == {
        "Tahap sedang dibuka dan provinsinya ikut": "Tidak ada tahap yang sedang dibuka untuk Jawa Barat."
    }


def test_motivation_is_kept_when_somebody_else_was_faster(client, coordinator):
    first = make_nomination(nominated_by=make_user(Role.BOARD, full_name="Siti Aminah"))
    url = f"{reverse('nomination_create')}?usaha={first.business_id}"
    sent = {"phase": first.phase_id, "motivation": MOTIVATION, **sheet(first.phase)}
    page = text(client.post(url, sent))
    assert "sudah diusulkan oleh Siti Aminah" in page
    assert MOTIVATION in page
    assert Nomination.objects.count() == 1


def test_withdrawal_by_the_nominating_side(client, coordinator):
    nomination = make_nomination(nominated_by=coordinator)
    url = reverse("nomination_withdraw", args=[nomination.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "withdrawn"
    assert "sudah ditarik oleh" in messages_of(client, client.post(url, {}))[-1]
