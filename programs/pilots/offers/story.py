"""What offered seats and moves add to the story of a business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from programs.pilots.choices import OfferState
from programs.pilots.models import Nomination, SeatOffer
from soksi_portal.common.display import moment
from umkm.businesses.story import Event, Standing

OFFER_TONE = "attention"  # its owner is asked
TONES = {OfferState.ACCEPTED: "good", OfferState.EXPIRED: "attention"}


def seat_events(nomination: Nomination) -> Iterator[Event]:
    """Offered, how it was answered, moved: each when it happened."""
    for offer in nomination.offers.all():
        words = {"number": offer.seat.number, "state": offer.get_state_display().lower()}
        yield Event(
            at=offer.offered_at,
            title=_("Ditawari kursi %(number)s dari daftar tunggu") % words,
            who="",
            text="",
            tone="info",
        )
        if offer.ended_at is not None:
            yield Event(
                at=cast(datetime, offer.ended_at),
                title=_("Tawaran kursi %(number)s: %(state)s") % words,
                who="",
                text=offer.reason,
                tone=TONES.get(OfferState(offer.state), "neutral"),
            )
    pilot = getattr(nomination, "pilot", None)
    for move in pilot.moves.all() if pilot is not None else ():
        yield Event(
            at=move.moved_at,
            title=_("Pindah ke kursi %(number)s") % {"number": move.to_seat.number},
            who=move.moved_by.full_name,
            text=move.reason,
            tone="info",
        )


def label_of_offer(offer: SeatOffer) -> str:
    return _("Kursi %(number)s ditawarkan") % {"number": offer.seat.number}


def standing_of_offer(nomination: Nomination) -> Standing | None:
    offer = nomination.offers.open().select_related("seat__province").first()
    if offer is None:
        return None
    words = {"number": offer.seat.number, "at": moment(offer.answer_by, offer.seat.province.time_zone)}
    return Standing(
        label_of_offer(offer),
        OFFER_TONE,
        _("Pemiliknya menjawab paling lambat %(at)s. Tautannya ada di pesan dan di beranda pemilik.") % words,
    )
