from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import LONGEST_REASON


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa saluran ini ditahan?"),
        max_length=LONGEST_REASON,
        help_text=_("Contoh: penyedia sedang gangguan, atau teks undangan keliru."),
        error_messages={"required": _("Tulis mengapa saluran ini ditahan.")},
    )


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa saluran ini dilepas?"),
        max_length=LONGEST_REASON,
        help_text=_("Contoh: penyedia sudah pulih."),
        error_messages={"required": _("Tulis mengapa saluran ini dilepas.")},
    )
