"""The seats of a phase: who sits there, who waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from programs.partnership.models import Phase
from programs.pilots.choices import NominationState
from programs.pilots.models import Nomination, Pilot, Seat, SeatOffer


@dataclass(frozen=True)
class SeatView:
    number: int
    pilot: Pilot | None
    offer: SeatOffer | None = None  # who is asked to take it
    url: str = ""  # its history

    @property
    def is_private(self) -> bool:
        """Whose owner's data is not to be processed holds the seat, and is named in no list."""
        business = (
            self.pilot.business if self.pilot else self.offer.nomination.business if self.offer else None
        )
        return business is not None and business.owner.restricted_at is not None


@dataclass
class ProvinceSeats:
    """One province in a phase."""

    seats: list[SeatView] = field(default_factory=list)
    proposed: int = 0
    waitlisted: int = 0

    @property
    def free(self) -> list[SeatView]:
        """Neither taken nor offered: a decision fills them."""
        return [seat for seat in self.seats if seat.pilot is None and seat.offer is None]

    @property
    def offered(self) -> list[SeatView]:
        return [seat for seat in self.seats if seat.offer is not None]

    @property
    def taken(self) -> list[SeatView]:
        return [seat for seat in self.seats if seat.pilot is not None]


def phase_of(chosen: str = "", *, province: str = "") -> Phase | None:
    """The phase asked for, else the open one, else the newest; of those with this province where one is named."""
    phases = Phase.objects.select_related("memorandum")
    if province:
        phases = phases.filter(provinces__province=province)
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        found = phases.filter(pk=int(chosen)).first()
        if found is not None:
            return found
    return phases.open().first() or phases.first()


def seats_by_province(phase: Phase, provinces: Iterable[str]) -> dict[str, ProvinceSeats]:
    """{province code: its seats}, in four queries however many provinces."""
    codes = list(provinces)
    found: dict[str, ProvinceSeats] = {code: ProvinceSeats() for code in codes}
    sitting = {
        pilot.seat_id: pilot
        for pilot in Pilot.objects.active()
        .filter(seat__phase=phase, seat__province__in=codes)
        .select_related("seat__province", "business__owner", "business__regency", "accepted_by")
    }
    asked = {
        offer.seat_id: offer
        for offer in SeatOffer.objects.open()
        .filter(seat__phase=phase, seat__province__in=codes)
        .select_related("nomination__business__owner")
    }
    for seat in Seat.objects.filter(phase=phase, province__in=codes).order_by("province", "number"):
        view = SeatView(seat.number, sitting.get(seat.pk), asked.get(seat.pk), seat.get_absolute_url())
        found[seat.province_id].seats.append(view)
    counted = (
        Nomination.objects.filter(
            phase=phase,
            province__in=codes,
            state__in=(NominationState.PROPOSED, NominationState.WAITLISTED),
        )
        .values_list("province_id", "state")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for code, state, number in counted:
        if state == NominationState.PROPOSED:
            found[code].proposed = number
        else:
            found[code].waitlisted = number
    return found
