"""What is meant for one proposal. On the page of a province there is one such form for each, sent together."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import DraftAnswer, NominationState
from programs.pilots.forms import LENGTH_ERRORS
from programs.pilots.models import DraftDecision, Nomination
from programs.pilots.services.drafting import HIGHEST_RANK
from programs.pilots.services.locking import LONGEST_REASON
from soksi_portal.common.layout import say_when_needed

NOT_YET = "belum"
UNDECIDED = (NOT_YET, gettext_lazy("Belum diputuskan"))


class DecisionForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=(UNDECIDED, *DraftAnswer.choices),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih salah satu keputusan."),
            "invalid_choice": gettext_lazy("Pilih salah satu keputusan."),
        },
    )
    rank = forms.IntegerField(
        label=gettext_lazy("Urutan di daftar tunggu"),
        required=False,
        min_value=1,
        max_value=HIGHEST_RANK,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "width-4"}),
        help_text=gettext_lazy("Misalnya: 1"),
        error_messages={
            "invalid": gettext_lazy("Tulis urutannya dengan angka."),
            "min_value": gettext_lazy("Urutan dimulai dari 1."),
            "max_value": gettext_lazy("Urutan paling besar %(limit_value)d."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        required=False,
        max_length=LONGEST_REASON,
        error_messages=LENGTH_ERRORS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Pemilik dan pengusul membacanya setelah diterbitkan."),
    )

    def __init__(self, data: Any, *, nomination: Nomination, line: DraftDecision | None) -> None:
        self.nomination, self.line = nomination, line
        kept = (
            {"answer": line.answer, "rank": line.rank, "reason": line.reason} if line else {"answer": NOT_YET}
        )
        super().__init__(data, prefix=f"usulan{nomination.pk}", initial=kept)
        say_when_needed(self.fields["rank"], _("wajib untuk daftar tunggu"))
        say_when_needed(self.fields["reason"], _("wajib bila belum terpilih"))
        if nomination.state == NominationState.WAITLISTED:  # it has its place on the list
            del self.fields["rank"]
            choices = [choice for choice in DraftAnswer.choices if choice[0] != DraftAnswer.WAIT]
            cast(forms.ChoiceField, self.fields["answer"]).choices = [UNDECIDED, *choices]

    def clean_answer(self) -> str:
        """Empty where nothing is decided."""
        answer: str = self.cleaned_data["answer"]
        return "" if answer == NOT_YET else answer
