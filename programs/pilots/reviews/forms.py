"""What a reviewer fills in: first what interests there are, then the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import Declaration
from programs.pilots.sheetform import TOO_LONG, ScoreSheet
from soksi_portal.common.layout import Section, say_when_needed


class DeclarationForm(forms.Form):
    declaration = forms.ChoiceField(
        label=gettext_lazy("Apakah Anda punya kepentingan dengan usaha ini?"),
        choices=Declaration.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Kepentingan, misalnya: pemiliknya keluarga atau teman dekat, atau Anda ikut menanam modal. Siapa yang"
            " punya kepentingan tidak menilai dan tidak memutuskan. Siapa yang tidak menilai dapat langsung melihat"
            " nilai penilai lain, tetapi tidak lagi menilai sendiri."
        ),
        error_messages={"required": gettext_lazy("Pilih salah satu dahulu.")},
    )
    conflict = forms.CharField(
        label=gettext_lazy("Kepentingan apa?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Misalnya: pemiliknya sepupu saya."),
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_when_needed(self.fields["conflict"], _("hanya bila ada"))


class ReviewForm(ScoreSheet):
    comment = forms.CharField(
        label=gettext_lazy("Kesan keseluruhan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Yang memutuskan membacanya, setelah Anda menyerahkan penilaian."),
        error_messages=TOO_LONG,
    )

    def parts(self) -> Iterator[Any]:
        yield from super().parts()
        yield Section(_("Kesan"), "comment")
