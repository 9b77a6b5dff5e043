"""What Jamkrindo fills in when a pilot graduates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from programs.pilots.forms import LENGTH_ERRORS
from programs.pilots.walls import REASON_LENGTH

GRANT, REFUSE = "setuju", "belum"


def _words(label: Any, help_text: Any, *, required: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        min_length=REASON_LENGTH if required else None,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required, **LENGTH_ERRORS},
    )


class GraduateForm(forms.Form):
    note = _words(
        gettext_lazy("Catatan"),
        gettext_lazy("Pemilik dan pengusul membacanya. Misalnya: Pembukuannya rapi sejak bulan ketiga."),
    )


class ExceptionForm(forms.Form):
    reason = _words(
        gettext_lazy("Mengapa sudah patut lulus?"),
        gettext_lazy(
            "Orang kedua membaca ini sebelum menyetujui. Misalnya: Dua pelatihan dibatalkan karena banjir, dan"
            " modulnya dipelajari bersama pendamping."
        ),
        required=gettext_lazy("Tulis alasannya. Orang kedua memutuskan berdasarkan ini."),
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Jawaban Anda"),
        choices=[(GRANT, gettext_lazy("Setuju, usaha ini lulus")), (REFUSE, gettext_lazy("Belum setuju"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih jawaban Anda.")},
    )
    reason = _words(
        gettext_lazy("Catatan"),
        gettext_lazy("Wajib bila belum setuju. Bila setuju, pemilik dan pengusul membacanya."),
    )

    def take_back(self) -> None:
        """Whoever asked can only take it back: nobody answers the own question."""
        self.fields["answer"].widget, self.fields["answer"].initial = forms.HiddenInput(), REFUSE
        self.fields["reason"].label = gettext_lazy("Mengapa ditarik?")
        self.fields["reason"].help_text = gettext_lazy("Tetap terbaca bersama permintaannya.")
        self.fields["reason"].required = True
