"""Columns and filters of the list of possible duplicates."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import percent
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.businesses.choices import DuplicateState
from umkm.businesses.filters import visible_provinces
from umkm.businesses.models import PossibleDuplicate

DUPLICATE_COLUMNS = (
    Column("usaha", _("Usaha"), lambda pair: pair.first.name, link=lambda pair: pair.get_absolute_url()),
    Column("kembar", _("Mirip dengan"), lambda pair: pair.second.name),
    Column("pemilik", _("Pemilik"), lambda pair: _owners(pair)),
    Column("kabupaten", _("Kabupaten/kota"), lambda pair: str(pair.first.regency or "")),
    Column("mengapa", _("Mengapa"), lambda pair: ", ".join(pair.likeness_labels)),
    Column(
        "mirip",
        _("Kemiripan nama"),
        lambda pair: percent(round(pair.similarity * 100), 100),
        sort="similarity",
    ),
    Column(
        "status",
        _("Status"),
        lambda pair: pair.get_state_display(),
        cell=lambda pair: badge(DuplicateState(pair.state)),
    ),
)


def _owners(pair: PossibleDuplicate) -> str:
    names = dict.fromkeys((pair.first.owner.full_name, pair.second.owner.full_name))
    return " / ".join(names)


class DuplicateFilter(django_filters.FilterSet):
    """Without a choice of state: what is undecided."""

    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*DuplicateState.choices, ("semua", _("Semua"))],
        empty_label=None,
        method="of_state",
    )
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )

    class Meta:
        model = PossibleDuplicate
        fields = ("state", "province")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("state", DuplicateState.OPEN)
        super().__init__(data, *args, **kwargs)
        if visible_provinces(self.request).count() < 2:
            del self.filters["province"]

    def of_state(
        self, rows: QuerySet[PossibleDuplicate], _name: str, value: str
    ) -> QuerySet[PossibleDuplicate]:
        return rows if value == "semua" else rows.filter(state=value)
