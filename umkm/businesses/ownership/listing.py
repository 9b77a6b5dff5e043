"""Columns and filters of the list of questions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import distance, in_zone
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.businesses.choices import QuestionKind, QuestionState
from umkm.businesses.filters import visible_provinces
from umkm.businesses.models import OwnershipQuestion

QUESTION_COLUMNS = (
    Column("penanya", _("Penanya"), lambda question: question.asker, link=lambda q: q.get_absolute_url()),
    Column("nomor", _("Nomor apa"), lambda question: question.get_kind_display()),
    Column("kata", _("Penjelasan"), lambda question: question.words),
    Column("provinsi", _("Provinsi"), lambda question: question.province.name),
    Column(
        "ditanya",
        _("Ditanyakan"),
        lambda question: in_zone(question.asked_at, question.province.time_zone).date(),
        cell=lambda question: distance(question.asked_at),
        sort="asked_at",
    ),
    Column(
        "status",
        _("Status"),
        lambda question: question.get_state_display(),
        cell=lambda question: badge(QuestionState(question.state)),
    ),
)


class QuestionFilter(django_filters.FilterSet):
    """Without a choice of state: what waits."""

    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*QuestionState.choices, ("semua", _("Semua"))],
        empty_label=None,
        method="of_state",
    )
    kind = django_filters.ChoiceFilter(
        label=_("Nomor apa"), choices=QuestionKind.choices, empty_label=_("Semua")
    )
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )

    class Meta:
        model = OwnershipQuestion
        fields = ("state", "kind", "province")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("state", QuestionState.OPEN)
        super().__init__(data, *args, **kwargs)
        if visible_provinces(self.request).count() < 2:
            del self.filters["province"]

    def of_state(
        self, rows: QuerySet[OwnershipQuestion], _name: str, value: str
    ) -> QuerySet[OwnershipQuestion]:
        return rows if value == "semua" else rows.filter(state=value)
