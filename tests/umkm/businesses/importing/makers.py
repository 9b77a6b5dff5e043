"""Files to import: rows of a coordinator's list, written as CSV or XLSX, sent and run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_kbli, make_regency, make_user
from umkm.businesses.importing import running, services
from umkm.businesses.models import BulkImport
from umkm.cadres.models import ConsentText

HEADINGS = {
    "full_name": "Nama kader",
    "nik": "NIK",
    "phone": "Nomor HP",
    "membership_number": "Nomor anggota SOKSI",
    "home_regency": "Kabupaten/kota kader",
    "consent_on": "Tanggal persetujuan",
    "name": "Nama usaha",
    "address": "Alamat usaha",
    "regency": "Kabupaten/kota",
    "province": "Provinsi",
    "description": "Yang dibuat atau dijual",
    "kbli": "Jenis usaha (KBLI)",
    "start_year": "Tahun mulai",
    "legal_form": "Bentuk usaha",
    "nib": "NIB",
    "npwp": "NPWP",
    "licences": "Izin",
    "latitude": "Lintang",
    "longitude": "Bujur",
    "employees": "Jumlah pekerja",
    "women_employees": "Pekerja perempuan",
    "last_year_sales": "Penjualan tahun lalu",
    "capital": "Modal usaha",
    "has_bank_loan": "Ada pinjaman bank",
    "marketing_channels": "Cara menjual",
    "wishes": "Yang ingin diperbaiki",
    "collector": "Petugas",
}
Row = dict[str, str]


def letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


def make_row(number: int, **cells: str) -> Row:
    """A sound row; each number is another cadre with another business in Kabupaten Bogor."""
    row = {
        "full_name": f"Siti {letters(number)}",
        "nik": f"3201{number // 9999 % 90 + 10:02d}{number % 28 + 41:02d}{number % 12 + 1:02d}85{number % 9999 + 1:04d}",
        "phone": f"0813{number:08d}",
        "membership_number": "",
        "home_regency": "",
        "consent_on": "2026-10-01",
        "name": f"Keripik {letters(number)}",
        "address": f"Jalan Melati {number} RT 02/RW 07",
        "regency": "Kabupaten Bogor",
        "province": "",
        "description": "Keripik singkong dan kerupuk",
        "kbli": "56102",
        "start_year": "2019",
        "legal_form": "Perorangan",
        "nib": f"{9_100_000_000_000 + number}",
        "npwp": "",
        "licences": "PIRT",
        "latitude": "",
        "longitude": "",
        "employees": "3",
        "women_employees": "1",
        "last_year_sales": "120.000.000",
        "capital": "15.000.000",
        "has_bank_loan": "Tidak",
        "marketing_channels": "Warung, WhatsApp",
        "wishes": "",
        "collector": "Dedi",
    }
    return row | cells


def rows_of(number: int) -> list[Row]:
    """Each fifth is refused."""
    return [make_row(one, **({"nik": "1"} if one % 5 == 0 else {})) for one in range(1, number + 1)]


def as_csv(
    rows: Iterable[Row], *, separator: str = ",", encoding: str = "utf-8", headings: Sequence[str] = ()
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    keys = list(headings) or list(HEADINGS)
    writer.writerow([HEADINGS[key] for key in keys])
    writer.writerows([[row[key] for key in keys] for row in rows])
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return file.getvalue()


def make_ground() -> None:
    """What every row needs to be there: its regency, its class of business, a text to consent to."""
    make_regency()
    make_kbli()
    ConsentText.objects.get_or_create(
        version="1", defaults={"body": "…", "valid_from": "2015-08-09T00:00:00+07:00"}
    )


def send(content: bytes, *, by: User | None = None, name: str = "kader.csv") -> BulkImport:
    """Received and read."""
    batch = services.receive_file(file=ContentFile(content, name), by=by or make_user(Role.BOARD))
    return services.prepare(batch=batch)


def run(batch: BulkImport) -> BulkImport:
    services.start_import(batch=batch, by=batch.uploaded_by)
    while running.run_import(batch_id=batch.pk):
        pass
    batch.refresh_from_db()
    return batch


def import_rows(rows: Iterable[Row], *, by: User | None = None, **how: Any) -> BulkImport:
    return run(send(as_csv(rows, **how), by=by))


def counts(batch: BulkImport) -> tuple[int, int, int, int]:
    return batch.taken, batch.changed, batch.unchanged, batch.refused


def reasons(batch: BulkImport) -> dict[int, list[str]]:
    """{line: columns that were found wrong}."""
    return {row.line: [column for column, _ in row.reasons] for row in batch.refused_rows.order_by("line")}
