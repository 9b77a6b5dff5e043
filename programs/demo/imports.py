"""A coordinator's list of members without accounts: most rows are taken, the others wait to be mended."""

from __future__ import annotations

import csv
import io

from django.core.files.base import ContentFile
from django.utils import timezone
from faker import Faker

from umkm.businesses.choices import LegalForm
from umkm.businesses.importing.running import run_import
from umkm.businesses.importing.services import prepare, receive_file, start_import
from umkm.regions.models import Regency

from .accounts import HOME, Staff

ROWS = 48
COLLECTORS = ("Yanti", "Asep", "Dede")
# as lists on paper are wrong: by line, the cell that is
WRONG = {
    4: ("NIK", "32040155019"),
    9: ("Nomor HP", "08xx-1122"),
    13: ("Kabupaten/kota", "Kab. Bandoeng"),
    14: ("Tahun mulai", "2091"),
    20: ("NIB", "912000123456"),
    27: ("Modal usaha", "lima belas juta"),
    28: ("Tanggal persetujuan", ""),
    33: ("NIK", "3204015513900012"),
    34: ("Jenis usaha (KBLI)", "99999"),
    41: ("Pekerja perempuan", "12"),
    46: ("Nama usaha", ""),
}


def make_import(*, staff: Staff, fake: Faker) -> None:
    """Through the real rules: sent, read, started and run."""
    by = staff.coordinators[HOME]
    rows = [_row(line, fake) for line in range(1, ROWS + 1)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    file = ContentFile(text.getvalue().encode(), "kader-bandung.csv")
    batch = start_import(batch=prepare(batch=receive_file(file=file, by=by)), by=by)
    while run_import(batch_id=batch.pk):
        """Each turn takes what it has time for."""


def _row(line: int, fake: Faker) -> dict[str, str]:
    name = f"{fake.first_name_female()} {fake.last_name()}"
    regency = Regency.objects.filter(province=HOME).order_by("pk")[line % 5]
    row = {
        "Nama kader": name,
        "NIK": f"{regency.pk.replace('.', '')}02{41 + line % 28}{1 + line % 12:02d}{80 + line % 15}{5000 + line}",
        "Nomor HP": f"0857{20_150_000 + line * 37}",
        "Tanggal persetujuan": timezone.localdate().replace(day=1).isoformat(),
        "Nama usaha": f"Katering {name.split()[0]}",
        "Alamat usaha": f"Kampung Sukamaju RT {line % 9 + 1:02d}/RW 03",
        "Kabupaten/kota": regency.full_name,
        "Yang dibuat atau dijual": "Nasi kotak dan kue untuk hajatan",
        "Jenis usaha (KBLI)": "56210",
        "Tahun mulai": str(2012 + line % 11),
        "Bentuk usaha": str(LegalForm.INDIVIDUAL.label),
        "NIB": "",
        "Jumlah pekerja": str(line % 4),
        "Pekerja perempuan": "0",
        "Penjualan tahun lalu": f"{60 + line}.000.000",
        "Modal usaha": "12.000.000",
        "Ada pinjaman bank": "Tidak",
        "Petugas": COLLECTORS[line % 3],
    }
    heading, cell = WRONG.get(line, ("NIB", ""))
    return {**row, heading: cell}
