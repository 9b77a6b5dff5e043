"""A message as the HTML of an e-mail, made of its text as it leaves.

Inline styles and tables, for mail clients know little else; the colours of the portal (look.md). A line that
ends with a link of the portal becomes a button. Clients that make mail dark find their colours at the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from django.conf import settings
from django.utils.translation import gettext as _

LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
LONGEST_BUTTON = 48

FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;"
TEXT = f"{FONT}font-size:16px;line-height:1.55;color:#1d2733;"
QUIET = f"{FONT}font-size:13px;line-height:1.5;color:#56616e;"
BUTTON = (
    f"{FONT}display:inline-block;padding:12px 22px;border-radius:8px;background:#0b5d4b;color:#ffffff;"
    "font-size:16px;font-weight:600;line-height:1.25;text-decoration:none;"
)
DARK = (
    "@media (prefers-color-scheme: dark){"
    ".paper{background:#12181e!important}.sheet{background:#1a222a!important;border-color:#36424d!important}"
    ".ink{color:#e9e6dd!important}.quiet{color:#a8b2bc!important}.link{color:#6fcbb1!important}"
    ".button{background:#6fcbb1!important;color:#05231c!important}}"
)
PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{title}</title><style>{dark}</style></head>
<body class="paper" style="margin:0;padding:0;background:#fbfaf6;">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" style="background:#fbfaf6;"><tr>
<td align="center" style="padding:24px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;text-align:left;">
<tr><td style="padding:14px 24px;background:#0b5d4b;border-radius:8px 8px 0 0;{font}font-size:15px;line-height:1.3;color:#ffffff;"><strong>{brand}</strong> &middot; {parties}</td></tr>
<tr><td class="sheet" style="padding:24px;background:#ffffff;border:1px solid #dcd8cc;border-top:0;border-radius:0 0 8px 8px;">
<h1 class="ink" style="margin:0 0 16px;{font}font-size:21px;line-height:1.3;color:#1d2733;">{title}</h1>
{blocks}
</td></tr>
<tr><td class="quiet" style="padding:16px 24px;{quiet}">{footer}</td></tr>
</table></td></tr></table></body></html>
"""


def as_html(title: str, body: str, *, stop_url: str = "") -> str:
    """`stop_url`: where this kind of message is stopped; named at the foot."""
    return PAGE.format(
        title=escape(title),
        dark=DARK,
        font=FONT,
        quiet=QUIET,
        brand=escape(_("Kemitraan UMKM")),
        parties=escape(_("Soksi–Jamkrindo")),
        blocks="\n".join(_blocks(body)),
        footer=_footer(stop_url),
    )


def _footer(stop_url: str) -> str:
    words = escape(_("Pesan dari Portal Kemitraan UMKM Soksi–Jamkrindo."))
    if not stop_url:
        return words
    return f"{words}<br>{_anchor(stop_url, _('Berhenti menerima jenis pesan ini lewat e-mail'))}"


def _blocks(body: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        yield from _paragraph(paragraph.splitlines())


def _paragraph(lines: list[str]) -> Iterator[str]:
    """Lines of one paragraph; points of a list and buttons stand by themselves."""
    words: list[str] = []
    points: list[str] = []
    for line in lines:
        label, link = _button_of(line, words)
        if points and not line.startswith("- "):
            yield _list(points)
            points = []
        if line.startswith("- "):
            yield from _text(words)
            words = []
            points.append(line[2:])
        elif link:
            yield from _text(words)
            words = []
            yield from _button(label, link)
        else:
            words.append(line)
    yield from _text(words)
    if points:
        yield _list(points)


def _text(lines: list[str]) -> Iterator[str]:
    if any(line.strip() for line in lines):
        inner = "<br>".join(_linked(line) for line in lines)
        yield f'<p class="ink" style="margin:0 0 16px;{TEXT}">{inner}</p>'


def _list(points: list[str]) -> str:
    inner = "".join(f'<li style="margin:0 0 6px;">{_linked(point)}</li>' for point in points)
    return f'<ul class="ink" style="margin:0 0 16px;padding-left:22px;{TEXT}">{inner}</ul>'


def _button_of(line: str, before: list[str]) -> tuple[str, str]:
    """The words before a link that ends the line, and the link; the line before speaks for a link that stands alone."""
    found = LINK.search(line)
    if found is None or line[found.end() :].strip(" .") or not found[0].startswith(settings.PORTAL_URL):
        return "", ""
    words = line[: found.start()].strip()
    if not words and before and before[-1].rstrip().endswith(":"):
        words = before.pop().strip()
    return words, found[0]


def _button(words: str, link: str) -> Iterator[str]:
    """The last sentence before the link is what the button says; where that is too much, it stays a sentence."""
    sentences = re.split(r"(?<=[.!?])\s+", words.rstrip(": "))
    label = sentences.pop() if sentences and 0 < len(sentences[-1]) <= LONGEST_BUTTON else ""
    if rest := " ".join(sentences).strip():
        yield from _text([rest])
    shown = label[:1].upper() + label[1:] if label else _("Buka di portal")
    yield (
        f'<p style="margin:0 0 20px;"><a class="button" href="{escape(link)}" style="{BUTTON}">{escape(shown)}</a></p>'
    )


def _linked(line: str) -> str:
    """Other links stay readable as what they are."""
    parts, end = [], 0
    for found in LINK.finditer(line):
        parts += [escape(line[end : found.start()]), _anchor(found[0], found[0])]
        end = found.end()
    return "".join([*parts, escape(line[end:])])


def _anchor(link: str, words: str) -> str:
    return f'<a class="link" href="{escape(link)}" style="color:#0b5d4b;word-break:break-word;">{escape(words)}</a>'
