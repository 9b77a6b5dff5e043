"""What the list of reports is narrowed down by, in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.mentoring.choices import Discipline
from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from umkm.regions.models import Province
from umkm.regions.scoping import provinces_of

from .months import last_complete, month_code, month_words, months_until, read_month, today

NOT_IN = "belum"  # missing, or not even begun


def month_choices() -> list[tuple[str, str]]:
    months = reversed(months_until(last_complete(today()), 12))
    return [(month_code(one), month_words(one)) for one in months]


def month_of(query: Mapping[str, Any]) -> date:
    """The month asked for; the last complete one where none, or none of the choices, is named."""
    wanted = str(query.get("bulan", ""))
    chosen = read_month(wanted) if wanted in dict(month_choices()) else None
    return chosen or last_complete(today())


class PilotFilter(django_filters.FilterSet):
    bulan = django_filters.ChoiceFilter(
        label=_("Bulan"), choices=lambda: month_choices(), empty_label=_("Bulan lalu"), method="as_is"
    )
    status = django_filters.ChoiceFilter(
        label=_("Laporan"),
        choices=[(NOT_IN, _("Belum masuk, tenggat lewat")), *Discipline.choices],
        empty_label=_("Semua"),
        method="by_status",
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Provinsi"),
        field_name="seat__province",
        queryset=lambda request: Province.objects.existing(),
        empty_label=_("Semua"),
    )
    tahap = django_filters.ModelChoiceFilter(
        label=_("Tahap"), field_name="seat__phase", queryset=Phase.objects.all(), empty_label=_("Semua")
    )

    class Meta:
        model = Pilot
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].queryset = provinces_of(user)

    def by_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == NOT_IN:
            return queryset.filter(kept__in=(Discipline.MISSING, Discipline.NOT_BEGUN))
        return queryset.filter(kept=value)

    def as_is(self, queryset: QuerySet[Pilot], name: str, value: str) -> QuerySet[Pilot]:
        """The view has made its rows for the month already."""
        return queryset
