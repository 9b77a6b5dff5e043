"""Seats that have been empty for two weeks: the province's coordinators are told, and the board of all provinces.

Told once for the day on which it became so, in one message however many seats there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.models import Move, Pilot, Seat
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, figure, in_zone
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue
from umkm.regions.models import Post

from .wordings import BOARD, COORDINATOR, SEATS_EMPTY

TOO_LONG = timedelta(days=14)
LOOK_BACK = timedelta(days=7)  # what a portal that stood still missed; longer ago, the weekly digest says it
ZONE = ZoneInfo("Asia/Jakarta")
HOUR = time(9)


@dataclass(frozen=True)
class Notice:
    """One person is told of the seats that have been empty for two weeks on one day."""

    recipient: User
    seats: tuple[Any, ...]  # each with `empty_since`
    day_number: int
    province: str  # its code; empty for the board, which hears of all

    @property
    def ref(self) -> str:
        return f"seats:{self.province or 'all'}"


def empty_seats() -> QuerySet[Any]:
    """Of open phases, offered to nobody, with `empty_since`: its last pilot left, or the phase opened."""
    left = Pilot.objects.filter(seat=OuterRef("pk")).order_by("-ended_at").values("ended_at")
    moved = Move.objects.filter(from_seat=OuterRef("pk")).order_by("-moved_at").values("moved_at")
    opened = Coalesce("phase__opened_at", "phase__created_at")
    since = Greatest(Subquery(left[:1]), Subquery(moved[:1]), opened, output_field=DateTimeField())
    return (
        Seat.objects.filter(phase__in=Phase.objects.open())
        .free()
        .not_offered()
        .annotate(empty_since=since)
        .select_related("province", "phase")
    )


class EmptySeats:
    """Kind: seats on which nobody sits. `wanting` names the people, since a message is one for each of them."""

    def wanting(self, now: datetime) -> set[int]:
        return {notice.recipient.pk for notice in _missing(now)}

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the person locked, so that two planners do not ask the same at once."""
        row = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=subject_id)
        return sum(_tell(notice) for person in list(row) for notice in _missing(now, person))

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """None waits: it is planned as it is due."""
        return []


def _missing(now: datetime, person: User | None = None) -> Iterator[Notice]:
    notices = list(_due(now, person))
    told = set(
        Message.objects.filter(
            occasion=SEATS_EMPTY,
            subject_ref__in={notice.ref for notice in notices},
            revision__in={notice.day_number for notice in notices},
        ).values_list("recipient", "subject_ref", "revision")
    )
    for notice in notices:
        if (notice.recipient.pk, notice.ref, notice.day_number) not in told:
            yield notice


def _due(now: datetime, person: User | None) -> Iterator[Notice]:
    today = in_zone(now, ZONE)
    last_day = today.date() if today.time() >= HOUR else today.date() - timedelta(days=1)
    first = datetime.combine(last_day - LOOK_BACK, time(), ZONE) - TOO_LONG
    until = datetime.combine(last_day + timedelta(days=1), time(), ZONE) - TOO_LONG
    found = list(empty_seats().filter(empty_since__gte=first, empty_since__lt=until))
    if not found:
        return
    for number, seats in _by(found, _day_of):
        for recipient in _people(User.objects.with_role(Role.BOARD), person):
            yield Notice(recipient, seats, number, "")
        for code, own in _by(seats, lambda seat: seat.province_id):
            posts = Post.objects.active().filter(province=code)
            for recipient in _people(User.objects.filter(is_active=True, posts__in=posts), person):
                yield Notice(recipient, own, number, str(code))


def _by(seats: Iterable[Any], key: Callable[[Any], Any]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    ordered = sorted(seats, key=lambda seat: (key(seat), seat.province.name, seat.number))
    for value, group in groupby(ordered, key=key):
        yield value, tuple(group)


def _day_of(seat: Any) -> int:
    """The day on which it has been empty for two weeks."""
    return in_zone(seat.empty_since + TOO_LONG, ZONE).date().toordinal()


def _people(people: QuerySet[User], person: User | None) -> QuerySet[User]:
    return (people.filter(pk=person.pk) if person else people).distinct().order_by("pk")


def _tell(notice: Notice) -> bool:
    seats = notice.seats
    fields = {
        "jumlah": figure(len(seats)),
        "daftar": "\n".join(_line(seat) for seat in seats),
        "tautan": urljoin(settings.PORTAL_URL, reverse("pilot_list")),
    }
    if notice.province:
        fields["provinsi"] = seats[0].province.name
    message = enqueue(
        occasion=SEATS_EMPTY,
        variant=COORDINATOR if notice.province else BOARD,
        subject_ref=notice.ref,
        revision=notice.day_number,
        recipient=notice.recipient,
        fields=fields,
        time_zone=seats[0].province.time_zone if notice.province else str(ZONE),
    )
    return message is not None


def _line(seat: Any) -> str:
    return _("- Kursi %(number)s %(province)s, kosong sejak %(day)s") % {
        "number": seat.number,
        "province": seat.province.name,
        "day": day(in_zone(seat.empty_since, seat.province.time_zone)),
    }
