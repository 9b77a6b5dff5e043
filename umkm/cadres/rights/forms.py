"""What a person fills in about the own data, and an admin who answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.phones import MobileField

from ..choices import CadreState, DataRequestKind, UnmaskReason
from ..fields import full_name_field, nik_field
from ..models import Cadre, DataRequest
from .correcting import may_rename

WORDS = forms.Textarea(attrs={"rows": 4})


class AskForm(forms.Form):
    """One request. Withdrawing the consent has its own page, since it takes effect at once."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Apa yang Anda minta?"),
        choices=[choice for choice in DataRequestKind.choices if choice[0] != DataRequestKind.WITHDRAW],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih dahulu apa yang Anda minta.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        help_text=gettext_lazy("Misalnya: nama saya di KTP adalah Siti Rahmawati, bukan Siti Rahmawaty"),
        max_length=DataRequest._meta.get_field("words").max_length,
        required=False,
        widget=WORDS,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == DataRequestKind.CORRECT and len(cleaned.get("words", "").strip()) < 5:
            self.add_error("words", _("Tulis apa yang salah dan bagaimana seharusnya."))
        return cleaned


class WithdrawForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Mengapa?"),
        max_length=DataRequest._meta.get_field("words").max_length,
        required=False,
        widget=WORDS,
    )


class CorrectForm(forms.Form):
    """Only what may be mended directly; a name that was examined stands there without a field."""

    full_name = full_name_field()
    phone = MobileField(
        help_text=gettext_lazy("Dipakai untuk masuk, misalnya 0812 3456 7890"),
    )
    nik = nik_field(help_text=gettext_lazy("16 angka di KTP. Kosongkan bila tidak berubah."), required=False)

    def __init__(self, data: Any = None, *, user: User, cadre: Cadre | None) -> None:
        super().__init__(
            data, initial={"full_name": user.full_name, "phone": (cadre.phone if cadre else user.phone) or ""}
        )
        self.user = user
        self.fields["phone"].required = cadre is not None
        if not may_rename(cadre):
            del self.fields["full_name"]
        if cadre is None or cadre.state == CadreState.VERIFIED:
            del self.fields["nik"]

    def clean_nik(self) -> str:
        nik = self.cleaned_data["nik"]
        return nik.digits if nik else ""

    def values(self) -> dict[str, str]:
        return {
            "full_name": self.cleaned_data.get("full_name", self.user.full_name),
            "phone": self.cleaned_data["phone"],
            "nik": self.cleaned_data.get("nik", ""),
        }


class AnswerForm(forms.Form):
    """The admin's words to the person."""

    answer = forms.CharField(
        label=gettext_lazy("Jawaban untuk orang ini"),
        help_text=gettext_lazy("Dikirim kepadanya. Misalnya: nama Anda sudah kami perbaiki."),
        max_length=DataRequest._meta.get_field("answer").max_length,
        min_length=5,
        widget=WORDS,
    )


class EraseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Dasar penghapusan"),
        help_text=gettext_lazy(
            "Catatan ini tetap ada. Jangan tulis nama orangnya. Misalnya: permintaan sendiri, dikenali lewat telepon."
        ),
        min_length=5,
        max_length=300,
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Saya sudah memastikan bahwa pemilik data sendiri yang meminta"),
        error_messages={"required": gettext_lazy("Pastikan dahulu siapa yang meminta, lalu centang.")},
    )


class UnmaskForm(forms.Form):
    """Why a masked number is read; its owner reads both answers."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Untuk apa?"),
        choices=UnmaskReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih dahulu alasannya.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        help_text=gettext_lazy("Pemilik nomor ikut membacanya. Misalnya: nama di KTP berbeda satu huruf."),
        min_length=5,
        max_length=300,
    )
