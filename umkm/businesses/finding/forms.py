from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

LONGEST_NAME = 60


class SavedFilterForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama saringan"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Contoh: Keripik di Bandung yang terverifikasi."),
        error_messages={"required": gettext_lazy("Beri nama saringan ini.")},
    )
