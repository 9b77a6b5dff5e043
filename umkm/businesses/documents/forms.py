"""What is sent from the page of documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_AT_ONCE = 6  # as many photos as a business keeps; each is unpacked by a process of its own


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """One or more files under one name. What they are, their content tells; names and declared types say nothing."""

    widget = ManyFiles
    most = MOST_AT_ONCE

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = [file for file in data or [] if file]
        if not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(chosen) > self.most:
            raise forms.ValidationError(
                _("Kirim paling banyak %(most)s foto sekaligus."),
                code="too_many",
                params={"most": self.most},
            )
        return chosen


class UploadForm(forms.Form):
    """Two inputs send under one name: the camera's, and that for a file that is there already."""

    pictures = PicturesField(
        label=_("Foto"), error_messages={"required": _("Ambil foto atau pilih berkasnya dahulu.")}
    )
