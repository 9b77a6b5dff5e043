"""Forms around invitations: why somebody can't come, who comes instead, who may watch."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.training.choices import DeclineReason
from soksi_portal.common.layout import say_when_needed
from soksi_portal.common.phones import MobileField
from umkm.cadres.checks import check_full_name

from .candidates import Candidate


class DeclineForm(forms.Form):
    """One tap in the list is enough; own words are for those who like to say more."""

    why = forms.ChoiceField(
        label=_("Mengapa tidak bisa?"),
        choices=DeclineReason.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Penjelasan"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Singkat saja, bila perlu. Misalnya: hari itu ada pesanan besar."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_when_needed(self.fields["why"], _("pilih satu, atau tulis di bawah"))


class SubstituteForm(forms.Form):
    """Another person's data: no more than is needed to let that person in and to print the certificate."""

    name = forms.CharField(
        label=_("Nama orang yang datang"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Nama lengkap seperti di KTP; tercetak di sertifikat."),
        error_messages={"required": _("Tulis nama orang yang datang.")},
    )
    phone = MobileField(
        label=_("Nomor HP orang itu"),
        help_text=_("Misalnya: 0812 3456 7890. Bila ia tidak punya, pakai nomor pemilik usahanya."),
        widget=forms.TextInput({"inputmode": "tel", "type": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Tulis nomor HP orang yang datang.")},
    )
    email = forms.EmailField(
        label=_("E-mail orang itu"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=_("Boleh kosong. Bila diisi, ia juga dikabari."),
    )
    agrees = forms.BooleanField(
        label=_("Orang ini dari usaha yang sama dan setuju nama serta nomornya dicatat untuk pelatihan ini."),
        error_messages={"required": _("Tanyakan dahulu kepada orangnya, lalu centang.")},
    )

    def clean_name(self) -> str:
        return check_full_name(self.cleaned_data["name"])


class ObserversForm(forms.Form):
    businesses = forms.TypedMultipleChoiceField(
        label=_("Usaha yang diundang sebagai pengamat"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Pilih paling sedikit satu usaha."),
            "invalid_choice": _(
                "Sebagian usaha ini sudah diundang atau tidak dapat diundang lagi. Pilih lagi."
            ),
        },
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedMultipleChoiceField, self.fields["businesses"])
        field.choices = [(one.business.pk, _label(one)) for one in candidates]


def _label(one: Candidate) -> str:
    return f"{one.business} – {one.person.full_name} ({one.province}; {one.why})"


class WithdrawInvitationForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Orang yang diundang membacanya."),
        error_messages={"required": _("Tulis alasannya. Orang yang diundang akan membacanya.")},
    )
