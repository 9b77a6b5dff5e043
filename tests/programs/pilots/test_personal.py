"""Words about an erased person's proposals go; that they were made, and decided, stays. A restricted one is not proposed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.pilots.choices import AnsweredBy, Declaration, NominationState
from programs.pilots.errors import NotNominable
from programs.pilots.models import (
    DraftDecision,
    EligibilityException,
    Nomination,
    NominationScore,
    Pilot,
    Review,
    ReviewScore,
)
from programs.pilots.reviews.services import declare_interest, save_sheet
from programs.pilots.services import decline_offer, draft_decision
from programs.pilots.services.nominating import nominate_business, withdraw_nomination
from programs.training.models import Invitation
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import held_about
from soksi_portal.outbox.models import Message
from tests import factories as make
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business, Verification
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.models import Cadre
from umkm.cadres.rights import services

from .makers import REASON, offered, scores_of

pytestmark = pytest.mark.django_db


def ended_pilot() -> Pilot:
    pilot = make.make_pilot()
    make.make_invitation(
        pilot=pilot, session=make.make_session(phase=pilot.seat.phase), reason="Anak Siti sakit"
    )
    Pilot.objects.filter(pk=pilot.pk).update(
        ended_at=timezone.now(),
        ended_by=pilot.accepted_by,
        outcome="withdrawn",
        end_reason="Siti sudah mandiri",
    )
    return pilot


def test_erase_person_forgets_the_words_of_proposals_seats_and_answers():
    pilot = ended_pilot()
    token = Invitation.objects.get().token
    person = pilot.business.owner.user
    asked = services.ask(user=person, kind=DataRequestKind.ERASE)
    erasure = erase_person(request=asked, by=make.make_user(Role.ADMIN), reason="Permintaan sendiri")
    pilot.refresh_from_db()
    nomination, invitation = Nomination.objects.get(), Invitation.objects.get()
    assert (pilot.outcome, pilot.end_reason) == ("withdrawn", "(dihapus)")
    assert (nomination.state, nomination.motivation) == (NominationState.ACCEPTED, "(dihapus)")
    assert (invitation.reason, invitation.token == token) == ("", False)
    assert {event.end_reason for event in pilot.events.all()} == {"(dihapus)"}
    assert {event.motivation for event in nomination.events.all()} == {"(dihapus)"}
    assert (erasure.counts["nominations"], erasure.counts["pilots"], erasure.counts["invitations"]) == (
        1,
        1,
        1,
    )


def test_erase_person_forgets_what_was_said_while_selecting():
    nomination = make.make_nomination(reviewed=False)
    NominationScore.objects.update(remark="Siti rajin")
    related, reviewer = (make.make_user(Role.JAMKRINDO) for _ in range(2))
    declare_interest(
        nomination=nomination, declaration=Declaration.CONFLICT, conflict="Sepupu Siti", by=related
    )
    declare_interest(nomination=nomination, declaration=Declaration.NONE, by=reviewer)
    save_sheet(
        nomination=nomination,
        scores=scores_of(nomination.phase),
        comment="Siti rajin",
        by=reviewer,
        hand_in=True,
    )
    asked = EligibilityException.objects.create(
        phase=nomination.phase,
        business=nomination.business,
        rule="size",
        reason="Siti sudah menjadi contoh di desanya.",
        asked_by=nomination.nominated_by,
    )
    held = {section.key: section for section in held_about(nomination.business.owner.user)}
    assert "3 Siti rajin" in {fact.value for fact in held["usulan"].records[0].facts}
    withdraw_nomination(nomination=nomination, by=nomination.nominated_by)
    request = services.ask(user=nomination.business.owner.user, kind=DataRequestKind.ERASE)
    erase_person(request=request, by=make.make_user(Role.ADMIN), reason="Permintaan sendiri")
    for record, column in (
        (NominationScore, "remark"), (Review, "comment"), (Review, "conflict"), (ReviewScore, "comment"),
        (EligibilityException, "reason"),
    ):  # fmt: skip
        words = set(record.objects.exclude(**{column: ""}).values_list(column, flat=True))
        assert words == {"(dihapus)"}, (record, column)
        trail = record.events.rel.related_model.objects.exclude(**{column: ""})
        assert set(trail.values_list(column, flat=True)) == {"(dihapus)"}, (record, column)
    assert ReviewScore.objects.count() == 5
    asked.refresh_from_db()
    assert asked.rule == "size"


def test_held_about_a_pilot_tells_proposal_seat_and_training():
    pilot = ended_pilot()
    held = {section.key: len(section.records) for section in held_about(pilot.business.owner.user)}
    assert (held["usulan"], held["percontohan"], held["pelatihan"]) == (1, 1, 1)


def restricted(business: Business) -> Business:
    Cadre.objects.filter(pk=business.owner_id).update(restricted_at=timezone.now())
    return Business.objects.select_related("owner", "province").get(pk=business.pk)


def test_restricted_is_not_nominated_by_service_nor_database():
    coordinator = make.make_user(Role.COORDINATOR)
    phase = make.make_phase()
    business = restricted(make.make_business())
    with pytest.raises(NotNominable, match="tidak diproses"):
        nominate_business(
            business=business, phase=phase, motivation="Usahanya tumbuh dan rapi.", scores={}, by=coordinator
        )
    with pytest.raises(IntegrityError, match="not to be processed"), transaction.atomic():
        make.make_nomination(business=business, phase=phase)


def test_restricted_is_not_verified_by_the_database():
    business = restricted(make.make_business(state=BusinessState.SUBMITTED))
    coordinator, now = make.make_user(Role.COORDINATOR), timezone.now()
    Verification.objects.create(
        business=business, decision="verified", decided_by=coordinator, decided_at=now
    )
    verified = {"state": "verified", "state_since": now, "verified_at": now, "verified_by": coordinator}
    with pytest.raises(IntegrityError, match="owner not verified"), transaction.atomic():
        Business.objects.filter(pk=business.pk).update(**verified)
    Cadre.objects.update(restricted_at=None)
    assert Business.objects.filter(pk=business.pk).update(**verified) == 1


def test_restricted_proposals_and_seats_leave_the_lists_of_staff():
    pilot = make.make_pilot()
    restricted(pilot.business)
    for role, seen in ((Role.JAMKRINDO, 0), (Role.BOARD, 0), (Role.ADMIN, 1)):
        user = make.make_user(role)
        assert Pilot.objects.visible_to(user).count() == seen
        assert Nomination.objects.visible_to(user).count() == seen
    assert Pilot.objects.visible_to(pilot.business.owner.user).count() == 1


def test_erase_person_forgets_the_words_of_offers_moves_and_drafted_answers():
    staff = make.make_user(Role.JAMKRINDO)
    offer = offered(by=staff)
    owner = offer.nomination.business.owner.user
    draft_decision(nomination=offer.nomination, answer="decline", reason=REASON, by=staff)
    decline_offer(offer=offer, by=owner, how=AnsweredBy.OWNER, note="Ibu Siti sakit")
    asked = services.ask(user=owner, kind=DataRequestKind.ERASE)
    erase_person(request=asked, by=make.make_user(Role.ADMIN), reason="Permintaan sendiri")
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", "(dihapus)")
    assert {event.reason for event in offer.events.filter(state="declined")} == {"(dihapus)"}
    assert DraftDecision.objects.get().reason == "(dihapus)"
    words = Message.objects.filter(subject_ref=f"offer:{offer.pk}").values_list("title", "body")
    assert not any("Siti" in text for pair in words for text in pair)
