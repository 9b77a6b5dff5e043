"""Filters of the lists, from the query string."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.cadres.models import Cadre
from umkm.regions.models import Province, Regency
from umkm.regions.scoping import province_codes, provinces_of, sees_whole_country

from .choices import BusinessState, SizeClass
from .finding.sections import Section
from .finding.tsquery import LONGEST_TEXT
from .models import Business, Kbli
from .searchvector import LOAN, PROVINCE, REGENCY, SECTION, SIZE, STATE


class SearchInput(forms.TextInput):
    """The box over a list: what may be typed is said in it."""

    def __init__(self) -> None:
        super().__init__(
            {"placeholder": _("nama, pemilik, NIB, tempat, atau produk"), "enterkeyhint": "search"}
        )


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
    """Narrows the list by what is chosen; the words typed are `words`, which the search takes from here."""

    q = django_filters.CharFilter(
        label=_("Cari"), method="leave_to_search", max_length=LONGEST_TEXT, widget=SearchInput
    )
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )
    regency = django_filters.ModelChoiceFilter(
        label=_("Kabupaten/kota"), queryset=visible_regencies, empty_label=_("Semua")
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=BusinessState.choices, empty_label=_("Semua")
    )
    size_class = django_filters.ChoiceFilter(
        label=_("Kelas"), choices=SizeClass.choices, empty_label=_("Semua")
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sektor"), choices=Section.choices, empty_label=_("Semua"), method="of_sector"
    )
    loan = django_filters.TypedChoiceFilter(
        label=_("Pinjaman bank"),
        field_name="has_bank_loan",
        choices=(("", _("Semua")), ("ada", _("Ada")), ("tidak", _("Tidak ada"))),
        coerce=lambda value: value == "ada",
    )

    class Meta:
        model = Business
        fields = ("q", "province", "regency", "state", "size_class", "sector", "loan")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """A regency of another province than the one chosen now is left behind."""
        if data is not None and data.get("province") and data.get("regency"):
            data = data.copy()
            if not data["regency"].startswith(data["province"]):
                data["regency"] = ""
        super().__init__(data, *args, **kwargs)

    def leave_to_search(self, businesses: QuerySet[Business], name: str, value: str) -> QuerySet[Business]:
        return businesses

    def of_sector(self, businesses: QuerySet[Business], name: str, value: str) -> QuerySet[Business]:
        # the keys themselves: the planner knows how many businesses have them
        return businesses.filter(
            kbli__in=list(Kbli.objects.filter(section=value).values_list("pk", flat=True))
        )

    def filter_queryset(self, queryset: QuerySet[Business]) -> QuerySet[Business]:
        """What went into another business is shown only to who asks for it."""
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state") == BusinessState.MERGED:
            return found
        return found.exclude(state=BusinessState.MERGED)

    @property
    def words(self) -> str:
        return str(self.form.cleaned_data.get("q") or "").strip() if self.form.is_valid() else ""

    @property
    def tokens(self) -> dict[str, list[str]]:
        """What the filters and the person's scope say, as the tokens of the search column."""
        chosen: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        user = self.request.user
        # a cadre's own businesses are in scope wherever they are
        unbound = sees_whole_country(user) or user.has_role(Role.CADRE)
        scope = [] if unbound else province_codes(user)
        loan = chosen.get("loan")
        return {
            PROVINCE: [chosen["province"].pk] if chosen.get("province") else scope,
            REGENCY: [chosen["regency"].pk] if chosen.get("regency") else [],
            STATE: [chosen["state"]] if chosen.get("state") else [],
            SIZE: [chosen["size_class"]] if chosen.get("size_class") else [],
            SECTION: [chosen["sector"]] if chosen.get("sector") else [],
            LOAN: [] if loan in (None, "") else ["y" if loan else "n"],
        }


# days; "waits longer than"
WAITS = (
    ("", _("Semua")),
    (1, _("1 hari")),
    (3, _("3 hari")),
    (7, _("1 minggu")),
    (14, _("2 minggu")),
    (30, _("1 bulan")),
)


class _Queue(django_filters.FilterSet):
    """What the queues of businesses and of cards share. `since` is the moment from which a row waits."""

    since = ""
    province = django_filters.ModelChoiceFilter(
        label=_("Provinsi"), queryset=visible_provinces, empty_label=_("Semua")
    )
    regency = django_filters.ModelChoiceFilter(
        label=_("Kabupaten/kota"), queryset=visible_regencies, empty_label=_("Semua")
    )
    lama = django_filters.TypedChoiceFilter(
        label=_("Menunggu lebih dari"), choices=WAITS, coerce=int, method="waits_longer"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without the province where there is but one."""
        super().__init__(*args, **kwargs)
        if visible_provinces(self.request).count() < 2:
            del self.filters["province"]

    def waits_longer(self, rows: QuerySet[Any], name: str, days: int) -> QuerySet[Any]:
        return rows.filter(**{f"{self.since}__lt": timezone.now() - timedelta(days=days)})


class QueueFilter(_Queue):
    since = "submitted_at"
    size_class = django_filters.ChoiceFilter(
        label=_("Kelas"), choices=SizeClass.choices, empty_label=_("Semua")
    )

    class Meta:
        model = Business
        fields = ("province", "regency", "size_class", "lama")


class CadreQueueFilter(_Queue):
    since = "state_since"

    class Meta:
        model = Cadre
        fields = ("province", "regency", "lama")
