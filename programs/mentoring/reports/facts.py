"""What the pages of a report show: the task list, the answers, what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.mentoring.models import MONEY, Report, ReportVersion
from programs.mentoring.models.reports import GONE_MONEY, NUMBERS, Amounts
from soksi_portal.common.display import figure, rupiah
from soksi_portal.common.parts import Fact, Task

from .months import month_words
from .sheet import Page, is_filled, pages_of

BACK_TO_CHECK = "periksa"  # the query of a page opened from the check


def label_of(name: str, report: Report) -> str:
    if report.is_opening and name in OPENING_LABELS:
        return str(OPENING_LABELS[name]())
    return str(getattr(Report._meta.get_field(name), "verbose_name", name))


OPENING_LABELS = {
    "equipment_bought": lambda: _("Nilai alat usaha"),
    "equipment_years": lambda: _("Sisa umur alat (tahun)"),
    "loan_received": lambda: _("Sisa pinjaman"),
}


def shown(name: str, told: Amounts) -> str:
    value = getattr(told, name)
    if value is None:
        return ""
    if name in (*MONEY, *GONE_MONEY):
        return rupiah(value)
    if isinstance(value, date):
        return month_words(value)
    return str(value) if isinstance(value, str) else figure(value)


def tasks(report: Report) -> list[Task]:
    return [_task(report, page) for page in pages_of(report)]


def _task(report: Report, page: Page) -> Task:
    url = reverse("report_step", args=[report.pk, page.slug])
    if is_filled(report, page):
        told = [
            f"{label_of(name, report)} {shown(name, report)}" for name in page.names if getattr(report, name)
        ]
        return Task(str(page.title), "done", url, "; ".join(told) or _("Tidak ada"))
    begun = any(getattr(report, name) is not None for name in page.names if name in NUMBERS)
    return Task(str(page.title), "started" if begun else "todo", url)


def answers(report: Report) -> list[Fact]:
    """Each answer with the page where it is changed."""
    found = []
    for page in pages_of(report):
        url = f"{reverse('report_step', args=[report.pk, page.slug])}?{BACK_TO_CHECK}"
        names = [name for name in page.names if name in MONEY or getattr(report, name) or name == "employees"]
        found += [Fact(label_of(name, report), shown(name, report), url) for name in names]
    return found


def told_in(version: ReportVersion, report: Report) -> list[Fact]:
    """The amounts of what was sent."""
    names = [name for page in pages_of(report) for name in page.names]
    return [
        Fact(label_of(name, report), shown(name, version))
        for name in names
        if name in MONEY or getattr(version, name)
    ]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Mended:
    """A later version, with what it changed."""

    version: ReportVersion
    changes: tuple[Change, ...]


def mended(report: Report) -> list[Mended]:
    """The newest first."""
    versions = list(report.versions.select_related("sent_by").order_by("number"))
    pairs = pairwise(versions)
    found = [Mended(after, tuple(_changes(report, before, after))) for before, after in pairs]
    return found[::-1]


def _changes(report: Report, before: ReportVersion, after: ReportVersion) -> Iterator[Change]:
    names: tuple[Any, ...] = tuple(name for page in pages_of(report) for name in page.names)
    for name in (*names, "difference_reason"):
        if getattr(before, name) != getattr(after, name):
            yield Change(label_of(name, report), shown(name, before) or "–", shown(name, after) or "–")
