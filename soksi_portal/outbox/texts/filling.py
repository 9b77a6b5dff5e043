"""Filling the blanks of a text, and what is wrong with a text that an admin wrote.

Nothing but names in braces: a text reaches no object, no attribute and no code. What is filled in is not read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .occasion import Occasion
from .sms import simple

LONGEST_TITLE = 200
LONGEST_SHORT = 300
BLANK = re.compile(r"\{([a-z_]+)\}")
MANY_LINES = re.compile(r"\n{3,}")
CUT = "..."
FIRST_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Wording:
    """The three texts of one occasion: with blanks, or filled."""

    title: str
    body: str
    short: str

    @classmethod
    def written_first(cls, occasion: Occasion) -> Wording:
        return cls(str(occasion.title), str(occasion.body), str(occasion.short))


def filled(occasion: Occasion, wording: Wording, values: Mapping[str, Any]) -> Wording:
    """Raises KeyError where the caller forgot a field."""
    values = {field.name: _plain(values[field.name]) for field in occasion.blanks}
    return Wording(
        title=" ".join(_fill(wording.title, values).split())[:LONGEST_TITLE],
        body=_tidy(_fill(wording.body, values)),
        short=_short(wording.short, values, [values[name] for name in occasion.links]),
    )


def as_it_is(title: str, body: str, short: str = "") -> Wording:
    """A text that is not written with blanks; without a short form, the title with the first link of the body."""
    links = FIRST_LINK.findall(body)[:1]
    return Wording(
        title=title[:LONGEST_TITLE],
        body=body,
        short=short or _cut(simple(" ".join([*title.split(), *links])), links),
    )


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def _tidy(text: str) -> str:
    """An empty field leaves no gap behind."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return MANY_LINES.sub("\n\n", lines).strip()


def _short(text: str, values: Mapping[str, str], links: list[str]) -> str:
    """One line of at most 300 characters; where it would be longer, the words give way and never the link."""
    return _cut(simple(" ".join(_fill(text, values).split())), links)


def _cut(line: str, links: list[str]) -> str:
    if len(line) <= LONGEST_SHORT:
        return line
    link = next((one for one in links if one and one in line), "")
    room = LONGEST_SHORT - len(link) - len(CUT) - 1
    words = " ".join(line.replace(link, " ").split()) if link else line
    return f"{words[:room].rstrip(' :,.')}{CUT} {link}".strip()


# --- what an admin may write ---------------------------------------------------------------------


def problems(occasion: Occasion, wording: Wording) -> list[tuple[str, str]]:
    """What is wrong, as (field of the form, sentence); none where the text may be used."""
    found = []
    for part, text in (("title", wording.title), ("body", wording.body), ("short", wording.short)):
        found += [(part, sentence) for sentence in (*_unknown(occasion, text), *_braces(text))]
    found += [("body", sentence) for sentence in _missing(occasion, wording.body, only_links=False)]
    found += [("short", sentence) for sentence in _missing(occasion, wording.short, only_links=True)]
    if not found:
        found += _too_long(occasion, wording)
    return found


def _unknown(occasion: Occasion, text: str) -> Iterator[str]:
    known = {field.name: field.written for field in occasion.blanks}
    for name in dict.fromkeys(BLANK.findall(text)):
        if name not in known:
            yield _("Isian {%(name)s} tidak dikenal di sini. Yang ada: %(known)s.") % {
                "name": name,
                "known": ", ".join(known.values()),
            }


def _braces(text: str) -> Iterator[str]:
    if re.search(r"[{}]", BLANK.sub("", text)):
        yield _("Kurung kurawal hanya untuk nama isian dengan huruf kecil, misalnya {nama}.")


def _missing(occasion: Occasion, text: str, *, only_links: bool) -> Iterator[str]:
    for field in occasion.fields:
        if field.needed and (field.is_link or not only_links) and field.written not in text:
            yield _("Isian %(field)s (%(label)s) harus ada di sini.") % {
                "field": field.written,
                "label": str(field.label),
            }


def _too_long(occasion: Occasion, wording: Wording) -> Iterator[tuple[str, str]]:
    """With the examples: a real name may be longer, and is then cut."""
    longest = {"title": LONGEST_TITLE, "short": LONGEST_SHORT}
    for part, most in longest.items():
        text = " ".join(_fill(getattr(wording, part), occasion.examples).split())
        if len(text) > most:
            yield (
                part,
                _("Paling panjang %(most)d karakter. Dengan contoh, teks ini %(count)d karakter.")
                % {"most": most, "count": len(text)},
            )
