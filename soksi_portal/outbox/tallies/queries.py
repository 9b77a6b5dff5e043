"""How many messages went out, arrived and failed, from the daily counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from soksi_portal.common.charts import Point
from soksi_portal.common.display import percent
from soksi_portal.outbox.choices import Channel
from soksi_portal.outbox.occasions import label_of

from .models import DailyCount

GONE_WRONG = ("failed", "unknown")
TRIED = ("sent", *GONE_WRONG)


@dataclass(frozen=True)
class ChannelRates:
    """What became of what left by one channel."""

    channel: Channel
    counts: dict[str, int]

    @property
    def tried(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in TRIED)

    @property
    def wrong(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in GONE_WRONG)

    @property
    def wrong_share(self) -> str:
        return percent(self.wrong, self.tried)

    @property
    def sent(self) -> int:
        return self.counts.get("sent", 0)

    @property
    def delivered(self) -> int:
        return self.counts.get("delivered", 0)

    @property
    def bounced(self) -> int:
        return self.counts.get("bounced", 0)

    @property
    def bounced_share(self) -> str:
        return percent(self.bounced, self.sent)

    @property
    def complained(self) -> int:
        return self.counts.get("complained", 0)


@dataclass(frozen=True)
class Statistics:
    sent: list[Point]
    wrong: list[Point]
    channels: list[ChannelRates]
    occasions: list[Point]

    @property
    def is_empty(self) -> bool:
        return not self.channels


def statistics(*, since: date, until: date, channel: str = "", occasion: str = "") -> Statistics:
    """Of the days from `since` to `until`, both of them in it."""
    counts = DailyCount.objects.filter(day__gte=since, day__lte=until)
    if channel:
        counts = counts.filter(channel=channel)
    if occasion:
        counts = counts.filter(occasion=occasion)
    rows = list(
        counts.order_by("channel").values_list("day", "channel", "occasion", "outcome").annotate(Sum("count"))
    )
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    return Statistics(
        sent=_by_day(days, rows, ("sent",)),
        wrong=_by_day(days, rows, (*GONE_WRONG, "bounced")),
        channels=_by_channel(rows),
        occasions=_by_occasion(rows),
    )


CountRow = tuple[date, str, str, str, int]


def _by_day(days: list[date], rows: Iterable[CountRow], outcomes: tuple[str, ...]) -> list[Point]:
    found = dict.fromkeys(days, 0)
    for day, _channel, _occasion, outcome, count in rows:
        if outcome in outcomes:
            found[day] += count
    return [Point(format_date(day, "j M"), count) for day, count in found.items()]


def _by_channel(rows: Iterable[CountRow]) -> list[ChannelRates]:
    found: dict[str, dict[str, int]] = {}
    for _day, channel, _occasion, outcome, count in rows:
        counts = found.setdefault(channel, {})
        counts[outcome] = counts.get(outcome, 0) + count
    return [ChannelRates(Channel(name), counts) for name, counts in found.items()]


def _by_occasion(rows: Iterable[CountRow]) -> list[Point]:
    """Those of which most went wrong, as shares of what was tried."""
    tried: dict[str, int] = {}
    wrong: dict[str, int] = {}
    for _day, _channel, occasion, outcome, count in rows:
        if outcome in TRIED:
            tried[occasion] = tried.get(occasion, 0) + count
        if outcome in (*GONE_WRONG, "bounced"):
            wrong[occasion] = wrong.get(occasion, 0) + count
    shares = sorted(wrong, key=lambda one: wrong[one] / max(tried.get(one, 0), 1), reverse=True)[:10]
    return [
        Point(
            label_of(one),
            wrong[one] * 100 / max(tried.get(one, 0), 1),
            shown=_("%(wrong)d dari %(tried)d") % {"wrong": wrong[one], "tried": tried.get(one, 0)},
            tone="bad",
        )
        for one in shares
    ]
