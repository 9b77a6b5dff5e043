"""What a participant types where the phone can't scan, or nobody is signed in on it; and what a trainer scans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.phones import MobileField

from .tokens import LONGEST

SHORT = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ScreenCodeForm(forms.Form):
    kode = forms.CharField(
        label=_("Kode di layar pelatih"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("Enam huruf dan angka di bawah kotak QR. Misalnya: K7M 4QX. Huruf kecil boleh."),
        error_messages={"required": _("Ketik kode yang tampak di layar pelatih.")},
    )


class PersonForm(forms.Form):
    """Number and code together: neither alone says who one is."""

    telepon = MobileField(
        label=_("Nomor HP Anda"),
        help_text=_("Nomor yang terdaftar di portal. Misalnya: 0812 3456 7890."),
        error_messages={"required": _("Tulis nomor HP Anda yang terdaftar.")},
    )
    kode = forms.CharField(
        label=_("Kode undangan Anda"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("Enam huruf dan angka di halaman undangan Anda. Misalnya: K7M 4QX."),
        error_messages={"required": _("Tulis kode yang ada di halaman undangan Anda.")},
    )


class ScannedForm(forms.Form):
    kode = forms.CharField(
        label=_("Kode undangan peserta"),
        max_length=300,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("Peserta membacakannya dari halaman undangannya. Misalnya: K7M 4QX."),
        error_messages={"required": _("Ketik atau pindai kode peserta.")},
    )


class ScanForm(forms.Form):
    berkas = forms.FileField(
        label=_("Foto atau PDF lembar yang sudah ditandatangani"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        help_text=_("Boleh dilampirkan sekarang atau nanti. Paling besar 20 MB."),
    )

    def clean_berkas(self) -> Any:
        return self.cleaned_data["berkas"] or None


class ScanRemoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa dihapus?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Tanpa nama orang. Misalnya: salah berkas, atau diganti salinan yang menutup satu baris."
        ),
        error_messages={"required": _("Tulis mengapa lembar ini dihapus.")},
    )
