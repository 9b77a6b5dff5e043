"""Since when it runs, in which form, and what papers it has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.fields import DIGITS, CheckedField
from umkm.cadres.identity import masked_stored

from .. import checks
from ..choices import LegalForm, Licence
from .step import StepForm


class PapersForm(StepForm):
    slug, title = "legalitas", gettext_lazy("Tahun mulai, bentuk, dan surat usaha")
    purpose = gettext_lazy("Bank dan pembeli besar menanyakannya. Yang belum ada boleh menyusul.")
    facts = ("start_year", "legal_form", "nib", "npwp", "licences")

    start_year = CheckedField(
        checks.check_start_year,
        label=gettext_lazy("Usaha ini mulai tahun berapa?"),
        help_text=gettext_lazy("Contoh: 2019. Kira-kira saja bila lupa."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "size": 4}),
        error_messages={"required": gettext_lazy("Tulis tahun mulai usaha.")},
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Bentuk usaha"),
        help_text=gettext_lazy("Belum punya badan hukum? Pilih Perorangan."),
        choices=LegalForm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih bentuk usaha."),
            "invalid_choice": checks.WHICH_FORM,
        },
    )
    nib = CheckedField(
        checks.check_nib,
        label=gettext_lazy("NIB (Nomor Induk Berusaha)"),
        help_text=gettext_lazy(
            "13 angka, dari oss.go.id. Contoh: 9120001234567. Kosongkan bila belum punya."
        ),
        required=False,
        widget=forms.TextInput(attrs=DIGITS),
    )
    npwp = CheckedField(
        checks.check_npwp,
        label="NPWP",
        required=False,
        widget=forms.TextInput(attrs={**DIGITS, "data-private": ""}),
    )
    forget_npwp = forms.BooleanField(label=gettext_lazy("Hapus NPWP yang tersimpan"), required=False)
    licences = forms.MultipleChoiceField(
        label=gettext_lazy("Izin dan sertifikat yang sudah ada"),
        help_text=gettext_lazy("Centang yang suratnya sudah Anda pegang. Belum punya? Lewati saja."),
        choices=Licence.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Pilih izin dari daftar.")},
    )

    def arrange(self) -> None:
        """A stored NPWP is shown masked, and never sent back."""
        hint = _(
            "16 angka. NPWP perorangan sama dengan NIK; yang lama 15 angka juga boleh. Contoh: 01.312.166.0-091.000."
        )
        if self.business.npwp_encrypted:
            number = masked_stored(self.business.npwp_encrypted)
            hint = _("Tersimpan: %(number)s. Kosongkan bila tidak berubah.") % {"number": number}
        else:
            del self.fields["forget_npwp"]
        self.fields["npwp"].help_text = hint

    def layout(self) -> list[Any]:
        order = ("start_year", "legal_form", "nib", "npwp", "forget_npwp", "licences")
        return [name for name in order if name in self.fields]

    def told(self) -> dict[str, Any]:
        """An NPWP that is not typed anew stays."""
        told = super().told()
        if told.get("npwp") is None and not self.cleaned_data.get("forget_npwp"):
            told.pop("npwp", None)
        return told
