"""Why a rule should not stand in the way, and what the second person says to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.pilots.forms import LENGTH_ERRORS
from programs.pilots.walls import REASON_LENGTH
from soksi_portal.common.layout import say_when_needed


class ExceptionForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa syarat ini perlu dikecualikan?"),
        min_length=REASON_LENGTH,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Orang lain memutuskannya, dan alasannya tampak saat usulan dibandingkan. Misalnya: Satu-satunya"
            " pengolah rumput laut di kabupaten ini, baru dua tahun tetapi sudah mempekerjakan sembilan orang."
        ),
        error_messages={"required": _("Tulis alasannya."), **LENGTH_ERRORS},
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Yang meminta membacanya."),
        error_messages=LENGTH_ERRORS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_when_needed(self.fields["answer"], _("wajib bila ditolak"))
