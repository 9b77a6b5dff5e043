"""The monthly reports and the visits on a pilot's way."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots.journey.stations import Slot, Station
from programs.pilots.models import Pilot
from soksi_portal.common.display import day, figure

from .reports.months import month_words
from .reports.own import OwnBooks, books_of_businesses
from .visits.reached import visits_words


def stations_of(pilot: Pilot) -> Iterator[Station]:
    (books,) = books_of_businesses({pilot.business_id: pilot.business}, {pilot.business_id})
    told = _("%(sent)s laporan bulanan, %(in_time)s tepat waktu.") % {
        "sent": figure(books.sent),
        "in_time": figure(books.in_time),
    }
    if visited := visits_words(pilot):
        told = f"{told} {visited}"
    if pilot.ended_at is not None:
        yield Station(Slot.MENTORING, "done" if books.sent or visited else "stopped", text=told)
        return
    waits = _waits(books)
    yield Station(
        Slot.MENTORING,
        "now" if waits else "done",  # until the next month opens
        text=f"{told} {waits}" if waits else told,
        who=_("Pemilik usaha mengirim laporannya") if waits else "",
        who_to_owner=_("Anda mengirim laporan") if waits else "",
        url=reverse("book_detail" if waits else "mentoring_detail", args=[pilot.business_id]),
        action=_("Lihat laporan bulanan") if waits else _("Lihat pendampingan"),
    )


def _waits(books: OwnBooks) -> str:
    if not books.has_books:
        return _("Saldo awal belum diisi.")
    if books.first_owed is None or books.due_on is None:
        return ""
    return _("Laporan %(month)s menunggu, paling lambat %(day)s.") % {
        "month": month_words(books.first_owed),
        "day": day(books.due_on),
    }
