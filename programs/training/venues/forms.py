"""Forms of venues."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.models import Venue
from umkm.regions.models import Regency


def _with_province(regency: Regency) -> str:
    return f"{regency.full_name}, {regency.province}"


class VenueForm(forms.ModelForm):
    class Meta:
        model = Venue
        fields = ("name", "address", "regency", "capacity")
        help_texts = {
            "name": gettext_lazy("Misalnya: Balai Latihan Kerja Bandung."),
            "address": gettext_lazy("Jalan dan nomor, seperti yang dicari orang di peta."),
            "capacity": gettext_lazy("Berapa orang yang dapat duduk."),
        }
        error_messages = {"capacity": {"min_value": gettext_lazy("Daya tampung paling sedikit 1 orang.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regency = cast(forms.ModelChoiceField, self.fields["regency"])
        regency.queryset = (
            Regency.objects.existing().select_related("province").order_by("province__name", "name")
        )
        regency.label_from_instance = _with_province  # type: ignore[assignment]
        regency.empty_label = _("Pilih kabupaten/kota")
        self.fields["capacity"] = forms.IntegerField(
            label=_("Daya tampung"),
            min_value=1,
            max_value=100_000,
            help_text=self.Meta.help_texts["capacity"],
        )


class RetireForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Mengapa tidak dipakai lagi?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Misalnya: gedungnya direnovasi sampai akhir tahun."),
        error_messages={"required": gettext_lazy("Tulis mengapa tempat ini tidak dipakai lagi.")},
    )
