"""What the coordinator fills in: the checklist before verifying, the reasons when returning. One form for both, so
that neither loses what was written for the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import phone
from umkm.cadres.membership import CARD_LABELS
from umkm.cadres.models import Cadre

from .choices import DocumentKind
from .documents.queries import DocumentLine
from .fields import label_of, nik_in_words
from .models import Business
from .reasons import DOCUMENTS, REASON_CHECKS, REASON_LABELS, examined_value

Points = Mapping[str, Any]  # name → what is ticked


@dataclass(frozen=True)
class Examined:
    """One line to compare: a field with its value and what to look at."""

    name: str
    label: str
    value: str
    check: str


def examined_business(business: Business) -> list[Examined]:
    return [
        Examined(
            name=name,
            label=str(label) if name == DOCUMENTS else label_of(business, name),
            value=examined_value(business, name),
            check=str(REASON_CHECKS[name]),
        )
        for name, label in REASON_LABELS.items()
    ]


_CARD_CHECKS = {
    "full_name": gettext_lazy("Sama dengan KTP?"),
    "nik": gettext_lazy("Sama dengan KTP? Tanggal lahirnya cocok?"),
    "membership_number": gettext_lazy("Ada di daftar anggota?"),
    "card": gettext_lazy("Terbaca, berlaku, dan atas nama orang ini?"),
    "phone": gettext_lazy("Dapat dihubungi?"),
}


def examined_cadre(cadre: Cadre, documents: Sequence[DocumentLine]) -> list[Examined]:
    there = any(line.kind == DocumentKind.CARD for line in documents)
    values = {
        "full_name": cadre.full_name,
        "nik": nik_in_words(cadre),
        "membership_number": cadre.membership_number,
        "card": _("Ada fotonya") if there else _("Belum ada fotonya"),
        "phone": phone(cadre.phone),
    }
    return [
        Examined(name, str(label), values[name], str(_CARD_CHECKS[name]))
        for name, label in CARD_LABELS.items()
    ]


class ExaminationForm(forms.Form):
    """Sent to verify, or to return: `verifying` says which is meant, and so what must be there."""

    note = forms.CharField(
        label=gettext_lazy("Pesan untuk pemilik"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(
        self, data: Any = None, *, points: Points, examined: Sequence[Examined], verifying: bool = False
    ) -> None:
        super().__init__(data, auto_id="alasan_%s")
        self.points, self.examined, self.verifying = points, examined, verifying
        for name, label in points.items():
            self.fields[name] = forms.BooleanField(
                label=label,
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
        for line in examined:
            self.fields[line.name] = forms.CharField(
                label=line.label,
                required=False,
                max_length=300,
                help_text=line.check,
                widget=forms.TextInput(attrs={"class": "form-control", "size": 48}),
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each fact with its value, what to look at, and the place for the reason."""
        for line in self.examined:
            yield {"label": line.label, "value": line.value, "field": self[line.name]}

    def ticks(self) -> list[BoundField]:
        return [self[name] for name in self.points]

    @property
    def reasons(self) -> dict[str, str]:
        found = {line.name: self.cleaned_data.get(line.name, "") for line in self.examined}
        return {name: text for name, text in found.items() if text}

    @property
    def checklist(self) -> list[str]:
        """The points that were ticked."""
        return [name for name in self.points if self.cleaned_data.get(name)]

    def said(self) -> dict[str, Any]:
        """What both decisions take along."""
        return {"note": self.cleaned_data["note"], "checklist": self.checklist}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not self.verifying:
            if not self.reasons:
                raise forms.ValidationError(
                    _("Tulis apa yang perlu diperbaiki, paling sedikit pada satu isian.")
                )
            return cleaned
        if self.reasons:
            raise forms.ValidationError(
                _("Anda menulis alasan perbaikan. Hapus dulu bila semuanya cocok, atau kembalikan.")
            )
        for name in self.points:
            if not cleaned.get(name):
                self.add_error(name, _("Centang setelah Anda memeriksanya, atau kembalikan."))
        return cleaned
