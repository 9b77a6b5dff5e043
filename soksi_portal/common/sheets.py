"""A file that somebody sent, as rows of texts: XLSX, or CSV in any usual encoding with any usual separator.

Rows come one by one, so that memory stays flat. A spreadsheet is opened by a process of its own (`workbook_process`).
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import workbook_process
from .spreadsheet import as_before_safe
from .workbook_process import MOST_CELL, MOST_COLUMNS, MOST_ROWS

SAMPLE = 64 * 1024  # bytes or characters by which encoding and separator are judged
MOST_LINE = 1024 * 1024  # characters; also of a line break inside quotes to the next
SEPARATORS = {",": "koma", ";": "titik koma", "\t": "tab", "|": "garis tegak"}
SENTENCES: dict[str, Promise] = {
    "empty": gettext_lazy("Berkas ini kosong."),
    "broken": gettext_lazy("Berkas ini rusak atau terpotong. Buka di Excel, simpan lagi, lalu kirim lagi."),
    "bomb": gettext_lazy("Isi berkas ini terlalu besar bila dibuka. Simpan datanya saja sebagai CSV, lalu kirim lagi."),
    "locked": gettext_lazy("Berkas ini dikunci dengan kata sandi. Hapus kata sandinya, lalu kirim lagi."),
    "too_big": gettext_lazy("Berkas Excel paling besar 50 MB. Simpan sebagai CSV, lalu kirim lagi."),
    "too_many_rows": gettext_lazy(
        "Berkas Excel paling banyak 200.000 baris. Simpan sebagai CSV, lalu kirim lagi: CSV boleh lebih panjang."
    ),
    "too_many_columns": gettext_lazy("Berkas ini punya lebih dari 300 kolom. Hapus kolom yang tidak perlu, lalu kirim lagi."),
    "not_a_table": gettext_lazy("Ini bukan berkas Excel (.xlsx) atau CSV. Kirim salah satunya."),
    "old_excel": gettext_lazy("Ini berkas Excel lama (.xls) atau berkata sandi. Simpan sebagai .xlsx, lalu kirim lagi."),
    "quotes": gettext_lazy("Ada tanda kutip yang tidak ditutup, atau satu isian yang terlalu panjang, mulai sekitar baris %(line)s."),
}  # fmt: skip
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAGIC = ((b"%PDF-", "not_a_table"), (b"\xd0\xcf\x11\xe0", "old_excel"), (b"\x89PNG", "not_a_table"), (b"\xff\xd8\xff", "not_a_table"),
          (b"GIF8", "not_a_table"), (b"Rar!", "not_a_table"), (b"7z\xbc\xaf", "not_a_table"), (b"\x1f\x8b", "not_a_table"))  # fmt: skip
_WORKBOOK = Path(workbook_process.__file__)
_PATIENCE = 180  # seconds for one workbook, by the clock
# each may take some hundred megabytes: no more than this many at once in one process
_AT_ONCE = threading.BoundedSemaphore(2)

Rows = Iterator[list[str]]


class UnreadableSheet(Exception):
    """The file is no table; `message` is a sentence for its sender."""

    def __init__(self, word: str, **values: Any) -> None:
        self.word = word
        self.message = str(SENTENCES[word]) % values if values else str(SENTENCES[word])
        super().__init__(self.message)


@dataclass(frozen=True)
class Sheet:
    described: str  # for its sender: what the file was taken for
    rows: Rows


def read_sheet(file: IO[bytes]) -> Sheet:
    """`file` can be read from anywhere, and stays open until the rows are through.

    Raises UnreadableSheet at once, or while the rows are read where the fault lies deeper.
    """
    file.seek(0)
    begin = file.read(SAMPLE)
    if not begin.strip(b"\x00 \r\n\t"):
        raise UnreadableSheet("empty")
    for magic, word in _MAGIC:
        if begin.startswith(magic):
            raise UnreadableSheet(word)
    if begin.startswith(b"PK"):
        return Sheet("Excel", _without_bounds(_workbook_rows(file)))
    encoding = _encoding_of(file, begin)
    file.seek(0)
    sample = codecs.getincrementaldecoder(encoding)("replace").decode(begin)
    if len(_BINARY.findall(sample)) > max(2, len(sample) // 200):
        raise UnreadableSheet("not_a_table")
    hinted = re.match(r"sep=(.)\r?\n", sample)
    separator = hinted[1] if hinted else _separator_of(sample)
    words = _("CSV, %(encoding)s, dipisah %(separator)s") % {
        "encoding": {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}.get(encoding, "UTF-16"),
        "separator": SEPARATORS.get(separator, separator),
    }
    return Sheet(words, _without_bounds(_csv_rows(file, encoding, separator, skip_hint=bool(hinted))))


def _without_bounds(rows: Rows) -> Rows:
    """Rows without empty cells at their end, and no row wider than a table."""
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise UnreadableSheet("too_many_columns")
        yield row


# --- CSV -------------------------------------------------------------------------------------------


def _encoding_of(file: IO[bytes], begin: bytes) -> str:
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = [begin[start:2000:2].count(0) for start in (0, 1)]
    if max(zeros) > 0.3 * min(len(begin), 2000) / 2:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(SAMPLE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator_of(sample: str) -> str:
    """The one that cuts the first lines into the most columns, and all of them alike."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()] or [""]

    def quality(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
        usual = max(counts, key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0) * usual, usual

    csv.field_size_limit(max(csv.field_size_limit(), MOST_LINE))
    return max(SEPARATORS, key=quality)


def _csv_rows(file: IO[bytes], encoding: str, separator: str, *, skip_hint: bool) -> Rows:
    kept = io.BufferedReader(_Kept(file), SAMPLE)
    text = io.TextIOWrapper(kept, encoding=encoding, errors="replace", newline="")
    if skip_hint:
        text.readline(10)
    reader = csv.reader(_lines(text), delimiter=separator)
    number = 1
    try:
        for number, row in enumerate(reader, start=2):  # noqa: B007 — of the row that could not be read
            yield [as_before_safe(cell)[:MOST_CELL] for cell in row]
    except (csv.Error, UnicodeError) as error:
        raise UnreadableSheet("quotes", line=number) from error


def _lines(text: IO[str]) -> Iterator[str]:
    readline = text.readline
    while line := readline(MOST_LINE):
        if len(line) == MOST_LINE:
            raise csv.Error("line too long")
        yield line


class _Kept(io.RawIOBase):
    """Reads a file without closing it when the text around it is gone."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


# --- XLSX ------------------------------------------------------------------------------------------


def _workbook_rows(file: IO[bytes]) -> Rows:
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise UnreadableSheet("broken")
    try:
        yield from _from_process(file)
    finally:
        _AT_ONCE.release()


def _from_process(file: IO[bytes]) -> Rows:
    process = subprocess.Popen(
        [sys.executable, "-I", str(_WORKBOOK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    guard = threading.Timer(_PATIENCE, process.kill)
    guard.start()
    try:
        yield from _told(process, file)
    finally:
        guard.cancel()
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _told(process: subprocess.Popen[bytes], file: IO[bytes]) -> Rows:
    file.seek(0)
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 — asked for above
    with contextlib.suppress(BrokenPipeError):
        while piece := file.read(SAMPLE):
            process.stdin.write(piece)
        process.stdin.close()
    ended = False
    for line in process.stdout:
        said = json.loads(line)
        if isinstance(said, list):
            yield said
        elif "refused" in said:
            raise UnreadableSheet(said["refused"])
        else:
            ended = "end" in said
    if not ended:  # it went over its ceiling of memory or time
        raise UnreadableSheet("bomb")


__all__ = ["MOST_CELL", "MOST_COLUMNS", "MOST_ROWS", "Rows", "Sheet", "UnreadableSheet", "read_sheet"]
