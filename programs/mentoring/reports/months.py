"""Months, and until when the report of one is due. The rule is here and nowhere else."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils import timezone
from django.utils.dateformat import format as format_date

from programs.mentoring.statements.figures import month_after

DUE_DAY = 10  # a month is reported until this day of the next one
MOST_BACK = 12  # months that books may begin before now: readiness looks back no further


def first_of(day: date) -> date:
    return day.replace(day=1)


def last_day(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def due_on(month: date) -> date:
    return month_after(month).replace(day=DUE_DAY)


def today() -> date:
    """The calendar of the country's first zone; a report counts by the date of its own province."""
    return timezone.localdate()


def last_complete(day: date) -> date:
    """The month that ended last."""
    return month_after(first_of(day), -1)


def months_until(last: date, number: int) -> list[date]:
    """`number` months, `last` at the end."""
    return [month_after(last, -back) for back in reversed(range(number))]


def month_words(month: date) -> str:
    """`Oktober 2026`."""
    return format_date(month, "F Y")


def month_code(month: date) -> str:
    return f"{month:%Y-%m}"


def read_month(text: str) -> date | None:
    """`2026-10`; None for all else."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else None
