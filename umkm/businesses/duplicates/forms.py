"""What the coordinator fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.businesses.models import Business

from .comparing import choosable
from .services import TAKES_FACTS


class DifferentForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Mengapa berbeda?"),
        help_text=gettext_lazy("Contoh: sudah ditelepon; yang satu cabang milik adiknya."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis mengapa keduanya berbeda.")},
    )


class MergeForm(forms.Form):
    """For each free fact in which the two differ: whose value stays; that of the kept one unless chosen otherwise."""

    def __init__(self, data: Any = None, *, kept: Business, other: Business) -> None:
        super().__init__(data)
        self.rows = choosable(kept, other) if kept.state in TAKES_FACTS else []
        for row in self.rows:
            self.fields[row.key] = forms.ChoiceField(
                label=row.label,
                choices=((kept.pk, row.first or _("Kosong")), (other.pk, row.second or _("Kosong"))),
                initial=kept.pk,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Pilih salah satu."),
                    "invalid_choice": _("Pilih salah satu."),
                },
            )
        self.other = other
        self.fields["reason"] = forms.CharField(
            label=_("Mengapa sama?"),
            help_text=_("Contoh: pemiliknya mendaftar dua kali, sudah ditelepon."),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Tulis mengapa keduanya usaha yang sama.")},
        )

    def taken(self) -> dict[str, bool]:
        """Which facts come from the one that goes."""
        return {row.key: self.cleaned_data[row.key] == str(self.other.pk) for row in self.rows}
