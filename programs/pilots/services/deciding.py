"""Jamkrindo decides: a seat, the waiting list, or a refusal with a reason that helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from programs.pilots.choices import OPEN_NOMINATIONS, NominationState
from programs.pilots.errors import NoFreeSeat, NotNominable
from programs.pilots.messages import tell_accepted, tell_declined, tell_waitlisted
from programs.pilots.models import Nomination, Pilot, Seat, SeatOffer
from programs.pilots.reviews.gate import refuse_unready
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import day, figure, in_zone, moment, zone_name
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

from .eligibility import refuse_seated
from .locking import (
    checked_reason,
    lock_nomination,
    lock_seats,
    refuse_closed,
    refuse_decided,
    refuse_own,
    save_decision,
)
from .offering import end_offer_of, offer_among, refuse_asked
from .ranking import last_place, make_room

UNDECIDED = (NominationState.PROPOSED,)


@transaction.atomic
def accept_nomination(*, nomination: Nomination, by: User) -> Pilot:
    """Seat the nominated business on the lowest free seat of its province; both sides are told.

    Locking the province's seats makes simultaneous acceptances queue up, so that the second reads a
    fresh state. Raises NoFreeSeat, AlreadyDecided, PhaseNotOpen, AlreadyPilot, NotNominable, OwnBusiness,
    OfferOpen, NotReviewed, ConflictDeclared.
    """
    seats = lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    refuse_own(nomination, by)
    refuse_decided(nomination, allowed=OPEN_NOMINATIONS)
    refuse_closed(nomination.phase)
    refuse_asked(nomination)
    refuse_unready(nomination, by=by)
    pilot = seat_nomination(nomination, _free_seat(seats, nomination), by=by)
    tell_accepted(nomination, pilot)
    return pilot


def seat_nomination(nomination: Nomination, seat: Seat, *, by: User, reason: str = "") -> Pilot:
    """The one way onto a seat, with the seats and the nomination locked. Raises NotNominable, AlreadyPilot."""
    _refuse_unfit(nomination)
    save_decision(nomination, NominationState.ACCEPTED, by=by, reason=reason)
    with because(reason or str(NominationState.ACCEPTED.label), by=by):
        return Pilot.objects.create(
            seat=seat,
            business=nomination.business,
            nomination=nomination,
            accepted_by=by,
            accepted_at=cast(datetime, nomination.decided_at),  # the same moment
        )


def _free_seat(seats: Sequence[Seat], nomination: Nomination) -> Seat:
    """The lowest on which nobody sits and which nobody is asked to take."""
    sitting = list(
        Pilot.objects.active()
        .filter(seat__in=seats)
        .select_related("accepted_by", "seat__province")
        .order_by("accepted_at", "pk")
    )
    offers = list(
        SeatOffer.objects.open()
        .filter(seat__in=seats)
        .select_related("seat__province", "nomination__business")
    )
    taken = {pilot.seat_id for pilot in sitting} | {offer.seat_id for offer in offers}
    for seat in seats:
        if seat.pk not in taken:
            return seat
    raise NoFreeSeat(
        _offered_sentence(nomination, offers) if offers else no_free_seat_sentence(nomination, sitting)
    )


def _offered_sentence(nomination: Nomination, offers: Sequence[SeatOffer]) -> str:
    """Whose answer decides whether a seat is free."""
    first = min(offers, key=lambda offer: offer.answer_by)
    sentence = _(
        "Tidak ada kursi %(province)s yang bebas: kursi %(number)s sedang ditawarkan kepada %(business)s, yang menjawab"
        " paling lambat %(at)s."
    ) % {
        "province": nomination.province,
        "number": first.seat.number,
        "business": first.nomination.business,
        "at": moment(first.answer_by, first.seat.province.time_zone),
    }
    return f"{sentence} {_what_now(nomination)}"


def no_free_seat_sentence(nomination: Nomination, sitting: Sequence[Pilot]) -> str:
    """Who took the last seat, and when, on the clock of the province."""
    if not sitting:
        return _("%(province)s tidak punya kursi dalam %(phase)s.") % {
            "province": nomination.province,
            "phase": nomination.phase,
        }
    last = sitting[-1]
    full = {
        1: _("Satu-satunya kursi %(province)s sudah terisi pada %(at)s oleh keputusan %(who)s."),
        2: _("Kedua kursi %(province)s sudah terisi pada %(at)s oleh keputusan %(who)s."),
    }.get(
        len(sitting),
        _("Semua %(number)s kursi %(province)s sudah terisi pada %(at)s oleh keputusan %(who)s."),
    )
    values = {
        "number": figure(len(sitting)),
        "province": nomination.province,
        "at": _clock(last),
        "who": short_name(last.accepted_by),
    }
    sentence = (full % values).rstrip(".")  # a short name brings its own full stop
    return f"{sentence}. {_what_now(nomination)}"


def _what_now(nomination: Nomination) -> str:
    if nomination.state == NominationState.WAITLISTED:
        return _("Usulan ini tetap di daftar tunggu.")
    return _("Usulan ini masuk daftar tunggu bila Anda setuju.")


def _clock(pilot: Pilot) -> str:
    """`pukul 10.42 WIB`, with the day where it was not today."""
    zone = pilot.seat.province.time_zone
    at = in_zone(pilot.accepted_at, zone)
    clock = _("pukul %(time)s %(zone)s") % {"time": format_date(at, "H.i"), "zone": zone_name(zone)}
    if at.date() == in_zone(timezone.now(), zone).date():
        return clock
    return f"{day(at)} {clock}"


def short_name(user: User) -> str:
    """`Rina Suryani` → `Rina S.`"""
    first, *others = user.full_name.split() or [""]
    return f"{first} {others[-1][0].upper()}." if others else first


def _refuse_unfit(nomination: Nomination) -> None:
    """The business may have changed since it was proposed; its row is held until the decision is through."""
    rows = Business.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    business = rows.get(pk=nomination.business_id)
    if business.state != BusinessState.VERIFIED or business.province_id != nomination.province_id:
        raise NotNominable(
            _("Usaha ini tidak lagi terverifikasi di %(province)s, jadi belum dapat menempati kursi.")
            % {"province": nomination.province}
        )
    if business.owner.restricted_at is not None:
        raise NotNominable(
            _("Pemiliknya meminta datanya tidak diproses, jadi usaha ini belum dapat menempati kursi.")
        )
    refuse_seated(business)


@transaction.atomic
def waitlist_nomination(
    *, nomination: Nomination, by: User, reason: str = "", at_end: bool = False
) -> Nomination:
    """Put a proposal on the province's waiting list, at the place that its reviews give it, or `at_end`, where
    somebody has put several in order; both sides are told.

    Raises AlreadyDecided, PhaseNotOpen, OwnBusiness, NotReviewed, ConflictDeclared.
    """
    lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    refuse_own(nomination, by)
    refuse_decided(nomination, allowed=UNDECIDED)
    refuse_closed(nomination.phase)
    refuse_unready(nomination, by=by)
    rank = last_place(nomination) if at_end else make_room(nomination)
    save_decision(nomination, NominationState.WAITLISTED, by=by, reason=reason.strip(), rank=rank)
    tell_waitlisted(nomination)
    return nomination


@transaction.atomic
def decline_nomination(*, nomination: Nomination, by: User, reason: str) -> Nomination:
    """Refuse a proposal, also one on the waiting list, with a reason that both sides read.

    A seat that it was asked to take is offered to the next. Raises ReasonMissing, AlreadyDecided, OwnBusiness,
    NotReviewed, ConflictDeclared.
    """
    reason = checked_reason(reason)
    seats = lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    refuse_own(nomination, by)
    refuse_decided(nomination, allowed=OPEN_NOMINATIONS)
    refuse_unready(nomination, by=by, declines=True)
    asked = end_offer_of(nomination, by=by, reason=reason)
    save_decision(nomination, NominationState.DECLINED, by=by, reason=reason)
    tell_declined(nomination)
    if asked:
        offer_among(seats)
    return nomination
