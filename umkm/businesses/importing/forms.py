"""Sending a file, and taking an import back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas Excel (.xlsx) atau CSV"),
        help_text=_(
            "Excel paling banyak 200.000 baris dan 50 MB; CSV boleh lebih panjang. Urutan kolom bebas, judulnya seperti di template."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Pilih berkasnya dahulu."),
            "empty": _("Berkas ini kosong."),
            "invalid": _("Pilih berkasnya dahulu."),
        },
    )


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa dibatalkan?"),
        help_text=_("Tersimpan dalam riwayat. Contoh: berkas bulan lalu terkirim lagi."),
        max_length=300,
        error_messages={"required": _("Tulis mengapa impor ini dibatalkan.")},
    )
