"""Forms about trainers and days off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import AbsenceReason, Language
from programs.training.curriculum.forms import ModulesField
from programs.training.forms import DAYS, ProvincesField
from programs.training.models import Holiday, Module
from umkm.regions.choices import TimeZone
from umkm.regions.models import Province

FIRST_YEAR, LAST_YEAR = 2015, 2100


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAYS)
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("error_messages", {"invalid": gettext_lazy("Tulis tanggal seperti 23-11-2026.")})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("Tahunnya harus antara %(first)d dan %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


class ProfileForm(forms.Form):
    time_zone = forms.ChoiceField(label=gettext_lazy("Tinggal di wilayah"), choices=TimeZone.choices)
    modules = ModulesField(
        label=gettext_lazy("Modul yang diajarkan"),
        queryset=Module.objects.filter(is_active=True),
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Bahasa"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu bahasa.")},
    )
    provinces = ProvincesField(
        label=gettext_lazy("Provinsi tempat bertugas"), queryset=Province.objects.existing(), required=False
    )


class AbsenceForm(forms.Form):
    first = DayField(label=gettext_lazy("Hari pertama"))
    last = DayField(label=gettext_lazy("Hari terakhir"))
    reason = forms.ChoiceField(label=gettext_lazy("Alasan"), choices=AbsenceReason.choices)


class HolidayForm(forms.ModelForm):
    day = DayField(label=gettext_lazy("Tanggal"))

    class Meta:
        model = Holiday
        fields = ("day", "name", "kind", "province", "is_active")
        help_texts = {
            "name": gettext_lazy("Misalnya: Hari Raya Galungan."),
            "province": gettext_lazy("Kosongkan bila berlaku di seluruh Indonesia."),
            "is_active": gettext_lazy("Hilangkan centang bila pemerintah memindahkan atau membatalkannya."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province: Any = self.fields["province"]
        province.queryset = Province.objects.existing().order_by("name")
        province.empty_label = _("Seluruh Indonesia")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("day"):
            same = Holiday.objects.filter(day=data["day"], province=data.get("province"))
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("day", _("Tanggal ini sudah tercatat untuk wilayah itu. Ubah yang sudah ada."))
        return data
