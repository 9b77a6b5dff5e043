"""The stations that this slice tells: from registration to the seat, and graduation."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots.choices import PilotOutcome
from programs.pilots.graduation.measures import figures_of
from programs.pilots.models import Pilot

from .stations import Slot, Station


def stations_of(pilot: Pilot) -> Iterator[Station]:
    business, nomination = pilot.business, pilot.nomination
    yield Station(Slot.REGISTERED, "done", at=business.created_at)
    yield Station(Slot.VERIFIED, "done", at=business.verified_at)
    yield Station(Slot.NOMINATED, "done", text=nomination.nominated_by.full_name, at=nomination.nominated_at)
    seat = _("Kursi %(number)s") % {"number": pilot.seat.number}
    yield Station(Slot.SEATED, "done", text=seat, at=pilot.accepted_at)
    yield _graduation(pilot)


def _graduation(pilot: Pilot) -> Station:
    if pilot.ended_at is not None:
        if pilot.outcome == PilotOutcome.GRADUATED:
            return Station(Slot.GRADUATION, "done", at=pilot.ended_at)
        return Station(Slot.GRADUATION, "stopped", text=str(pilot.get_outcome_display()), at=pilot.ended_at)
    figures = figures_of(pilot)
    met = sum(one.is_met for one in figures)
    text = _("%(met)s dari %(all)s syarat terpenuhi.") % {"met": met, "all": len(figures)}
    if not figures or met < len(figures):
        return Station(Slot.GRADUATION, "later", text=text if figures else _("Syaratnya belum ditulis."))
    return Station(
        Slot.GRADUATION,
        "now",
        text=_("Semua syarat terpenuhi."),
        who=_("Jamkrindo menyatakan lulus"),
        url=reverse("pilot_graduate", args=[pilot.pk]),
        action=_("Nyatakan lulus"),
    )
