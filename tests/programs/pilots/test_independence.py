"""Nobody decides on what is one's own or one's proposal; nobody signs what somebody else put in; the restricted are left alone."""

import re
from datetime import timedelta

import pghistory.models
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from programs.pilots.choices import AnsweredBy, Declaration
from programs.pilots.consents.services import withdraw_consent
from programs.pilots.errors import ConflictDeclared, NotNominable
from programs.pilots.exceptions.services import decide_exception
from programs.pilots.models import Draft, EligibilityException, Nomination, Pilot, SeatOffer
from programs.pilots.reviews.services import declare_interest, save_sheet
from programs.pilots.services import (
    accept_nomination,
    accept_offer,
    decline_nomination,
    decline_offer,
    draft_decision,
    open_draft,
    publish_draft,
    waitlist_nomination,
)
from programs.pilots.services.ranking import move_on_waiting_list
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_nomination, make_phase, make_pilot, make_user
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.models import Cadre
from umkm.cadres.rights import services as rights

from .makers import REASON, offered, scores_of, wait_in_line
from .pages import text

pytestmark = pytest.mark.django_db


def restrict(*businesses) -> None:
    owners = [business.owner_id for business in businesses]
    Cadre.objects.filter(pk__in=owners).update(restricted_at=timezone.now())


def test_withdrawn_consent_ends_the_offer_and_the_next_is_asked():
    offer = offered(by=make_user(Role.JAMKRINDO), waiting=2)
    business = offer.nomination.business
    assert withdraw_consent(business=business, by=business.owner.user) == 1
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("withdrawn", "Pemilik menarik persetujuannya.")
    assert SeatOffer.objects.open().get().nomination.business != business


@pytest.mark.parametrize("decide", [accept_nomination, waitlist_nomination, decline_nomination])
def test_nominator_does_not_decide_whatever_other_role(decide):
    both = make_user(Role.JAMKRINDO)
    nomination = make_nomination(nominated_by=both)
    more = {"reason": REASON} if decide is decline_nomination else {}
    with pytest.raises(ConflictDeclared, match="Anda yang mengusulkan"):
        decide(nomination=nomination, by=both, **more)
    with pytest.raises(ConflictDeclared):
        draft_decision(nomination=nomination, answer="seat", by=both)


def test_conflicted_prepares_no_decision():
    nomination, related = make_nomination(reviewed=False), make_user(Role.JAMKRINDO)
    declare_interest(
        nomination=nomination, declaration=Declaration.CONFLICT, conflict="Sepupu pemilik usaha.", by=related
    )
    with pytest.raises(ConflictDeclared, match="kepentingan"):
        draft_decision(nomination=nomination, answer="seat", by=related)


