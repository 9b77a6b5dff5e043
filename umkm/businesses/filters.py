"""Filters of the lists, from the query string."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from umkm.regions.models import Province, Regency
from umkm.regions.scoping import provinces_of, sees_whole_country

from .choices import BusinessState, SizeClass
from .models import Business


def visible_provinces(request: Any) -> QuerySet[Province]:
    return provinces_of(request.user)


def visible_regencies(request: Any) -> QuerySet[Regency]:
    """Those of the chosen province, else of the provinces one coordinates; never all 514."""
    chosen = request.GET.get("province", "")
    codes = {province.code for province in visible_provinces(request)}
    if chosen in codes:
        codes = {chosen}
    elif sees_whole_country(request.user):
        return Regency.objects.none()
    return Regency.objects.existing().filter(province_id__in=codes).order_by("province_id", "kind", "name")


class BusinessFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Nama usaha"), field_name="name", lookup_expr="icontains", max_length=120
    )
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=BusinessState.choices, empty_label=_("Semua")
    )
    size_class = django_filters.ChoiceFilter(
        label=_("Kelas"), choices=SizeClass.choices, empty_label=_("Semua")
    )
    loan = django_filters.TypedChoiceFilter(
        label=_("Pinjaman bank"),
        field_name="has_bank_loan",
        choices=(("", _("Semua")), ("ada", _("Ada")), ("tidak", _("Tidak ada"))),
        coerce=lambda value: value == "ada",
    )

    class Meta:
        model = Business
        fields = ("q", "province", "state", "size_class", "loan")


class QueueFilter(django_filters.FilterSet):
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )
    regency = django_filters.ModelChoiceFilter(
        label=_("Kabupaten/kota"), queryset=visible_regencies, empty_label=_("Semua")
    )
    size_class = django_filters.ChoiceFilter(
        label=_("Kelas"), choices=SizeClass.choices, empty_label=_("Semua")
    )

    class Meta:
        model = Business
        fields = ("province", "regency", "size_class")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without the province where there is but one."""
        super().__init__(*args, **kwargs)
        if visible_provinces(self.request).count() < 2:
            del self.filters["province"]
