"""What a member mends on the own card; name and phone are corrected with the account's data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from umkm.cadres.fields import membership_field, nik_field
from umkm.cadres.models import Cadre

from ..fields import nik_in_words


class CardForm(forms.Form):
    nik = nik_field(required=False)
    membership_number = membership_field()

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
