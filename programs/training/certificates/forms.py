"""Forms around certificates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.training.models import Certificate


class NumberForm(forms.Form):
    nomor = forms.CharField(
        label=_("Nomor sertifikat"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_(
            "Tercetak di kiri bawah. Misalnya: SJ-2026-7KQ4-9MXD. Huruf kecil dan tanpa tanda hubung boleh."
        ),
        error_messages={"required": _("Tulis nomor yang tercetak di sertifikat.")},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Pemiliknya membacanya; halaman pemeriksaan tidak menampilkannya."),
        error_messages={"required": _("Tulis alasannya. Pemilik sertifikat akan membacanya.")},
    )


class ReissueForm(forms.Form):
    name = forms.CharField(
        label=_("Nama yang benar"),
        max_length=Certificate._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Persis seperti akan tercetak, dengan gelar bila ada."),
        error_messages={"required": _("Tulis nama yang benar.")},
    )
    reason = forms.CharField(
        label=_("Apa yang diperbaiki?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Misalnya: salah ketik nama belakang."),
        error_messages={"required": _("Tulis apa yang diperbaiki.")},
    )
