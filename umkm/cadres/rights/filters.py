"""What the admin's queue is narrowed down by. Without a choice: what waits."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..choices import DataRequestKind, DataRequestState
from ..models import DataRequest


class DataRequestFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        field_name="state",
        choices=[choice for choice in DataRequestState.choices if choice[0] != DataRequestState.OPEN],
        empty_label=DataRequestState.OPEN.label,
    )
    jenis = django_filters.ChoiceFilter(
        label=_("Yang diminta"), field_name="kind", choices=DataRequestKind.choices, empty_label=_("Semua")
    )

    class Meta:
        model = DataRequest
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("status") else found.filter(state=DataRequestState.OPEN)
