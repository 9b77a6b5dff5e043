"""The answer to an offered seat: yes seats the business through the rules of every decision, no asks the next."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import AnsweredBy, NominationState, OfferState
from programs.pilots.errors import OfferEnded
from programs.pilots.models import SeatOffer
from programs.pilots.offers.messages import tell_accepted, tell_declined
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment

from .deciding import seat_nomination
from .locking import LONGEST_REASON, lock_nomination, refuse_closed, save_decision
from .offering import end_offer, locked_offer, offer_among


@transaction.atomic
def accept_offer(*, offer: SeatOffer, by: User, how: AnsweredBy, note: str = "") -> SeatOffer:
    """Take the offered seat; both sides are told. The decision stays that of whoever put the business on the list.

    Raises OfferEnded, PhaseNotOpen, AlreadyPilot, NotNominable.
    """
    offer, _seats = _answerable(offer)
    nomination = lock_nomination(offer.nomination)
    refuse_closed(nomination.phase)
    decider = cast(User, nomination.decided_by)  # a constraint: who waits was decided on
    end_offer(offer, OfferState.ACCEPTED, by=by, reason=_note(note), answered_by=how)
    offer.nomination = nomination
    pilot = seat_nomination(
        nomination, offer.seat, by=decider, reason=_("Tawaran kursi diterima pemiliknya.")
    )
    tell_accepted(offer, pilot)
    return offer


@transaction.atomic
def decline_offer(*, offer: SeatOffer, by: User, how: AnsweredBy, note: str = "") -> SeatOffer:
    """Leave the waiting list; the next is asked at once. The business may be proposed again. Raises OfferEnded."""
    offer, seats = _answerable(offer)
    end_offer(offer, OfferState.DECLINED, by=by, reason=_note(note), answered_by=how)
    nomination = lock_nomination(offer.nomination)
    reason = _("Pemilik tidak mengambil kursi %(number)s.") % {"number": offer.seat.number}
    save_decision(nomination, NominationState.WITHDRAWN, by=by, reason=_note(f"{reason} {note}"))
    tell_declined(offer)
    offer_among(seats)
    return offer


def _answerable(offer: SeatOffer) -> tuple[SeatOffer, list]:
    offer, seats = locked_offer(offer)
    if offer.answer_by < timezone.now():
        raise OfferEnded(
            _("Tawaran ini berlaku sampai %(at)s, jadi tidak dapat dijawab lagi.")
            % {"at": moment(offer.answer_by, offer.seat.province.time_zone)}
        )
    return offer, seats


def _note(text: str) -> str:
    return text.strip()[:LONGEST_REASON]
