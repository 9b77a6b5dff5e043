"""Pages of offers: the owner's answer with and without signing in, what staff do, the history of a seat, a move."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.choices import AnsweredBy, OfferState, PilotOutcome
from programs.pilots.models import Pilot, SeatOffer
from programs.pilots.offers.tokens import READABLE_AFTER, SIGNER, link_path
from programs.pilots.services import decline_offer, end_pilot, move_pilot
from soksi_portal.accounts.home import waiting_for
from soksi_portal.accounts.own_data import held_about
from soksi_portal.outbox.models import Message
from tests.factories import make_cadre, make_phase, make_pilot, make_province

from .makers import REASON, offered
from .pages import messages_of, text

pytestmark = pytest.mark.django_db


def state_of(offer) -> str:
    return SeatOffer.objects.get(pk=offer.pk).state


def test_owner_accepts_without_signing_in_and_looking_answers_nothing(client, staff):
    offer = offered(by=staff)
    client.logout()
    url = link_path(offer)
    page = client.get(url)
    assert (page.status_code, state_of(offer)) == (200, OfferState.OPEN)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"][:7]) == ("same-origin", "noindex")
    answer = client.post(url, {"answer": "ya", "note": ""})
    assert (answer.status_code, answer.url, state_of(offer)) == (302, url, OfferState.ACCEPTED)
    assert "Kursi 1 diterima" in text(client.get(url))
    assert SeatOffer.objects.get().answered_by == AnsweredBy.LINK


def test_owner_who_is_signed_in_declines_and_it_says_so(client, staff):
    offer = offered(by=staff)
    client.force_login(offer.nomination.business.owner.user)
    assert client.get(offer.get_absolute_url()).url == link_path(offer)
    client.post(link_path(offer), {"answer": "tidak", "note": "Toko pindah."})
    offer.refresh_from_db()
    assert (offer.state, offer.answered_by, offer.reason) == ("declined", AnsweredBy.OWNER, "Toko pindah.")
    assert "keluar dari daftar tunggu" in text(client.get(link_path(offer)))


def test_same_answer_again_is_no_mistake_and_another_reads_why_not(client, staff):
    offer = offered(by=staff)
    url = link_path(offer)
    client.post(url, {"answer": "ya"})
    assert client.post(url, {"answer": "ya"}).status_code == 302
    assert "Kursi 1 sudah diterima" in text(client.post(url, {"answer": "tidak"}))
    assert Pilot.objects.active().count() == 1


@pytest.mark.parametrize(
    "sent",
    [{}, {"answer": ""}, {"answer": "mungkin"}, {"answer": "ya\x00"}, {"answer": "ya", "note": "x" * 501}],
)
def test_odd_answer_is_refused_with_a_sentence(client, staff, sent):
    offer = offered(by=staff)
    page = client.post(link_path(offer), sent)
    assert (page.status_code, state_of(offer)) == (200, OfferState.OPEN)
    assert "error-summary" in text(page)


@pytest.mark.parametrize("token", ["x", "1.abc", "9" * 90, "1.é", SIGNER.sign("x"), SIGNER.sign("999999")])
def test_forged_link_opens_nothing(client, token):
    assert client.get(reverse("offer_answer", args=[token])).status_code == 404
    assert client.post(reverse("offer_answer", args=[token]), {"answer": "ya"}).status_code == 404


def test_link_of_another_offer_is_not_made_from_this_one(client, staff):
    offer = offered(by=staff)
    forged = f"{offer.pk + 1}.{SIGNER.sign(str(offer.pk)).split('.')[1]}"
    assert client.get(reverse("offer_answer", args=[forged])).status_code == 404


def test_link_says_that_it_lapsed_and_later_opens_nothing(client, staff, monkeypatch):
    offer = offered(by=staff)
    url, late = link_path(offer), offer.answer_by + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    page = text(client.get(url))
    assert "Batas waktu menjawab sudah lewat" in page
    assert "Kirim jawaban" not in page
    assert "berlaku sampai" in text(client.post(url, {"answer": "ya"}))
    monkeypatch.setattr(timezone, "now", lambda: late + READABLE_AFTER)
    assert client.get(url).status_code == 404


def test_closed_phase_takes_no_answer(client, staff):
    offer = offered(by=staff)
    Phase.objects.update(state=PhaseState.CLOSED)
    assert "tidak sedang dibuka" in text(client.post(link_path(offer), {"answer": "ya"}))
    assert state_of(offer) == OfferState.OPEN


def test_owner_reads_the_offer_first_on_the_start_page(staff):
    offer = offered(by=staff)
    owner = offer.nomination.business.owner.user
    first = waiting_for(owner)[0]
    assert (first.title, first.url) == (
        f"Ada kursi percontohan untuk {offer.nomination.business}",
        link_path(offer),
    )
    assert [len(part.records) for part in held_about(owner) if part.key == "tawaran"] == [1]
    decline_offer(offer=offer, by=owner, how=AnsweredBy.OWNER)
    assert [item for item in waiting_for(owner) if item.action == "Jawab tawaran"] == []


def test_offered_seat_is_no_free_seat_for_staff(staff):
    offered(by=staff)
    assert [item.title for item in waiting_for(staff) if item.action == "Bandingkan"] == []


def test_staff_write_down_what_the_owner_said(client, staff):
    offer = offered(by=staff)
    url = reverse("offer_record", args=[offer.pk])
    assert "Tulis bagaimana pemilik menjawab." in text(client.post(url, {"answer": "ya", "note": ""}))
    response = client.post(url, {"answer": "ya", "note": "Lewat telepon."})
    assert messages_of(client, response) == ["Jawaban pemilik dicatat, dan pemiliknya diberi tahu."]
    offer.refresh_from_db()
    assert (offer.state, offer.ended_by, offer.answered_by) == ("accepted", staff, AnsweredBy.STAFF)


def test_nominator_writes_down_the_answer_too_but_takes_nothing_back(client, staff, coordinator):
    offer = offered(by=staff)
    client.force_login(coordinator)
    assert client.get(reverse("offer_withdraw", args=[offer.pk])).status_code == 403
    client.post(reverse("offer_record", args=[offer.pk]), {"answer": "tidak", "note": "Datang ke kantor."})
    assert state_of(offer) == OfferState.DECLINED


def test_withdrawing_needs_a_reason(client, staff):
    offer = offered(by=staff)
    url = reverse("offer_withdraw", args=[offer.pk])
    assert "paling sedikit 20 huruf" in text(client.post(url, {"reason": "Salah"}))
    client.post(url, {"reason": "Usahanya belum siap mengikuti pelatihan."})
    assert state_of(offer) == OfferState.WITHDRAWN
    assert client.post(url, {"reason": "Usahanya belum siap mengikuti pelatihan."}).status_code == 302


def test_seat_history_shows_everybody_who_sat_and_was_asked(client, staff, django_assert_max_num_queries):
    offer = offered(by=staff, waiting=2)
    decline_offer(offer=offer, by=staff, how=AnsweredBy.STAFF, note="Lewat telepon.")
    gone = Pilot.objects.get()
    with django_assert_max_num_queries(15):
        page = client.get(offer.seat.get_absolute_url())
    assert [stay.pilot for stay in page.context["stays"]] == [gone]
    assert [one.state for one in page.context["offers"]] == ["open", "declined"]
    for words in (gone.business.name, REASON, "Mengundurkan diri", "Lewat telepon."):
        assert words in text(page)


def test_move_keeps_the_pilot_and_both_seats_tell_of_it(client, staff):
    old = make_phase(quota=1)
    pilot = make_pilot(phase=old)
    new = make_phase(quota=1)
    url, left, target = reverse("pilot_move", args=[pilot.pk]), pilot.seat, new.seats.get()
    assert "Pilih kursi yang dituju." in text(client.post(url, {"reason": REASON}))
    response = client.post(url, {"seat": target.pk, "reason": REASON})
    assert response.url == pilot.get_absolute_url()
    pilot.refresh_from_db()
    assert pilot.seat == target
    at_left, at_target = (client.get(seat.get_absolute_url()).context["stays"] for seat in (left, target))
    assert [(stay.pilot, stay.left.to_seat) for stay in at_left] == [(pilot, target)]
    assert [(stay.pilot, stay.came.from_seat, stay.until) for stay in at_target] == [(pilot, left, None)]
    assert f"Pindah ke kursi {target.number}" in text(client.get(pilot.get_absolute_url()))


def test_seat_sat_on_twice_by_one_business_shows_both_stays(client, staff):
    phase = make_phase(quota=2)
    pilot = make_pilot(phase=phase)
    first, second = phase.seats.order_by("number")
    move_pilot(pilot=pilot, to_seat=second, reason=REASON, by=staff)
    moved = {(one.recipient, REASON in one.body) for one in Message.objects.filter(occasion="pilot_moved")}
    assert moved == {(pilot.business.owner.user, True), (pilot.nomination.nominated_by, True)}
    move_pilot(pilot=pilot, to_seat=first, reason=REASON, by=staff)
    end_pilot(pilot=pilot, outcome=PilotOutcome.REPLACED, reason=REASON, by=staff)
    stays = client.get(first.get_absolute_url()).context["stays"]
    assert [(bool(stay.came), bool(stay.left)) for stay in stays] == [(True, False), (False, True)]
    assert client.get(reverse("pilot_move", args=[pilot.pk])).url == pilot.get_absolute_url()


def test_history_and_offer_of_another_province_are_not_there(client, staff, coordinator):
    offer = offered(by=staff)
    elsewhere = make_phase(provinces=[make_province("91")]).seats.first()
    client.force_login(coordinator)
    assert client.get(offer.seat.get_absolute_url()).status_code == 200
    assert client.get(elsewhere.get_absolute_url()).status_code == 404
    client.force_login(make_cadre().user)
    assert client.get(offer.get_absolute_url()).status_code == 404
