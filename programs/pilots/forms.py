"""What people fill in: why a business is proposed, why it is refused, how a pilot ended."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from soksi_portal.common.errors import RuleViolation

from .choices import ENDINGS
from .walls import REASON_LENGTH

MOTIVATION_LENGTHS = 40, 2000


def show_refusal(form: forms.Form, refusal: RuleViolation) -> None:
    """The rule's sentence next to the field it is about, where the form has that field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


LENGTH_ERRORS = {
    "min_length": gettext_lazy("Tulis paling sedikit %(limit_value)d huruf. Anda menulis %(show_value)d."),
    "max_length": gettext_lazy("Tulis paling banyak %(limit_value)d huruf. Anda menulis %(show_value)d."),
}


class NominationForm(forms.Form):
    phase = forms.ModelChoiceField(
        label=gettext_lazy("Tahap"), queryset=Phase.objects.none(), empty_label=None
    )
    motivation = forms.CharField(
        label=gettext_lazy("Mengapa usaha ini?"),
        min_length=MOTIVATION_LENGTHS[0],
        max_length=MOTIVATION_LENGTHS[1],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Jamkrindo dan pemiliknya membaca ini. Misalnya: Penjualannya naik tiga tahun berturut-turut, catatan"
            " kasnya rapi, dan pemiliknya bersedia membimbing tetangga."
        ),
        error_messages={
            "required": gettext_lazy("Tulis mengapa usaha ini cocok menjadi contoh."),
            **LENGTH_ERRORS,
        },
    )

    def __init__(self, *args: Any, phases: QuerySet[Phase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["phase"])
        field.queryset = phases
        field.initial = phases.first()
        if len(phases) == 1:  # nothing to choose
            field.widget = forms.HiddenInput()


def reason_field(label: Any, help_text: Any, required: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=REASON_LENGTH,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={
            "required": required,
            **LENGTH_ERRORS,
        },
    )


class DeclineForm(forms.Form):
    reason = reason_field(
        gettext_lazy("Alasan"),
        gettext_lazy(
            "Pemilik dan pengusul membacanya. Sebutkan apa yang dapat diperbaiki, misalnya: Lengkapi catatan"
            " penjualan enam bulan, lalu ajukan lagi."
        ),
        gettext_lazy("Tulis alasannya. Pemilik usaha akan membacanya."),
    )


class WaitlistForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=1000,
        error_messages=LENGTH_ERRORS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Pemilik dan pengusul membacanya."),
    )


class WithdrawForm(WaitlistForm):
    pass


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasil akhir"),
        choices=[(outcome.value, outcome.label) for outcome in ENDINGS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasil akhirnya.")},
    )
    reason = reason_field(
        gettext_lazy("Catatan akhir"),
        gettext_lazy("Pemilik dan pengusul membacanya. Misalnya: Pemiliknya pindah, dan usahanya dijual."),
        gettext_lazy("Tulis mengapa percontohan ini berakhir."),
    )
