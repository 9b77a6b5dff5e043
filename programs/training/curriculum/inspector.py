"""Looks into a file somebody sent and says what it is, or why it is not taken. Runs as a process of its own.

It reads a file on its standard input and writes one line of JSON. As the decoder of pictures: no environment, no secrets,
no database, a ceiling of memory and time, so that a hostile file costs its sender an answer and the portal nothing.
Only the standard library and pypdfium2 are imported.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from typing import NoReturn

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5_000
MOST_TYPES = 2 * 1024 * 1024  # of the table of contents of an Office file
SECONDS = 10
MEMORY = 900 * 1024 * 1024

PRESENTATION = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# programs and foreign objects: nothing that a training needs
ACTIVE = ("vbaproject.bin", "activex", "oleobject", "/embeddings/", "/externallinks/")


class Refused(Exception):
    """Carries a word that `materials` has a sentence for."""


def main() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        answer = {"kind": _pdf(raw) if raw.startswith(b"%PDF-") else _office(raw)}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    except Exception:  # hostile files stumble in every way there is
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


def _refuse(word: str) -> NoReturn:
    raise Refused(word)


def _pdf(raw: bytes) -> str:
    """Opens without a password, has pages, and neither programs nor files inside."""
    import pypdfium2
    from pypdfium2 import raw as pdfium

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        _refuse("locked" if "assword" in str(error) else "broken")
    if len(pdf) == 0:
        _refuse("broken")
    if pdfium.FPDFDoc_GetJavaScriptActionCount(pdf) or pdfium.FPDFDoc_GetAttachmentCount(pdf):
        _refuse("active")
    return "pdf"


def _office(raw: bytes) -> str:
    """A presentation or workbook without macros, of a size that it does not hide."""
    if not raw.startswith(b"PK\x03\x04"):
        _refuse("unknown")
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        listed = parts.infolist()
        if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
            _refuse("too_heavy")
        if any(part.flag_bits & 1 for part in listed):
            _refuse("locked")
        names = [part.filename.lower() for part in listed]
        if any(word in name for name in names for word in ACTIVE):
            _refuse("active")
        try:
            with parts.open("[Content_Types].xml") as table:
                types = table.read(MOST_TYPES)
        except KeyError:
            _refuse("unknown")
    if b"macroEnabled" in types:
        _refuse("active")
    if PRESENTATION in types and "ppt/presentation.xml" in names:
        return "pptx"
    if WORKBOOK in types and "xl/workbook.xml" in names:
        return "xlsx"
    _refuse("unknown")


if __name__ == "__main__":
    main()
