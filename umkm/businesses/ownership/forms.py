"""What is asked of whoever says that a number is theirs, and of the coordinator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.phones import MobileField
from umkm.businesses import checks
from umkm.businesses.choices import QuestionKind
from umkm.cadres.checks import check_full_name, check_nik, check_phone
from umkm.regions.models import Province

from .services import Asker


class QuestionForm(forms.Form):
    """Of a person with an account: any of the three numbers. Of a visitor: a phone, and where to call back."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Nomor apa yang ditolak?"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih salah satu."),
            "invalid_choice": gettext_lazy("Pilih salah satu."),
        },
    )
    number = forms.CharField(
        label=gettext_lazy("Nomornya"),
        help_text=gettext_lazy("Seperti yang Anda ketik ketika ditolak."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Mengapa nomor ini milik Anda?"),
        help_text=gettext_lazy("Contoh: anak saya pernah mendaftarkan usaha ini dengan akunnya."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, person: User | None, kind: str = "") -> None:
        super().__init__(data, initial={"kind": kind if kind in QuestionKind.values else None})
        self.person = person
        if person is not None:
            return
        del self.fields["kind"]
        self.fields["number"].label = _("Nomor HP yang ditolak")
        self.fields["contact_name"] = forms.CharField(
            label=_("Nama Anda"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
        )
        self.fields["contact_phone"] = MobileField(
            label=_("Nomor untuk menghubungi Anda"),
            help_text=_("Koordinator menelepon nomor ini. Boleh nomor keluarga."),
        )
        self.fields["province"] = forms.ModelChoiceField(
            label=_("Provinsi Anda"),
            queryset=Province.objects.existing().order_by("name"),
            empty_label=_("Pilih provinsi"),
        )

    def clean_contact_name(self) -> str:
        return check_full_name(self.cleaned_data["contact_name"])

    def clean(self) -> dict[str, Any]:
        """The number in its kept form, by the check of its kind."""
        cleaned = super().clean() or {}
        cleaned.setdefault("kind", QuestionKind.PHONE if self.person is None else None)
        typed, kind = cleaned.get("number"), cleaned.get("kind")
        if typed and kind:
            try:
                cleaned["number"] = _kept(kind, typed)
            except forms.ValidationError as wrong:
                self.add_error("number", wrong)
        return cleaned

    def asker(self) -> Asker:
        if self.person is not None:
            cadre = getattr(self.person, "cadre", None)
            return Asker(user=self.person, province=cadre.province if cadre else None)
        told = self.cleaned_data
        return Asker(name=told["contact_name"], phone=told["contact_phone"], province=told["province"])


def _kept(kind: str, typed: str) -> str:
    nik = check_nik(typed) if kind == QuestionKind.NIK else None
    if kind == QuestionKind.NIK:
        number = nik.digits if nik else ""
    else:
        number = (checks.check_nib if kind == QuestionKind.NIB else check_phone)(typed) or ""
    if not number:
        raise forms.ValidationError(_("Tulis nomornya."), code="required")
    return number


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Jawaban Anda"),
        help_text=gettext_lazy("Jangan sebutkan siapa yang memakai nomor ini sebelum ia setuju."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Tulis jawaban Anda.")},
    )
    hand_over = forms.BooleanField(
        label=gettext_lazy("Serahkan data ini kepada penanya"),
        help_text=gettext_lazy(
            "Kartu anggota dan usahanya masuk ke akun penanya. Centang hanya setelah Anda memastikan bahwa"
            " ia pemiliknya; ini tidak dapat dibatalkan."
        ),
        required=False,
    )

    def __init__(self, *args: Any, may_hand_over: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hand_over:
            del self.fields["hand_over"]
