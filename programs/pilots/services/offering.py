"""A freed seat goes to the waiting list in its order, until somebody takes it or nobody is left to ask.

Everything here happens with the province's seats locked (locking.py), so that an offer, an answer and a direct
decision about the same seats come one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import NominationState, OfferState
from programs.pilots.errors import OfferEnded, OfferOpen
from programs.pilots.models import Nomination, Pilot, Seat, SeatOffer
from programs.pilots.offers.messages import (
    subject_of,
    tell_lapsed,
    tell_offered,
    tell_reminder,
    tell_withdrawn,
)
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import in_zone, moment
from soksi_portal.outbox.services import cancel_about
from umkm.businesses.choices import BusinessState
from umkm.regions.models import Province

from .locking import checked_reason, lock_seats
from .waiting_list import to_the_end

MOST_SILENCES = 2  # offers that lapse; after these a person decides, not the clock
REMINDED_BEFORE = timedelta(days=2)
DAYS_END = time(23, 59)
WITH_ALL = (
    "seat__phase",
    "seat__province",
    "ended_by",
    "nomination__phase",
    "nomination__province",
    "nomination__business__owner__user",
    "nomination__nominated_by",
    "nomination__decided_by",
)


@transaction.atomic
def offer_free_seats(*, phase_id: int, province_id: str) -> list[SeatOffer]:
    """Offer every freed seat of a province to the next who waits. Twice, or twice at once, offers nothing twice."""
    return offer_among(lock_seats(phase_id, province_id))


def offer_among(seats: Sequence[Seat]) -> list[SeatOffer]:
    """As `offer_free_seats`, for seats of one province that are locked. A seat for which nobody is left to ask
    is filled by a decision again.
    """
    freed = list(
        Seat.objects.filter(pk__in=[seat.pk for seat in seats], freed_at__isnull=False)
        .free()
        .not_offered()
        .select_related("phase", "province")
        .order_by("number")
    )
    if not freed or not freed[0].phase.is_open:
        return []
    made = [
        _offer(seat, nomination)
        for seat, nomination in zip(freed, _to_ask(freed[0])[: len(freed)], strict=False)
    ]
    left = [seat.pk for seat in freed[len(made) :]]
    if left:
        Seat.objects.filter(pk__in=left).update(freed_at=None)
    return made


def _to_ask(seat: Seat) -> QuerySet[Nomination]:
    """Who waits, in order: not asked now, still fit, and not silent too often."""
    offers = SeatOffer.objects.filter(nomination=OuterRef("pk"))
    sitting = Pilot.objects.active().filter(business=OuterRef("business"))
    return (
        Nomination.objects.filter(
            phase=seat.phase_id,
            province=seat.province_id,
            state=NominationState.WAITLISTED,
            business__state=BusinessState.VERIFIED,
            business__owner__restricted_at=None,
        )
        .exclude(Exists(offers.open()))
        .exclude(Exists(sitting))
        .annotate(silences=Count("offers", filter=Q(offers__state=OfferState.EXPIRED)))
        .filter(silences__lt=MOST_SILENCES)
        .select_related("phase", "province", "business__owner__user", "nominated_by")
        .order_by("waitlist_rank")
    )


def _offer(seat: Seat, nomination: Nomination) -> SeatOffer:
    now = timezone.now()
    with because(_("Kursi %(number)s ditawarkan kepada daftar tunggu.") % {"number": seat.number}):
        offer = SeatOffer.objects.create(
            seat=seat,
            nomination=nomination,
            offered_at=now,
            answer_by=_deadline(now, seat.phase, seat.province),
        )
    tell_offered(offer)
    return offer


def _deadline(now: datetime, phase: Phase, province: Province) -> datetime:
    """At the end of that day, on the province's clock."""
    last = in_zone(now, province.time_zone).date() + timedelta(days=phase.answer_days)
    return datetime.combine(last, DAYS_END, tzinfo=province.zone)


def locked_offer(offer: SeatOffer) -> tuple[SeatOffer, list[Seat]]:
    """Fresh, and with the seats of its province locked. Raises OfferEnded."""
    seats = lock_seats(offer.seat.phase_id, offer.seat.province_id)
    offer = SeatOffer.objects.select_related(*WITH_ALL).get(pk=offer.pk)
    if not offer.is_open:
        raise OfferEnded(ended_sentence(offer))
    return offer, seats


