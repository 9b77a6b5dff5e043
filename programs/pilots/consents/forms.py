"""When an owner without an account signed the paper."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PaperForm(forms.Form):
    signed_on = forms.DateField(
        label=_("Ditandatangani pada"),
        help_text=_("Simpan kertasnya; teksnya ada di bawah."),
        widget=forms.DateInput(attrs={"type": "date", "class": "width-10"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Tulis tanggal pada kertasnya."),
            "invalid": _("Tulis tanggal seperti 2026-11-23."),
        },
    )
    seen = forms.BooleanField(
        label=_("Saya melihat kertas yang ditandatangani pemiliknya sendiri"),
        error_messages={"required": _("Centang setelah Anda melihat kertasnya.")},
    )
