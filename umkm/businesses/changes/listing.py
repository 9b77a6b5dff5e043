"""Columns and filters of the list of change requests."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import distance, in_zone
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.businesses.choices import KeyField, RequestState
from umkm.businesses.filters import visible_provinces
from umkm.businesses.models import ChangeRequest

from .proposals import wished
from .queries import step


def _state(change: ChangeRequest) -> SafeString:
    """Short: the province stands beside it."""
    words = gettext("Menunggu pemilik baru") if change.awaits_new_owner else change.get_state_display()
    return badge(words, change.state_tone)


CHANGE_COLUMNS = (
    Column("usaha", _("Usaha"), lambda change: change.business.name, link=lambda c: c.get_absolute_url()),
    Column("isian", _("Isian"), lambda change: change.get_field_display()),
    Column("lama", _("Sekarang"), lambda change: change.old_value or "–"),
    Column("baru", _("Menjadi"), wished),
    Column("provinsi", _("Provinsi"), lambda change: change.province.name),
    Column(
        "diminta",
        _("Diminta"),
        lambda change: in_zone(change.requested_at, change.province.time_zone).date(),
        cell=lambda change: distance(change.requested_at),
        sort="requested_at",
    ),
    Column("status", _("Status"), step, cell=_state),
)


class ChangeFilter(django_filters.FilterSet):
    """Without a choice of state: what waits."""

    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*RequestState.choices, ("semua", _("Semua"))],
        empty_label=None,
        method="of_state",
    )
    field = django_filters.ChoiceFilter(label=_("Isian"), choices=KeyField.choices, empty_label=_("Semua"))
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )

    class Meta:
        model = ChangeRequest
        fields = ("state", "field", "province")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("state", RequestState.OPEN)
        super().__init__(data, *args, **kwargs)
        if visible_provinces(self.request).count() < 2:
            del self.filters["province"]

    def of_state(self, rows: QuerySet[ChangeRequest], _name: str, value: str) -> QuerySet[ChangeRequest]:
        return rows if value == "semua" else rows.filter(state=value)