@pytest.mark.parametrize("who", ["owner", "nominator"])
def test_database_refuses_a_decision_of_owner_or_nominator(who):
    nomination = make_nomination()
    by = nomination.nominated_by if who == "nominator" else nomination.business.owner.user
    decision = {"decided_by": by, "decided_at": timezone.now(), "decision_reason": REASON}
    with pytest.raises(IntegrityError, match="nominator or owner"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(state="declined", **decision)
    assert Nomination.objects.filter(pk=nomination.pk).update(state="withdrawn", **decision) == 1


def test_published_waiting_list_has_the_order_of_the_draft_whatever_the_scores():
    staff, phase = make_user(Role.JAMKRINDO), make_phase()
    weaker, stronger = make_nomination(phase=phase), make_nomination(phase=phase, reviewed=False)
    for reviewer in (make_user(Role.JAMKRINDO) for _ in range(2)):
        declare_interest(nomination=stronger, declaration=Declaration.NONE, by=reviewer)
        save_sheet(nomination=stronger, scores=scores_of(phase, 5), by=reviewer, hand_in=True)
    draft_decision(nomination=weaker, answer="wait", rank=1, by=staff)
    draft_decision(nomination=stronger, answer="wait", rank=2, by=staff)
    publish_draft(draft=open_draft(phase), by=staff)
    ranked = Nomination.objects.filter(state="waitlisted").order_by("waitlist_rank")
    assert list(ranked) == [weaker, stronger]


def test_what_was_changed_since_it_was_looked_at_is_not_published(client, staff):
    nomination = make_nomination()
    draft_decision(nomination=nomination, answer="seat", by=staff)
    url = reverse("draft_publish", args=[Draft.objects.get().pk])
    seen = seen_in(client.get(url))
    draft_decision(nomination=nomination, answer="decline", reason=REASON, by=make_user(Role.JAMKRINDO))
    for sent in ({"dilihat": seen}, {}, {"dilihat": "\x00"}):
        page = client.post(url, sent)
        assert "diubah sejak Anda membukanya" in text(page)
    assert Nomination.objects.get().state == "proposed"
    client.post(url, {"dilihat": seen_in(page)})
    assert Nomination.objects.get().state == "declined"


def seen_in(page) -> str:
    return re.search(r'name="dilihat" value="(\w+)"', page.content.decode())[1]


def test_long_waiting_list_is_put_in_order(monkeypatch):
    """Those who move go behind all first: by as many places as move, however long the list."""
    put = []
    monkeypatch.setattr("programs.pilots.services.waiting_list._put", lambda one, rank: put.append(rank))
    staff, phase = make_user(Role.JAMKRINDO), make_phase()
    *_others, last = wait_in_line(phase, by=staff, number=4)
    move_on_waiting_list(nomination=last, rank=1, reason=REASON, by=staff)
    assert put == [5, 6, 7, 8, 1, 2, 3, 4]


def test_restricted_takes_no_seat_by_offer_decision_or_sql():
    staff = make_user(Role.JAMKRINDO)
    offer, nomination = offered(by=staff), make_nomination()
    restrict(offer.nomination.business, nomination.business)
    for act in (
        lambda: accept_offer(offer=offer, by=offer.nomination.business.owner.user, how=AnsweredBy.OWNER),
        lambda: accept_nomination(nomination=nomination, by=staff),
    ):
        with pytest.raises(NotNominable, match="tidak diproses"):
            act()
    decision = {"decided_by": staff, "decided_at": timezone.now()}
    Nomination.objects.filter(pk=nomination.pk).update(state="accepted", **decision)
    seat, business = nomination.phase.seats.first(), nomination.business
    with pytest.raises(IntegrityError, match="not to be processed"):
        Pilot.objects.create(seat=seat, business=business, nomination=nomination, accepted_by=staff)


def test_restricted_is_named_in_no_list_of_seats_or_drafts(client, staff):
    phase = make_phase(quota=2)
    pilot = make_pilot(phase=phase)
    proposed, waits = make_nomination(phase=phase), wait_in_line(phase, by=staff)[0]
    seat = phase.seats.get(number=2)
    now = timezone.now()
    SeatOffer.objects.create(seat=seat, nomination=waits, answer_by=now + timedelta(days=3))
    restrict(pilot.business, proposed.business, waits.business)
    names = [one.business.name for one in (pilot, proposed, waits)]
    addresses = [f"{path}?tahap={phase.pk}" for path in (
        "/percontohan/", "/percontohan/provinsi/32/", "/usulan/rancangan/", "/usulan/rancangan/provinsi/32/",
    )]  # fmt: skip
    for address in [*addresses, f"{addresses[0]}&format=csv"]:
        page = client.get(address)
        told = b"".join(page) if page.streaming else page.content
        assert (page.status_code, [name for name in names if name in told.decode()]) == (200, []), address
    assert "pemiliknya meminta datanya tidak diproses" in text(client.get(addresses[1]))


def test_restricted_with_a_drafted_line_can_be_taken_out_of_the_draft(client, staff):
    nomination = make_nomination()
    draft_decision(nomination=nomination, answer="seat", by=staff)
    restrict(nomination.business)
    address = f"/usulan/rancangan/provinsi/32/?tahap={nomination.phase_id}"
    assert len(client.get(address).context["forms"]) == 1
    client.post(address, {f"usulan{nomination.pk}-answer": "belum"})
    assert open_draft(nomination.phase).decisions.count() == 0


def test_erasing_takes_the_words_out_of_reasons_in_the_trail_and_out_of_messages_of_exceptions():
    staff = make_user(Role.JAMKRINDO)
    offer = offered(by=staff, waiting=2)
    nomination, owner = offer.nomination, offer.nomination.business.owner.user
    asked = EligibilityException.objects.create(
        phase=nomination.phase, business=nomination.business, rule="size", reason=REASON, asked_by=nomination.nominated_by
    )  # fmt: skip
    decide_exception(exception=asked, approves=False, answer="Ibu Siti masih terlalu sibuk.", by=staff)
    move_on_waiting_list(nomination=nomination, rank=2, reason="Ibu Siti sakit keras bulan ini.", by=staff)
    decline_offer(offer=offer, by=owner, how=AnsweredBy.OWNER, note="Ibu Siti sakit")
    request = rights.ask(user=owner, kind=DataRequestKind.ERASE)
    erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")
    reasons = [str(one.metadata.get("reason")) for one in pghistory.models.Context.objects.all()]
    assert [reason for reason in reasons if "Siti" in reason] == []
    assert any(reason.startswith("Penghapusan data") for reason in reasons)  # the erasure's own stays
    told = Message.objects.get(occasion="exception_decided")
    assert "Siti" not in told.body
