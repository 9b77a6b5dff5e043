"""What people fill in about an offered seat, and about a move to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.forms import LENGTH_ERRORS, reason_field
from programs.pilots.models import Seat

YES, NO = "ya", "tidak"


class AnswerForm(forms.Form):
    """The owner's answer: nothing is chosen before."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Apakah Anda mengambil kursi ini?"),
        choices=(
            (YES, gettext_lazy("Ya, usaha saya mengambil kursi ini")),
            (NO, gettext_lazy("Tidak, berikan kepada usaha berikutnya")),
        ),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih ya atau tidak."),
            "invalid_choice": gettext_lazy("Pilih ya atau tidak."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=500,
        error_messages=LENGTH_ERRORS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Misalnya: Toko sedang pindah tempat."),
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["answer"] == YES)


class RecordForm(AnswerForm):
    """Staff write down what the owner said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("Apa jawaban pemiliknya?")
        cast(forms.ChoiceField, self.fields["answer"]).choices = [
            (YES, _("Ya, mengambil kursi ini")),
            (NO, _("Tidak, berikan kepada usaha berikutnya")),
        ]
        note = self.fields["note"]
        note.required, note.label = True, _("Bagaimana jawabannya diterima")
        note.help_text = _("Misalnya: Lewat telepon pada Senin pagi.")
        note.error_messages["required"] = _("Tulis bagaimana pemilik menjawab.")


class WithdrawOfferForm(forms.Form):
    reason = reason_field(
        gettext_lazy("Alasan"),
        gettext_lazy(
            "Pemilik dan pengusul membacanya. Misalnya: Usahanya belum siap mengikuti pelatihan bulan ini."
        ),
        gettext_lazy("Tulis mengapa tawaran ini dibatalkan."),
    )


class MoveForm(forms.Form):
    seat = forms.ChoiceField(
        label=gettext_lazy("Pindah ke"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih kursi yang dituju."),
            "invalid_choice": gettext_lazy(
                "Kursi itu sudah ditempati atau sedang ditawarkan. Pilih kursi lain."
            ),
        },
    )
    reason = reason_field(
        gettext_lazy("Alasan"),
        gettext_lazy(
            "Pemilik dan pengusul membacanya. Misalnya: Melanjutkan pendampingan dalam tahap yang baru."
        ),
        gettext_lazy("Tulis mengapa usaha ini pindah kursi."),
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seats = {str(seat.pk): seat for seat in seats}
        cast(forms.ChoiceField, self.fields["seat"]).choices = [
            (key, _("Kursi %(number)s, %(phase)s") % {"number": seat.number, "phase": seat.phase})
            for key, seat in self._seats.items()
        ]

    @property
    def target(self) -> Seat:
        return self._seats[self.cleaned_data["seat"]]
