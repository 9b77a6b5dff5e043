"""A signed document: one PDF, or pictures of its pages."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from umkm.businesses.documents.decoder import MOST_SHEETS
from umkm.businesses.documents.forms import ManyFiles, PicturesField

from ..models import Memorandum


class PagesField(PicturesField):
    most = MOST_SHEETS


class PaperForm(forms.Form):
    title = forms.CharField(
        label=_("Nama dokumen"),
        max_length=120,
        help_text=_("Misalnya: Nota bertanda tangan."),
        error_messages={"required": _("Beri nama dokumennya.")},
    )
    amendment: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Dokumen dari"), queryset=None, required=False, empty_label=_("Nota kerja samanya")
    )
    pages = PagesField(
        label=_("Berkas"),
        widget=ManyFiles(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        help_text=_(
            "PDF, atau foto halamannya berurutan. Portal membuat PDF baru dari gambarnya, paling banyak 40 halaman."
        ),
        error_messages={"required": _("Pilih berkasnya.")},
    )
    is_internal = forms.BooleanField(
        label=_("Hanya untuk para pihak"),
        required=False,
        help_text=_("Tanpa centang, siapa saja dapat mengunduhnya."),
    )

    def __init__(self, *args: Any, memorandum: Memorandum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["amendment"]).queryset = memorandum.amendments.all()
