"""A memorandum, its clauses and amendments, who signed it; organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.layout import Section, helper

from ..choices import OrganisationKind
from ..models import Clause, ClauseText, Memorandum, Organisation, Signatory
from ..services import Agreement, Amended
from .shared import WordsField, date_field

LONGEST_CLAUSE = 4000


def place_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Tempat"),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis kotanya, misalnya Jakarta.")},
    )


class MemorandumForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Judul"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: Nota kerja sama SOKSI dan Jamkrindo untuk UMKM."),
        error_messages={"required": gettext_lazy("Tulis judulnya.")},
    )
    parties = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Para pihak"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Centang para pihaknya.")},
    )
    signed_on = date_field(gettext_lazy("Ditandatangani pada"))
    signed_at_place = place_field()
    valid_until = date_field(
        gettext_lazy("Berlaku sampai"),
        required=False,
        help_text=gettext_lazy("Admin diingatkan 180, 90, dan 30 hari sebelumnya."),
    )
    source = WordsField(
        label=gettext_lazy("Sumber"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Dari mana isi catatan ini, kata demi kata bila dari berita."),
    )

    def __init__(self, *args: Any, memorandum: Memorandum | None = None, **kwargs: Any) -> None:
        if memorandum is not None:
            told = ("title", "signed_on", "signed_at_place", "valid_until", "source")
            kwargs["initial"] = {name: getattr(memorandum, name) for name in told}
            kwargs["initial"]["parties"] = memorandum.parties.all()
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]

    @property
    def helper(self) -> Any:
        return helper(
            Section(_("Nota"), "title", "parties"),
            Section(_("Penandatanganan"), "signed_on", "signed_at_place", "valid_until"),
            "source",
        )

    def agreement(self) -> Agreement:
        return Agreement(**self.cleaned_data)


class ClauseForm(forms.Form):
    text = WordsField(
        label=gettext_lazy("Isi butir"),
        max_length=LONGEST_CLAUSE,
        rows=6,
        help_text=gettext_lazy("Seperti tertulis dalam notanya."),
        error_messages={"required": gettext_lazy("Tulis isi butirnya.")},
    )


class AmendmentWordsForm(forms.Form):
    """A slip in typing; what the amendment superseded is not here."""

    signed_at_place = place_field()
    summary = WordsField(label=gettext_lazy("Ringkasan"), max_length=1000, rows=3)


class AmendmentForm(forms.Form):
    """An addendum: the present words of each clause stand in its field; what is changed there, the addendum changes."""

    signed_on = date_field(gettext_lazy("Ditandatangani pada"))
    signed_at_place = place_field()
    summary = WordsField(
        label=gettext_lazy("Ringkasan"),
        max_length=1000,
        rows=3,
        help_text=gettext_lazy("Satu dua kalimat: apa yang berubah dan mengapa."),
        error_messages={"required": gettext_lazy("Tulis apa yang berubah.")},
    )
    valid_until = date_field(
        gettext_lazy("Berlaku sampai (yang baru)"),
        required=False,
        help_text=gettext_lazy("Isi hanya bila adendum ini mengubah masa berlakunya."),
    )
    added = WordsField(
        label=gettext_lazy("Butir tambahan"),
        required=False,
        max_length=LONGEST_CLAUSE,
        help_text=gettext_lazy("Isi hanya bila adendum ini menambah satu butir."),
    )

    def __init__(self, *args: Any, present: Sequence[ClauseText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = [text for text in present if not text.is_repealed]
        for text in self.present:
            self._ask(text)

    def _ask(self, text: ClauseText) -> None:
        key, label = text.clause_id, str(text.clause)
        self.fields[f"text_{key}"] = WordsField(
            label=label,
            max_length=LONGEST_CLAUSE,
            initial=text.text,
            error_messages={
                "required": gettext_lazy(
                    "Kosong. Bila butir ini dicabut, centang di bawahnya; bila tidak, tulis lagi isinya."
                )
            },
        )
        self.fields[f"repealed_{key}"] = forms.BooleanField(
            label=_("%(clause)s dicabut oleh adendum ini") % {"clause": label}, required=False
        )
        # what was shown, so that nobody's newer words are overwritten unseen
        self.fields[f"seen_{key}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=Signer().sign_object(text.text)
        )

    @property
    def helper(self) -> Any:
        clauses = [name for text in self.present for name in _names(text)]
        return helper(
            Section(_("Adendum"), "signed_on", "signed_at_place", "summary", "valid_until"),
            Section(
                _("Butir yang berubah"),
                *clauses,
                hint=_("Ubah hanya butir yang diubah adendum ini. Isi lamanya tetap dapat dibaca."),
            ),
            "added",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for text in self.present:
            words, repealed, _seen = _names(text)
            if cleaned.get(repealed):  # whatever stands in the field, it goes
                self.errors.pop(words, None)
                cleaned[words] = ""
        return cleaned

    def amended(self) -> Amended:
        cleaned = self.cleaned_data
        texts: dict[Clause, str | None] = {}
        seen: dict[Clause, str] = {}
        for text in self.present:
            words, repealed, shown = (cleaned[name] for name in _names(text))
            before = _shown(shown, text.text)
            if repealed or words != before:
                texts[text.clause] = None if repealed else words
                seen[text.clause] = before
        frame = {
            name: cleaned[name]
            for name in ("signed_on", "signed_at_place", "summary", "added", "valid_until")
        }
        return Amended(**frame, texts=texts, seen=seen)


def _names(text: ClauseText) -> tuple[str, str, str]:
    return f"text_{text.clause_id}", f"repealed_{text.clause_id}", f"seen_{text.clause_id}"


def _shown(signed: str, present: str) -> str:
    try:
        return cast(str, Signer().unsign_object(signed))
    except BadSignature:  # lost or tampered with: the present words
        return present


class SignatoryForm(forms.ModelForm):
    class Meta:
        model = Signatory
        fields = ("organisation", "name", "office", "spelling_note")
        labels = {"organisation": gettext_lazy("Atas nama")}
        help_texts = {
            "spelling_note": gettext_lazy("Bila sumber menulisnya dengan ejaan lain."),
        }

    def __init__(self, *args: Any, memorandum: Memorandum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["organisation"])
        field.queryset, field.empty_label = memorandum.parties.all(), _("Pilih pihaknya")


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("name", "short_name", "kind")
        help_texts = {
            "name": gettext_lazy("Nama resmi, misalnya Perum Jamkrindo."),
            "short_name": gettext_lazy("Yang dipakai sehari-hari, misalnya Jamkrindo."),
        }
        error_messages = {
            "name": {
                "required": gettext_lazy("Tulis namanya."),
                "unique": gettext_lazy("Organisasi dengan nama ini sudah ada."),
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            ("", _("Pilih jenisnya")),
            *OrganisationKind.choices,
        ]
