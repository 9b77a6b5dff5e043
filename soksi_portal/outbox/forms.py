from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import LONGEST_REASON


class ResendForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa dikirim ulang?"),
        max_length=LONGEST_REASON,
        help_text=_("Contoh: Ibu Siti menelepon, undangannya tidak sampai."),
        error_messages={"required": _("Tulis mengapa pesan ini dikirim ulang.")},
    )
