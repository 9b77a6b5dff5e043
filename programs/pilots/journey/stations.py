"""The stations of a pilot's way, from parts that each slice brings (registered in its AppConfig.ready).

Pilots know registration, seat and graduation; trainings, visits and banks, on higher floors, tell their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.models import Pilot

State = Literal["done", "now", "later", "stopped"]


class Slot(StrEnum):
    """In the order of the way."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    NOMINATED = "nominated"
    SEATED = "seated"
    TRAINING = "training"
    MENTORING = "mentoring"
    BANK = "bank"
    GRADUATION = "graduation"


TITLES = {
    Slot.REGISTERED: gettext_lazy("Terdaftar"),
    Slot.VERIFIED: gettext_lazy("Terverifikasi"),
    Slot.NOMINATED: gettext_lazy("Diusulkan"),
    Slot.SEATED: gettext_lazy("Percontohan"),
    Slot.TRAINING: gettext_lazy("Pelatihan"),
    Slot.MENTORING: gettext_lazy("Pendampingan"),
    Slot.BANK: gettext_lazy("Akses bank"),
    Slot.GRADUATION: gettext_lazy("Lulus"),
}
# said where no slice tells anything yet
UNTOLD = {
    Slot.BANK: gettext_lazy("Kesiapan dan rujukan bank tampil di sini begitu tercatat."),
}


@dataclass(frozen=True)
class Station:
    slot: Slot
    state: State
    text: str = ""
    who: str = ""  # who has it now
    who_to_owner: str = ""  # the same said to her, where it is she
    at: datetime | None = None
    url: str = ""
    action: str = ""

    @property
    def title(self) -> str:
        return str(TITLES[self.slot])

    @property
    def state_label(self) -> str:
        """For those who do not see the line."""
        return {"done": _("selesai"), "now": _("sekarang"), "stopped": _("tidak dilanjutkan")}.get(
            self.state, _("berikutnya")
        )


Provider = Callable[[Pilot], Iterable[Station]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def journey_of(pilot: Pilot) -> list[Station]:
    """Every station in order; one of which nobody tells says what will be there, while something can still come."""
    told = {station.slot: station for provider in _providers for station in provider(pilot)}
    if pilot.ended_at is not None:
        return [told.get(slot) or Station(slot, "stopped") for slot in Slot]
    return [told.get(slot) or Station(slot, "later", text=str(UNTOLD.get(slot, ""))) for slot in Slot]


def to_owner(stations: Iterable[Station]) -> list[Station]:
    """In her own words: “Anda”, where it is she who has it."""
    return [replace(station, who=station.who_to_owner or station.who) for station in stations]


def current(stations: Iterable[Station]) -> Station | None:
    """What is now; the last of several, since the way goes on there."""
    return next((station for station in reversed(list(stations)) if station.state == "now"), None)
