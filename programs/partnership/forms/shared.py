"""What several forms of this slice share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.errors import RuleViolation


def show_refusal(form: forms.BaseForm, refusal: RuleViolation) -> None:
    """The rule's sentence next to the field it is about, where the form has that field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def date_field(
    label: Any, *, required: bool = True, help_text: Any = "", missing: Any = ""
) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": missing or _("Pilih tanggalnya."),
            "invalid": _("Tanggal ini tidak ada. Pilih lagi, misalnya 9 Agustus 2015."),
        },
    )


class WordsField(forms.CharField):
    """Several lines, kept with plain line breaks whatever a browser sends."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class ReasonForm(forms.Form):
    reason = WordsField(
        label=_("Alasan"),
        max_length=300,
        rows=3,
        help_text=_("Tetap terbaca oleh siapa saja."),
        error_messages={"required": _("Tulis alasannya.")},
    )
