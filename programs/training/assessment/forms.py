"""Forms of tests and feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.models import Feedback, Question, Sitting

from .questions import Wording
from .walls import MOST_CHOICES

LONGEST_CHOICE = 150
USEFULNESS = (
    (5, gettext_lazy("Sangat bermanfaat")),
    (4, gettext_lazy("Bermanfaat")),
    (3, gettext_lazy("Cukup")),
    (2, gettext_lazy("Kurang bermanfaat")),
    (1, gettext_lazy("Tidak bermanfaat")),
)
CLARITY = (
    (5, gettext_lazy("Sangat jelas")),
    (4, gettext_lazy("Jelas")),
    (3, gettext_lazy("Cukup")),
    (2, gettext_lazy("Kurang jelas")),
    (1, gettext_lazy("Tidak jelas")),
)


class AnswerForm(forms.Form):
    """One question."""

    choice = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih satu jawaban."),
            "invalid_choice": gettext_lazy("Pilih satu jawaban."),
        },
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number), words) for number, words in enumerate(question.choices, start=1)]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        self.fields["choice"].label = question.text


class FeedbackForm(forms.Form):
    usefulness = forms.TypedChoiceField(
        label=gettext_lazy("Seberapa bermanfaat pelatihan ini bagi usaha Anda?"),
        coerce=int,
        choices=USEFULNESS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu jawaban.")},
    )
    clarity = forms.TypedChoiceField(
        label=gettext_lazy("Seberapa jelas pelatih menerangkan?"),
        coerce=int,
        choices=CLARITY,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih satu jawaban.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Apa yang perlu diperbaiki?"),
        required=False,
        max_length=Feedback._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Misalnya: contohnya lebih banyak dari usaha makanan."),
    )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Pertanyaan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu hal saja, dengan kata sehari-hari."),
    )
    choices = forms.CharField(
        label=gettext_lazy("Pilihan jawaban"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Satu pilihan per baris, dua sampai lima."),
    )
    answer = forms.IntegerField(
        label=gettext_lazy("Yang benar, baris ke"),
        min_value=1,
        max_value=MOST_CHOICES,
        help_text=gettext_lazy("1 untuk pilihan paling atas."),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca peserta sesudah tes akhir: mengapa jawaban itu benar."),
    )

    def clean_choices(self) -> list[str]:
        found = [line.strip(" \t-•") for line in self.cleaned_data["choices"].splitlines()]
        found = [line for line in found if line]
        if not 2 <= len(found) <= MOST_CHOICES:
            raise ValidationError(_("Tulis dua sampai lima pilihan, satu per baris."))
        if len({line.casefold() for line in found}) != len(found):
            raise ValidationError(_("Ada pilihan yang sama."))
        if any(len(line) > LONGEST_CHOICE for line in found):
            raise ValidationError(_("Satu pilihan paling panjang %(most)d huruf.") % {"most": LONGEST_CHOICE})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") and data.get("choices") and data["answer"] > len(data["choices"]):
            self.add_error("answer", _("Hanya ada %(number)d pilihan.") % {"number": len(data["choices"])})
        return data

    @property
    def wording(self) -> Wording:
        return Wording(**self.cleaned_data)


def written(question: Question) -> dict[str, Any]:
    """A question as the form shows it."""
    return {
        "text": question.text,
        "choices": "\n".join(question.choices),
        "answer": question.answer,
        "explanation": question.explanation,
    }


class PaperForm(forms.Form):
    """How many answers of each person were right; what stays empty is left alone."""

    def __init__(
        self, *args: Any, people: list[tuple[Any, Sitting | None]], questions: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names: dict[str, int] = {}
        for scores, sitting in people:
            name = f"nilai-{scores.invitation.pk}"
            self.names[name] = scores.invitation.pk
            self.fields[name] = forms.IntegerField(
                label=scores.invitation.guest,
                required=False,
                min_value=0,
                max_value=sitting.question_count
                if sitting and sitting.question_count is not None
                else questions,
                initial=sitting.right_count if sitting else None,
                help_text=str(scores.invitation.business),
            )

    @property
    def rights(self) -> dict[int, int]:
        return {
            pk: self.cleaned_data[name]
            for name, pk in self.names.items()
            if self.cleaned_data.get(name) is not None
        }
