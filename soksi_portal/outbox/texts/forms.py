from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.layout import say_when_needed

from .filling import LONGEST_SHORT, LONGEST_TITLE, Wording, problems
from .models import LONGEST_BODY, LONGEST_REASON
from .occasion import Occasion


class ReasonForm(forms.Form):
    """Why, and which version was read: who saves meanwhile is not overwritten."""

    reason = forms.CharField(
        label=_("Mengapa diubah?"),
        max_length=LONGEST_REASON,
        help_text=_("Contoh: Banyak yang bertanya di mana melihat jadwalnya."),
        error_messages={"required": _("Tulis mengapa naskahnya diubah.")},
    )
    based_on = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)


class WordingForm(ReasonForm):
    title = forms.CharField(label=_("Judul"), max_length=LONGEST_TITLE)
    body = forms.CharField(label=_("Isi"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 14}))
    short = forms.CharField(
        label=_("Bentuk pendek untuk WhatsApp dan SMS"),
        max_length=LONGEST_SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Satu kalimat dan tautannya. Dengan isian yang panjang, kalimatnya dipotong, bukan tautannya."
        ),
    )
    field_order = ("title", "body", "short", "reason", "based_on")

    def __init__(self, *args: Any, occasion: Occasion, previews: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasion
        if previews:  # only a look: nothing is kept, so nothing has to be explained
            self.fields["reason"].required = False
            say_when_needed(self.fields["reason"], _("perlu saat menyimpan"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"title", "body", "short"} <= cleaned.keys():
            for field, sentence in problems(self.occasion, self.wording):
                self.add_error(field, sentence)
        return cleaned

    @property
    def wording(self) -> Wording:
        said = self.cleaned_data
        body = "\n".join(said.get("body", "").splitlines())  # a browser sends CRLF
        return Wording(" ".join(said.get("title", "").split()), body, said.get("short", ""))
