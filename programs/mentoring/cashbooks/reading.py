"""A cash book that somebody sent becomes lines, or sentences that say what to mend in which row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.mentoring.choices import EntryKind
from programs.mentoring.errors import CashBookRefused
from programs.mentoring.reports.months import first_of, month_words
from soksi_portal.common.display import day as day_words
from soksi_portal.common.sheets import UnreadableSheet, read_sheet
from soksi_portal.common.typed import UNKNOWN_CHOICE, clean_text, key_of, one_of, rupiah_of

from .columns import COLUMNS, HEADINGS, KINDS

MOST_LINES = 2_000  # of one month; a stall has a few hundred
MOST_FAULTS = 30  # rows that are told of; the rest looks the same
MOST_BYTES = 5 * 1024 * 1024
HEAD_WITHIN = 10  # rows in which the headings are looked for
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")


@dataclass(frozen=True)
class ReadLine:
    line: int
    day: date
    words: str
    kind: str
    amount: int


@dataclass(frozen=True)
class Fault:
    line: int
    sentence: str


@dataclass
class ReadBook:
    lines: list[ReadLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    known_kinds: tuple[str, ...] = ()  # where a row has another one: said once, not in each row

    def add_fault(self, line: int, sentence: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, sentence))
        else:
            self.more_faults += 1


def read_book(file: IO[bytes], month: date) -> ReadBook:
    """Every row, with all that is wrong in it. Raises CashBookRefused where it is no cash book at all."""
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise CashBookRefused(_("Berkas ini lebih dari 5 MB. Kirim buku kas satu bulan saja."), field="file")
    try:
        return _read(enumerate(read_sheet(file).rows, start=1), month)
    except UnreadableSheet as refusal:
        raise CashBookRefused(refusal.message, field="file") from refusal


def _read(rows: Iterator[tuple[int, list[str]]], month: date) -> ReadBook:
    columns = _columns(rows)
    book = ReadBook()
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(book.lines) >= MOST_LINES:
            raise CashBookRefused(
                _("Buku kas ini lebih dari %(most)s baris. Gabungkan penjualan kecil per hari.")
                % {"most": MOST_LINES},
                field="file",
            )
        cells = {key: row[place] if place < len(row) else "" for key, place in columns.items()}
        _take(book, number, cells, month)
    if not book.lines and not book.faults:
        raise CashBookRefused(
            _("Berkas ini belum berisi catatan. Isi dahulu, lalu kirim lagi."), field="file"
        )
    return book


def _columns(rows: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    """Where each column stands; the rows go on behind the headings."""
    for number, row in rows:
        found = {
            HEADINGS[key_of(cell[:80])]: place
            for place, cell in reversed(list(enumerate(row)))
            if key_of(cell[:80]) in HEADINGS
        }
        if len(found) == len(COLUMNS):
            return found
        if len(found) >= 2 or number >= HEAD_WITHIN:
            break
    raise CashBookRefused(
        _("Judul kolomnya tidak lengkap. Yang perlu ada: %(labels)s. Pakai contoh berkasnya.")
        % {"labels": ", ".join(str(one.label) for one in COLUMNS)},
        field="file",
    )


def _take(book: ReadBook, number: int, cells: dict[str, str], month: date) -> None:
    told: dict[str, Any] = {}
    wrong: list[str] = []
    for column in COLUMNS:
        try:
            told[column.key] = READERS[column.key](cells[column.key], month)
        except ValidationError as refusal:
            wrong += [str(message) for message in refusal.messages]
            if refusal.code == UNKNOWN_CHOICE:
                book.known_kinds = tuple(str(label) for label in EntryKind.labels)
    for sentence in wrong:
        book.add_fault(number, sentence)
    if not wrong:
        book.lines.append(ReadLine(number, **told))


def _day(text: str, month: date) -> date:
    text = re.sub(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?$", "", text.strip())
    if not text:
        raise ValidationError(_("Tanggalnya belum diisi."))
    found = next((day for form in DAY_FORMATS if (day := _parsed(text, form))), None)
    if found is None:
        raise ValidationError(
            _("Tanggal “%(text)s” tidak terbaca. Tulis seperti %(example)s.")
            % {"text": text[:20], "example": f"{month:%d/%m/%Y}"}
        )
    if first_of(found) != month:
        raise ValidationError(
            _("Tanggal %(day)s bukan di bulan %(month)s.")
            % {"day": day_words(found), "month": month_words(month)}
        )
    return found


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 — a calendar's day, no moment
    except ValueError:
        return None


def _words(text: str, _month: date) -> str:
    return clean_text(text, longest=200, name=_("Keterangan")) or "–"


def _kind(text: str, _month: date) -> str:
    sentence = _("Jenis “%(text)s” tidak dikenal.") % {"text": text.strip()[:40]}
    kind = one_of(text, KINDS, sentence=sentence)
    if not kind:
        raise ValidationError(_("Jenisnya belum dipilih."))
    return kind


def _amount(text: str, _month: date) -> int:
    amount = rupiah_of(text)
    if not amount:
        raise ValidationError(_("Jumlahnya belum diisi."))
    return amount


READERS = {"day": _day, "words": _words, "kind": _kind, "amount": _amount}
