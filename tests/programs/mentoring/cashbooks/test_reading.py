"""A cash book that somebody sent: what is read, and what is said about each row."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from programs.mentoring.cashbooks import reading
from programs.mentoring.cashbooks.columns import figures_of
from programs.mentoring.cashbooks.template import template_file
from programs.mentoring.choices import EntryKind
from programs.mentoring.errors import CashBookRefused
from programs.mentoring.models import CashEntry
from soksi_portal.common.sheets import read_sheet

OCTOBER = date(2026, 10, 1)
HEAD = "Tanggal,Keterangan,Jenis,Jumlah\n"


def csv(*lines: str, head: str = HEAD) -> io.BytesIO:
    return io.BytesIO((head + "\n".join(lines)).encode())


def told(file) -> list[str]:
    return [f"{fault.line}: {fault.sentence}" for fault in reading.read_book(file, OCTOBER).faults]


def test_usual_spellings_are_read():
    book = reading.read_book(
        csv(
            "05/10/2026,Nasi kotak,Penjualan dibayar,400.000",
            "2026-10-06,Beras,belanja bahan dibayar,Rp 250.000",
            "",
            "7-10-2026,Etalase,Beli alat,1.5 juta",
            "31/10/26,,Upah,600000",
        ),
        OCTOBER,
    )
    assert book.faults == []
    assert [(one.line, one.day.day, one.words, one.kind, one.amount) for one in book.lines] == [
        (2, 5, "Nasi kotak", "cash_sale", 400_000),
        (3, 6, "Beras", "cash_purchase", 250_000),
        (5, 7, "Etalase", "equipment", 1_500_000),
        (6, 31, "–", "wages", 600_000),
    ]


def test_every_fault_is_said_with_its_row():
    assert told(
        csv(
            "03/11/2026,Terlambat,Upah,1000",
            "kemarin,Kue,Penjualan dibayar,1000",
            ",Kue,Penjualan dibayar,0",
            "05/10/2026,Kue,Jualan,seribu",
            "05/10/2026,Kue,,",
        )
    ) == [
        "2: Tanggal 3 November 2026 bukan di bulan Oktober 2026.",
        "3: Tanggal “kemarin” tidak terbaca. Tulis seperti 01/10/2026.",
        "4: Tanggalnya belum diisi.",
        "4: Jumlahnya belum diisi.",
        "5: Jenis “Jualan” tidak dikenal.",
        "5: Tulis jumlahnya dengan angka saja, misalnya 1.250.000.",
        "6: Jenisnya belum dipilih.",
        "6: Jumlahnya belum diisi.",
    ]


def test_the_known_kinds_are_said_once_and_only_where_one_is_wrong():
    wrong = reading.read_book(csv(*["05/10/2026,Kue,Jualan,1000"] * 3), OCTOBER)
    assert (len(wrong.faults), wrong.known_kinds) == (3, tuple(str(label) for label in EntryKind.labels))
    assert reading.read_book(csv("kemarin,Kue,,"), OCTOBER).known_kinds == ()


def test_many_faults_are_cut_short():
    book = reading.read_book(csv(*["x,x,x,x"] * 20), OCTOBER)
    assert (len(book.faults), book.more_faults) == (30, 30)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (csv(head="Nama,Harga\n"), "Judul kolomnya tidak lengkap"),
        (csv(head="Tanggal,Keterangan,Jumlah\n"), "Judul kolomnya tidak lengkap"),
        (csv(), "belum berisi catatan"),
        (io.BytesIO(b""), "Berkas ini kosong"),
        (io.BytesIO(b"%PDF-1.7"), "bukan berkas Excel"),
        (io.BytesIO(b"PK\x03\x04 rusak"), "rusak"),
        (io.BytesIO(b"a" * (5 * 1024 * 1024 + 1)), "lebih dari 5 MB"),
    ],
)
def test_what_is_no_cash_book_is_refused(file, sentence):
    with pytest.raises(CashBookRefused, match=sentence):
        reading.read_book(file, OCTOBER)


def test_too_many_lines(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 2)
    with pytest.raises(CashBookRefused, match="lebih dari 2 baris"):
        reading.read_book(csv(*["05/10/2026,Kue,Upah,1000"] * 3), OCTOBER)


def test_the_template_is_read_once_it_is_filled_in():
    headings = next(read_sheet(io.BytesIO(template_file(OCTOBER))).rows)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as filled:
        sheet = filled.add_worksheet()
        for place, words in enumerate(headings):
            sheet.write_string(0, place, words)
        sheet.write_datetime(1, 0, datetime(2026, 10, 5), filled.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_string(1, 1, "Kue")
        sheet.write_string(1, 2, str(EntryKind.CREDIT_SALE.label))
        sheet.write_number(1, 3, 125_000)
    (line,) = reading.read_book(file, OCTOBER).lines
    assert (line.day, line.kind, line.amount) == (date(2026, 10, 5), "credit_sale", 125_000)


def test_lines_become_the_months_figures():
    lines = {kind: 10 ** (number % 6) for number, kind in enumerate(EntryKind)}
    entries = [CashEntry(kind=kind, amount=amount, words=str(kind)) for kind, amount in lines.items()]
    figures = figures_of(entries, receivables=500_000, payables=700_000)
    assert figures["sales"] == lines["cash_sale"] + lines["credit_sale"]
    assert figures["purchases"] == lines["cash_purchase"] + lines["credit_purchase"]
    assert figures["receivables"] == 500_000 + lines["credit_sale"] - lines["collection"]
    assert figures["payables"] == 700_000 + lines["credit_purchase"] - lines["supplier_paid"]
    assert (figures["equipment_name"], "equipment_years" in figures) == ("equipment", False)
    assert figures_of([], receivables=0, payables=0)["equipment_years"] == 0
