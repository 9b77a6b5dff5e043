"""The list of staff: every pilot with how far it is, and what it does next."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.reports.discipline import NEVER
from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.regions.models import Province
from umkm.regions.scoping import provinces_of

from .queries import UNCOUNTED
from .scoring import from_rows
from .wording import steps_of

NOT_YET, LOW, MIDDLE, HIGH = "belum", "rendah", "sedang", "tinggi"
# hundredths; where a colour changes, no rule of a bank
FROM_MIDDLE, FROM_HIGH = 4_000, 7_000
LEVELS = (
    (NOT_YET, gettext_lazy("Belum dihitung")),
    (LOW, gettext_lazy("Di bawah 40")),
    (MIDDLE, gettext_lazy("40 sampai 69")),
    (HIGH, gettext_lazy("70 ke atas")),
)


class ReadinessFilter(django_filters.FilterSet):
    nilai = django_filters.ChoiceFilter(
        label=gettext_lazy("Kesiapan"), choices=LEVELS, empty_label=gettext_lazy("Semua"), method="by_level"
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Provinsi"), field_name="seat__province", queryset=Province.objects.none(),
        empty_label=gettext_lazy("Semua"),
    )  # fmt: skip
    tahap = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tahap"), field_name="seat__phase", queryset=Phase.objects.all(),
        empty_label=gettext_lazy("Semua"),
    )  # fmt: skip

    class Meta:
        model = Pilot
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].queryset = provinces_of(user)

    def by_level(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == NOT_YET:
            return rows.filter(readiness=UNCOUNTED)
        if value == LOW:
            return rows.filter(readiness__gte=0, readiness__lt=FROM_MIDDLE)
        if value == MIDDLE:
            return rows.filter(readiness__gte=FROM_MIDDLE, readiness__lt=FROM_HIGH)
        return rows.filter(readiness__gte=FROM_HIGH)


def _cell(pilot: Any) -> Any:
    if pilot.readiness == UNCOUNTED:
        return badge(_("Belum dihitung"), "neutral")
    tone = (
        "good"
        if pilot.readiness >= FROM_HIGH
        else "waiting"
        if pilot.readiness >= FROM_MIDDLE
        else "attention"
    )
    return badge(_("%(number)s dari 100") % {"number": pilot.readiness // 100}, tone)


def _step(pilot: Any) -> str:
    """Nothing about money and credit: coordinators read the same list."""
    steps = steps_of(from_rows(pilot.readiness_points or []), pilot.business_id, most=1, private=False)
    return steps[0].text if steps else ""


READINESS_COLUMNS: tuple[Column, ...] = (
    Column(
        "usaha",
        gettext_lazy("Usaha"),
        lambda p: p.business.name,
        link=lambda p: reverse("readiness_detail", args=[p.business_id]),
        sort="business__name",
    ),
    Column("provinsi", gettext_lazy("Provinsi"), lambda p: p.seat.province.name, sort="seat__province__name"),
    Column("tahap", gettext_lazy("Tahap"), lambda p: p.seat.phase.name),
    Column("pemilik", gettext_lazy("Pemilik"), lambda p: p.business.owner.full_name),
    Column(
        "kesiapan",
        gettext_lazy("Kesiapan"),
        lambda p: "" if p.readiness == UNCOUNTED else p.readiness // 100,
        cell=_cell,
        sort="readiness",
    ),
    Column("langkah", gettext_lazy("Langkah berikutnya"), _step),
    Column(
        "dihitung",
        gettext_lazy("Berubah terakhir"),
        lambda p: "" if p.counted_on == NEVER else p.counted_on.isoformat(),
        cell=lambda p: "–" if p.counted_on == NEVER else day(p.counted_on),
        sort="counted_on",
    ),
)
