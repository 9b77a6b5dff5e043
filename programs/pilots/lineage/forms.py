"""What people fill in about pembina."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from programs.pilots.forms import LENGTH_ERRORS
from programs.pilots.models import Mentor
from programs.pilots.walls import REASON_LENGTH

YES, NO = "ya", "tidak"


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(YES, YES), (NO, NO)])
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=LENGTH_ERRORS,
    )


class DeclineForm(AnswerForm):
    """What the page of a refusal shows: the words only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["answer"]


class EndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        min_length=REASON_LENGTH,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Pihak lain membacanya. Misalnya: Pembukuannya sudah rapi dan berjalan sendiri."
        ),
        error_messages={"required": gettext_lazy("Tulis alasannya. Pihak lain membacanya."), **LENGTH_ERRORS},
    )


class MentorChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Mentor) -> str:
        return f"{obj.business.name} – {obj.business.kbli}, {obj.business.regency}"


class AskForm(forms.Form):
    mentor = MentorChoice(
        label=gettext_lazy("Dari siapa Anda ingin belajar?"),
        queryset=Mentor.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Pilih satu pembina."),
            "invalid_choice": gettext_lazy("Pilih pembina dari daftar ini."),
        },
    )

    def __init__(self, *args: Any, mentors: QuerySet[Mentor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["mentor"]).queryset = mentors