def ended_sentence(offer: SeatOffer) -> str:
    words = {
        "at": moment(offer.ended_at, offer.seat.province.time_zone),
        "number": offer.seat.number,
        "reason": offer.reason,
    }
    return {
        OfferState.ACCEPTED: _("Kursi %(number)s sudah diterima pada %(at)s."),
        OfferState.DECLINED: _("Tawaran kursi %(number)s sudah ditolak pada %(at)s."),
        OfferState.EXPIRED: _("Batas waktu tawaran kursi %(number)s sudah lewat tanpa jawaban."),
        OfferState.WITHDRAWN: _("Tawaran kursi %(number)s dibatalkan pada %(at)s: %(reason)s"),
    }[OfferState(offer.state)] % words


def end_offer(
    offer: SeatOffer,
    state: OfferState,
    *,
    by: User | None = None,
    reason: str = "",
    answered_by: str = "",
    at: datetime | None = None,
) -> None:
    """Write the end; what was planned to be told about it does not leave any more."""
    offer.state, offer.ended_at, offer.ended_by = state, at or timezone.now(), by
    offer.reason, offer.answered_by = reason, answered_by
    with because(reason or str(state.label), by=by):
        offer.save(update_fields=["state", "ended_at", "ended_by", "reason", "answered_by"])
    cancel_about(subject_ref=subject_of(offer), reason=_("Tawarannya sudah berakhir."), by=by)


def refuse_asked(nomination: Nomination) -> None:
    """Nobody seats, past the owner, whoever has been asked and has not answered yet."""
    offer = nomination.offers.open().select_related("seat__province").first()
    if offer is not None:
        raise OfferOpen(
            _(
                "Kursi %(number)s sedang ditawarkan kepada usaha ini. Pemiliknya menjawab paling lambat %(at)s."
            )
            % {"number": offer.seat.number, "at": moment(offer.answer_by, offer.seat.province.time_zone)}
        )


def end_offer_of(nomination: Nomination, *, by: User, reason: str) -> bool:
    """Whoever leaves the waiting list leaves no open question behind. Returns whether there was one."""
    offer = nomination.offers.open().first()
    if offer is None:
        return False
    end_offer(offer, OfferState.WITHDRAWN, by=by, reason=reason)
    return True


@transaction.atomic
def withdraw_offer(*, offer: SeatOffer, reason: str, by: User) -> SeatOffer:
    """Take an offer back: the place on the list stays, and a decision fills the seat. Both sides are told.

    Raises ReasonMissing, OfferEnded.
    """
    reason = checked_reason(reason)
    offer, _seats = locked_offer(offer)
    end_offer(offer, OfferState.WITHDRAWN, by=by, reason=reason)
    Seat.objects.filter(pk=offer.seat_id).update(freed_at=None)
    tell_withdrawn(offer)
    return offer


@transaction.atomic
def lapse_offer(*, offer: SeatOffer, now: datetime) -> bool:
    """No answer came: to the end of the list, and the next is asked. Returns whether it was still open and late."""
    try:
        offer, seats = locked_offer(offer)
    except OfferEnded:
        return False
    if not offer.seat.phase.is_open:
        end_offer(offer, OfferState.WITHDRAWN, reason=_("Tahapnya sudah ditutup."))
        tell_withdrawn(offer)
        return True
    if offer.answer_by >= now:
        return False
    end_offer(offer, OfferState.EXPIRED, at=now)
    with because(_("Tawaran kursi tidak dijawab, jadi pindah ke akhir daftar tunggu.")):
        to_the_end(offer.nomination)
    tell_lapsed(offer)
    offer_among(seats)
    return True


def late_offers(now: datetime) -> QuerySet[SeatOffer]:
    """Those that the clock ends, or the end of their phase."""
    late = Q(answer_by__lt=now) | ~Q(seat__phase__in=Phase.objects.open())
    return SeatOffer.objects.open().filter(late).select_related("seat").order_by("pk")


def freed_provinces() -> list[tuple[int, str]]:
    """(phase, province) where a seat belongs to the waiting list and nobody is asked yet."""
    freed = Seat.objects.filter(freed_at__isnull=False, phase__in=Phase.objects.open()).free().not_offered()
    return sorted(set(freed.values_list("phase_id", "province_id")))


@transaction.atomic
def remind_unanswered(*, now: datetime) -> int:
    """Two days before the deadline, once; whoever was asked later than that needs none. Returns how many."""
    due = SeatOffer.objects.open().filter(
        answer_by__gt=now, answer_by__lte=now + REMINDED_BEFORE, seat__phase__in=Phase.objects.open()
    )
    offers = due.select_for_update(of=("self",), skip_locked=True).select_related(*WITH_ALL).order_by("pk")
    return sum(
        tell_reminder(offer, REMINDED_BEFORE)
        for offer in offers
        if offer.offered_at < offer.answer_by - REMINDED_BEFORE
    )
