"""The columns of the list of who reported: days and states, no amounts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.choices import Discipline
from soksi_portal.common.display import day
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge

from .discipline import NEVER
from .months import month_code, month_words

PILOT_COLUMNS: tuple[Column, ...] = (
    Column(
        "usaha",
        gettext_lazy("Usaha"),
        lambda p: p.business.name,
        link=lambda p: reverse("book_detail", args=[p.business_id]),
        sort="business__name",
    ),
    Column("provinsi", gettext_lazy("Provinsi"), lambda p: p.seat.province.name, sort="seat__province__name"),
    Column("tahap", gettext_lazy("Tahap"), lambda p: p.seat.phase.name),
    Column("pemilik", gettext_lazy("Pemilik"), lambda p: p.business.owner.full_name),
    Column(
        "status",
        gettext_lazy("Laporan bulan ini"),
        lambda p: str(Discipline(p.kept).label),
        cell=lambda p: badge(Discipline(p.kept)),
        sort="kept",
    ),
    Column(
        "dikirim",
        gettext_lazy("Dikirim"),
        lambda p: p.sent_on.isoformat() if p.sent_on else "",
        cell=lambda p: day(p.sent_on) if p.sent_on else "–",
    ),
    Column(
        "terakhir",
        gettext_lazy("Laporan terakhir"),
        lambda p: "" if p.last_month == NEVER else month_code(p.last_month),
        cell=lambda p: _last(p),
        sort="last_month",
    ),
)


def _last(pilot: Any) -> str:
    return _("Belum ada") if pilot.last_month == NEVER else month_words(pilot.last_month)
