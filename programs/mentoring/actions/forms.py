"""What is filled in about a task."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.matching.choices import Side
from programs.mentoring.reports.months import today
from programs.mentoring.visits.forms import date_field, words_field
from programs.pilots.forms import LENGTH_ERRORS
from soksi_portal.common.layout import helper

from .services import FURTHEST_DUE, Task


class TaskForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("Apa yang dikerjakan"),
        max_length=300,
        help_text=gettext_lazy(
            "Satu hal yang dapat dilihat hasilnya. Contoh: Pisahkan uang usaha di rekening sendiri."
        ),
        error_messages={"required": gettext_lazy("Tulis apa yang dikerjakan."), **LENGTH_ERRORS},
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Siapa yang mengerjakan"), choices=Side.choices, initial=Side.CADRE, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih siapa yang mengerjakan.")},
    )  # fmt: skip
    due_on = date_field(gettext_lazy("Tenggat"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("what", "owner", Div("due_on"))

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < today():
            raise forms.ValidationError(_("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."))
        if due_on > today() + FURTHEST_DUE:
            raise forms.ValidationError(_("Tenggat ini terlalu jauh. Pilih dalam satu tahun ke depan."))
        return due_on

    def task(self) -> Task:
        return Task(**self.cleaned_data)


class DoneForm(forms.Form):
    evidence = words_field(
        gettext_lazy("Apa yang sudah dikerjakan"),
        longest=1000,
        required=False,
        help_text=gettext_lazy("Contoh: Rekening usaha dibuka di bank Senin lalu."),
    )
    photo = forms.FileField(
        label=gettext_lazy("Foto buktinya"),
        required=False,
        help_text=gettext_lazy("Boleh fotonya saja. JPG, PNG, WebP, atau PDF satu halaman."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        error_messages={"empty": gettext_lazy("Berkas ini kosong. Ambil fotonya sekali lagi.")},
    )


CONFIRM, RETURN = "tegaskan", "kurang"


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (RETURN, RETURN)])
    reason = words_field(gettext_lazy("Yang masih kurang"), longest=500, required=False)
