"""What owner and nominator read about an offered seat. Sent in the transaction of its cause."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings

from programs.pilots.messages import because_of
from programs.pilots.models import Pilot, SeatOffer
from programs.pilots.wordings import NOMINATOR, OWNER
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone, moment
from soksi_portal.outbox.services import enqueue

from .tokens import link
from .wordings import OCCASIONS as OCCASIONS


def subject_of(offer: SeatOffer) -> str:
    return f"offer:{offer.pk}"


def tell_offered(offer: SeatOffer) -> None:
    """The owner, with the link that answers; the nominator, who knows how to reach an owner without an account."""
    _tell_owner(offer, "offer_made", expires_at=offer.answer_by)
    _tell_nominator(offer, "offer_told")


def tell_reminder(offer: SeatOffer, lead: timedelta) -> bool:
    return _tell_owner(
        offer,
        "offer_reminder",
        expires_at=offer.answer_by,
        lead_minutes=lead // timedelta(minutes=1),
    )


def tell_accepted(offer: SeatOffer, pilot: Pilot) -> None:
    _tell_both(offer, "offer_accepted")


def tell_declined(offer: SeatOffer) -> None:
    _tell_both(offer, "offer_declined")


def tell_lapsed(offer: SeatOffer) -> None:
    _tell_both(offer, "offer_lapsed")


def tell_withdrawn(offer: SeatOffer) -> None:
    _tell_owner(offer, "offer_withdrawn")
    _tell_nominator(offer, "offer_withdrawn")


def _tell_both(offer: SeatOffer, occasion: str) -> None:
    _tell_owner(offer, occasion, variant=OWNER)
    _tell_nominator(offer, occasion, variant=NOMINATOR)


def _tell_owner(
    offer: SeatOffer,
    occasion: str,
    *,
    variant: str = "",
    expires_at: datetime | None = None,
    lead_minutes: int = 0,
) -> bool:
    owner = offer.nomination.business.owner.user
    if owner is None:  # an imported cadre may have no account yet
        return False
    return _tell(offer, owner, occasion, link(offer), variant, expires_at, lead_minutes)


def _tell_nominator(offer: SeatOffer, occasion: str, *, variant: str = "") -> None:
    nominator = offer.nomination.nominated_by
    if nominator.pk != offer.nomination.business.owner.user_id:
        _tell(offer, nominator, occasion, "", variant)


def _tell(
    offer: SeatOffer,
    recipient: User,
    occasion: str,
    answer_at: str,
    variant: str,
    expires_at: datetime | None = None,
    lead_minutes: int = 0,
) -> bool:
    """The key that answers for the owner is in the owner's texts alone."""
    zone = offer.seat.province.time_zone
    message = enqueue(
        occasion=occasion,
        variant=variant,
        subject_ref=subject_of(offer),
        recipient=recipient,
        fields={
            "usaha": offer.nomination.business.name,
            "provinsi": offer.seat.province.name,
            "kursi": offer.seat.number,
            "batas": moment(offer.answer_by, zone),
            "hari": day(in_zone(offer.answer_by, zone)),
            "jawab": answer_at,
            "tautan": urljoin(settings.PORTAL_URL, offer.get_absolute_url()),
            "alasan": because_of(offer.reason),
        },
        time_zone=zone,
        expires_at=expires_at,
        lead_minutes=lead_minutes,
    )
    return message is not None
