"""A phase, and the seats of each province."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.layout import Section, helper
from umkm.regions.models import Province

from ..choices import SHARES, GraduationMeasure, PhaseState
from ..models import Phase
from ..models.graduation import MOST_REQUIRED
from .shared import date_field

MOST_SEATS = 20  # the constraint phase_quota_sane
QUOTA_ERRORS = {
    "invalid": gettext_lazy("Tulis angka saja, misalnya 2."),
    "min_value": gettext_lazy("Paling sedikit 1 kursi."),
    "max_value": gettext_lazy("Paling banyak 20 kursi."),
}


class PhaseForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama tahap"),
        max_length=120,
        help_text=gettext_lazy("Misalnya: Tahap 2027."),
        error_messages={"required": gettext_lazy("Tulis nama tahapnya.")},
    )
    starts_on = date_field(gettext_lazy("Mulai"), missing=gettext_lazy("Pilih tanggal mulai."))
    ends_on = date_field(gettext_lazy("Selesai"), required=False)
    quota = forms.IntegerField(
        label=gettext_lazy("Kursi di setiap provinsi"),
        initial=2,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=gettext_lazy("Dapat diubah untuk masing-masing provinsi setelah tahap disimpan."),
        error_messages={"required": gettext_lazy("Tulis jumlah kursinya."), **QUOTA_ERRORS},
    )
    provinces = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Provinsi yang ikut"),
        queryset=Province.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Centang paling sedikit satu provinsi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        existing = Province.objects.existing()
        field = cast(forms.ModelMultipleChoiceField, self.fields["provinces"])
        field.queryset = field.initial = existing

    @property
    def helper(self) -> Any:
        return helper(
            Section(_("Tahap"), "name", "starts_on", "ends_on"), Section(_("Kursi"), "quota", "provinces")
        )


class QuotaForm(forms.Form):
    """A number for each province; empty: it does not take part."""

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quotas = dict(phase.provinces.values_list("province_id", "quota"))
        provinces = Province.objects.filter(pk__in=quotas) | Province.objects.existing()
        self.provinces = list(provinces.order_by("name"))
        for province in self.provinces:
            self.fields[f"quota_{province.pk}"] = forms.IntegerField(
                label=province.name,
                required=False,
                initial=quotas.get(province.pk),
                min_value=1,
                max_value=MOST_SEATS,
                disabled=phase.state == PhaseState.CLOSED,
                error_messages=QUOTA_ERRORS,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
            )

    def quotas(self) -> dict[Province, int | None]:
        return {province: self.cleaned_data[f"quota_{province.pk}"] for province in self.provinces}


class GraduationForm(forms.Form):
    """The least of each measure; empty: it is not asked for."""

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(phase.graduation_requirements.values_list("measure", "least"))
        for measure in GraduationMeasure:
            most = 100 if measure in SHARES else MOST_REQUIRED
            self.fields[measure.value] = forms.IntegerField(
                label=measure.label,
                help_text=_("Paling sedikit. Kosongkan bila tidak disyaratkan."),
                required=False,
                initial=known.get(measure.value),
                min_value=1,
                max_value=most,
                disabled=phase.state == PhaseState.CLOSED,
                error_messages={
                    "invalid": _("Tulis angka saja, misalnya 4."),
                    "min_value": _("Paling sedikit 1. Kosongkan bila tidak disyaratkan."),
                    "max_value": _("Paling banyak %(limit_value)s."),
                },
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
