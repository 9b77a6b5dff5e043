"""What an occasion is: whom it concerns, which named fields it knows, and its text as it was written first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind

Words = Any  # a text, lazily translated


@dataclass(frozen=True)
class Field:
    """One blank of a text: `{usaha}`. `needed`: the text is of no use without it, the short form neither
    where it is a link.
    """

    name: str
    label: Words
    example: Words
    needed: bool = False
    is_link: bool = False

    @property
    def written(self) -> str:
        return f"{{{self.name}}}"


@dataclass(frozen=True)
class Occasion:
    """`variant` and `to` where one occasion says different things to different people."""

    code: str
    label: Words
    kind: Kind
    fields: tuple[Field, ...]
    title: Words
    body: Words
    short: Words
    variant: str = ""
    to: Words = ""
    private: bool = False  # carries a key to an account

    @property
    def key(self) -> str:
        return f"{self.code}.{self.variant}" if self.variant else self.code

    @property
    def blanks(self) -> tuple[Field, ...]:
        """Every text may begin with the reader's name."""
        return (NAME, *self.fields)

    @property
    def examples(self) -> dict[str, str]:
        return {field.name: str(field.example) for field in self.blanks}

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.is_link)


@dataclass(frozen=True)
class Filling:
    """What a caller says of an occasion: which of its texts, and its fields. `enqueue(…, **filling.planned)`"""

    fields: dict[str, Any]
    variant: str = ""

    @property
    def planned(self) -> dict[str, Any]:
        return {"fields": self.fields, "variant": self.variant}


def _portal(path: str) -> str:
    return settings.PORTAL_URL + path


class Paragraphs:
    """A lazily translated text of paragraphs, some of which many texts share."""

    def __init__(self, *parts: Words) -> None:
        self.parts = parts

    def __str__(self) -> str:
        return "\n\n".join(str(part) for part in self.parts)


in_portal = lazy(_portal, str)

# fields that many occasions share
NAME = Field("nama", _("Nama penerima"), _("Siti Aminah"))
LINK = Field(
    "tautan",
    _("Tautan ke halamannya di portal"),
    in_portal("usaha/1204/"),
    needed=True,
    is_link=True,
)
BUSINESS = Field("usaha", _("Nama usaha"), _("Keripik Bu Siti"))
PROVINCE = Field("provinsi", _("Nama provinsi"), _("Jawa Barat"))
REASON = Field(
    "alasan", _("Alasan, kosong bila tidak ada"), _("Alasannya: Foto tempat usahanya masih buram.")
)
