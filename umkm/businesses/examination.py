"""What the coordinator fills in: the checklist before verifying, the reasons when returning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import CHECKS, FIELD_LABELS, label_of, shown
from .models import Business

TICK_FIRST = {"required": gettext_lazy("Centang setelah Anda memeriksanya, atau kembalikan usaha ini.")}


class VerifyForm(forms.Form):
    """The checklist: all of it, before a business counts as verified."""

    person = forms.BooleanField(
        label=gettext_lazy("Pemilik dan usahanya benar ada"), error_messages=TICK_FIRST
    )
    place = forms.BooleanField(
        label=gettext_lazy("Alamat, kabupaten/kota, dan jenis usahanya cocok"), error_messages=TICK_FIRST
    )
    figures = forms.BooleanField(
        label=gettext_lazy("Pekerja, penjualan, dan modalnya masuk akal"), error_messages=TICK_FIRST
    )
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, max_length=500)


class ReturnForm(forms.Form):
    """A reason for each field that is to be mended; at least one."""

    note = forms.CharField(
        label=gettext_lazy("Pesan untuk pemilik"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(self, data: Any = None, *, business: Business) -> None:
        super().__init__(data, auto_id="alasan_%s")
        self.business = business
        for name, label in FIELD_LABELS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=300,
                help_text=CHECKS[name],
                widget=forms.TextInput(attrs={"class": "form-control", "size": 48}),
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each fact with its value, what to look at, and the place for the reason."""
        for name in FIELD_LABELS:
            yield {
                "label": label_of(self.business, name),
                "value": shown(self.business, name),
                "field": self[name],
            }

    def reasons(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELD_LABELS if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in FIELD_LABELS) and not self.errors:
            raise forms.ValidationError(_("Tulis apa yang perlu diperbaiki, paling sedikit pada satu isian."))
        return cleaned
