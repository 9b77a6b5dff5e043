"""Columns and filters of the list of exceptions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from programs.pilots.choices import ExceptionState, NeedRule
from programs.pilots.models import EligibilityException
from soksi_portal.common.display import distance, in_zone
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge
from umkm.regions.models import Province
from umkm.regions.scoping import provinces_of

EXCEPTION_COLUMNS = (
    Column("usaha", _("Usaha"), lambda one: one.business.name, link=lambda one: one.get_absolute_url()),
    Column("syarat", _("Syarat"), lambda one: str(one.get_rule_display())),
    Column("alasan", _("Alasan"), lambda one: one.reason),
    Column("provinsi", _("Provinsi"), lambda one: one.business.province.name),
    Column("tahap", _("Tahap"), lambda one: one.phase.name),
    Column("peminta", _("Diminta oleh"), lambda one: one.asked_by.full_name),
    Column(
        "diminta",
        _("Diminta"),
        lambda one: in_zone(one.asked_at, one.business.province.time_zone).date(),
        cell=lambda one: distance(one.asked_at),
        sort="asked_at",
    ),
    Column(
        "status",
        _("Status"),
        lambda one: str(one.get_state_display()),
        cell=lambda one: badge(one.get_state_display(), one.state_tone),
    ),
    Column(
        "pemutus",
        _("Diputuskan oleh"),
        lambda one: one.decided_by.full_name if one.decided_by else "",
        on_page=False,
    ),
    Column("jawaban", _("Jawaban"), lambda one: one.answer, on_page=False),
)


class ExceptionFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="state", choices=ExceptionState.choices, empty_label=_("Semua")
    )
    syarat = django_filters.ChoiceFilter(
        label=_("Syarat"), field_name="rule", choices=NeedRule.choices, empty_label=_("Semua")
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Provinsi"),
        field_name="business__province",
        queryset=Province.objects.none(),
        empty_label=_("Semua"),
    )

    class Meta:
        model = EligibilityException
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["provinsi"].queryset = provinces = provinces_of(self.request.user)
        if provinces.count() < 2:
            del self.filters["provinsi"]
