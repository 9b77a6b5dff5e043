"""What the board writes, and what the owner answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.forms import LENGTH_ERRORS
from programs.pilots.models import Story
from programs.pilots.walls import REASON_LENGTH
from umkm.businesses.models import Document

from .services import Picture

CONTROL = {"class": "form-control"}  # its page lays the fields out by hand


class StoryForm(forms.Form):
    """Title, plain paragraphs, and which of the business's kept photos, each described in words."""

    title = forms.CharField(
        label=gettext_lazy("Judul"),
        min_length=8,
        max_length=Story._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs=CONTROL),
        help_text=gettext_lazy("Misalnya: Dari satu wajan menjadi enam pegawai"),
        error_messages={"required": gettext_lazy("Tulis judulnya."), **LENGTH_ERRORS},
    )
    body = forms.CharField(
        label=gettext_lazy("Cerita"),
        min_length=100,
        max_length=Story._meta.get_field("body").max_length,
        widget=forms.Textarea(attrs={"rows": 16, **CONTROL}),
        help_text=gettext_lazy(
            "Tulisan biasa. Baris kosong memulai alinea baru. Jangan tulis angka keuangan atau nomor pribadi."
        ),
        error_messages={"required": gettext_lazy("Tulis ceritanya."), **LENGTH_ERRORS},
    )

    def __init__(
        self, *args: Any, pictures: Iterable[Document], story: Story | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = list(pictures)
        chosen = {photo.document_id: photo.alt for photo in story.photos.all()} if story else {}
        if story:
            self.fields["title"].initial, self.fields["body"].initial = story.title, story.body
        for picture in self.pictures:
            self.fields[f"photo_{picture.pk}"] = forms.BooleanField(
                label=_("Pakai foto ini"),
                required=False,
                initial=picture.pk in chosen,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.fields[f"alt_{picture.pk}"] = forms.CharField(
                label=_("Apa yang tampak di foto"),
                help_text=_(
                    "Dibacakan bagi yang tidak melihat. Misalnya: Ibu Siti menggoreng tempe di warungnya."
                ),
                required=False,
                max_length=200,
                initial=chosen.get(picture.pk, ""),
                widget=forms.TextInput(attrs=CONTROL),
                error_messages=LENGTH_ERRORS,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for picture in self.pictures:
            if cleaned.get(f"photo_{picture.pk}") and not cleaned.get(f"alt_{picture.pk}", "").strip():
                self.add_error(f"alt_{picture.pk}", _("Tulis apa yang tampak di foto ini."))
        return cleaned

    @property
    def words(self) -> list[BoundField]:
        return [self["title"], self["body"]]

    @property
    def choices(self) -> list[tuple[Document, BoundField, BoundField]]:
        return [(one, self[f"photo_{one.pk}"], self[f"alt_{one.pk}"]) for one in self.pictures]

    def values(self) -> dict[str, Any]:
        chosen = [
            Picture(one, self.cleaned_data[f"alt_{one.pk}"])
            for one in self.pictures
            if self.cleaned_data[f"photo_{one.pk}"]
        ]
        return {
            "title": self.cleaned_data["title"],
            "body": self.cleaned_data["body"],
            "pictures": chosen,
        }


class WishForm(forms.Form):
    wish = forms.CharField(
        label=gettext_lazy("Apa yang sebaiknya diubah?"),
        help_text=gettext_lazy("Misalnya: Jangan sebut nama anak saya."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=LENGTH_ERRORS,
    )


class TakeDownForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Pemilik usaha membacanya."),
        min_length=REASON_LENGTH,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Tulis alasannya. Pemilik usaha membacanya."),
            **LENGTH_ERRORS,
        },
    )
