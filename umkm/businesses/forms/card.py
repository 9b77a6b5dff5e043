"""What a member mends on the own card; name and phone are corrected with the account's data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from umkm.cadres.models import Cadre

from .. import checks
from ..fields import nik_in_words
from .papers import DIGITS
from .step import CheckedField


class CardForm(forms.Form):
    nik = CheckedField(
        checks.check_nik,
        label="NIK",
        required=False,
        help_text=gettext_lazy("16 angka di KTP. Contoh: 3201 0155 0190 0001."),
        widget=forms.TextInput(attrs={**DIGITS, "data-private": ""}),
    )
    membership_number = CheckedField(
        checks.check_membership_number,
        longest=checks.LONGEST["membership_number"],
        label=gettext_lazy("Nomor anggota SOKSI"),
        help_text=gettext_lazy("Di kartu anggota, misalnya SK32000123. Kosongkan bila belum tahu."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, cadre: Cadre) -> None:
        super().__init__(data, initial={"membership_number": cadre.membership_number})
        self.fields["nik"].required = cadre.nik_hash is None
        if cadre.nik_hash is not None:
            self.fields["nik"].help_text = _("Tersimpan: %(nik)s. Kosongkan bila tidak berubah.") % {
                "nik": nik_in_words(cadre)
            }

    def told(self) -> dict[str, str]:
        nik = self.cleaned_data.get("nik")
        return {
            "nik": nik.digits if nik else "",
            "membership_number": self.cleaned_data.get("membership_number") or "",
        }
