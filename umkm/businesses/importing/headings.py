"""The columns of an import: what each holds, and which headings people give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LOOKED_AT = 30  # rows from the top among which the heading is
REASONS = "reasons"  # the column of our own report, which comes back with the corrected file


@dataclass(frozen=True)
class ImportColumn:
    """`also` are headings that mean the same, as `plain_heading` writes them."""

    key: str
    label: Promise
    what: Promise
    example: str
    rule: Promise
    required: bool = False
    also: tuple[str, ...] = ()
    choices: str = ""  # the list of the template to choose from


_ANY = gettext_lazy("Boleh dikosongkan.")

COLUMNS = (
    ImportColumn(
        "full_name", gettext_lazy("Nama kader"), gettext_lazy("Nama lengkap pemilik usaha"), "Siti Rahmawati",
        gettext_lazy("Seperti di KTP."), True, ("nama lengkap", "nama pemilik", "pemilik", "nama anggota", "kader", "nama lengkap kader"),
    ),
    ImportColumn(
        "nik", gettext_lazy("NIK"), gettext_lazy("Nomor Induk Kependudukan kader"), "3204075503850001",
        gettext_lazy("16 angka. Kolomnya berbentuk Teks, supaya Excel tidak mengubah angkanya."), True,
        ("nomor induk kependudukan", "no ktp", "nomor ktp", "nik kader", "nik pemilik", "no nik", "ktp"),
    ),
    ImportColumn(
        "phone", gettext_lazy("Nomor HP"), gettext_lazy("Nomor HP kader"), "081234567890",
        gettext_lazy("Satu nomor untuk satu kader."), True,
        ("no hp", "hp", "nomor telepon", "no telepon", "telepon", "no telp", "telp", "nomor wa", "no wa", "whatsapp", "handphone", "nomor handphone", "nomor ponsel", "ponsel"),
    ),
    ImportColumn(
        "membership_number", gettext_lazy("Nomor anggota SOKSI"), gettext_lazy("Nomor di kartu anggota"), "SK32000123", _ANY,
        also=("nomor anggota", "no anggota", "no anggota soksi", "nomor kta", "no kta", "kta", "id anggota"),
    ),
    ImportColumn(
        "home_regency", gettext_lazy("Kabupaten/kota kader"), gettext_lazy("Tempat tinggal kader"), "Kabupaten Bandung",
        gettext_lazy("Kosong berarti sama dengan tempat usahanya."), also=("domisili", "kabupaten kader", "kota kader", "domisili kader", "tempat tinggal"), choices="regencies",
    ),
    ImportColumn(
        "consent_on", gettext_lazy("Tanggal persetujuan"), gettext_lazy("Hari kader menandatangani persetujuan data pribadi di kertas"), "2026-11-02",
        gettext_lazy("Tanggal, bulan, tahun. Kertasnya Anda simpan; tanpa persetujuan data orang tidak boleh dikirim."), True,
        ("persetujuan", "tanggal persetujuan tertulis", "tgl persetujuan", "tanggal tanda tangan", "consent"),
    ),
    ImportColumn(
        "name", gettext_lazy("Nama usaha"), gettext_lazy("Nama di papan atau nota"), "Keripik Bu Sari", gettext_lazy("Paling banyak 120 huruf."), True,
        ("usaha", "nama umkm", "nama toko", "nama warung", "merek usaha", "umkm"),
    ),
    ImportColumn(
        "address", gettext_lazy("Alamat usaha"), gettext_lazy("Jalan, RT/RW, desa atau kelurahan"), "Jalan Melati 5 RT 02/RW 07, Desa Cibeureum",
        gettext_lazy("Cukup jelas untuk didatangi."), True, ("alamat", "alamat lengkap", "lokasi usaha", "alamat tempat usaha"),
    ),
    ImportColumn(
        "regency", gettext_lazy("Kabupaten/kota"), gettext_lazy("Tempat usaha"), "Kabupaten Bandung",
        gettext_lazy("Pilih dari daftar, atau tulis kodenya, misalnya 32.04."), True,
        ("kabupaten", "kota", "kab kota", "kabupaten kota usaha", "kabupaten usaha", "kota usaha", "kode kabupaten kota", "kode wilayah"), "regencies",
    ),
    ImportColumn(
        "province", gettext_lazy("Provinsi"), gettext_lazy("Provinsi tempat usaha"), "Jawa Barat",
        gettext_lazy("Boleh dikosongkan. Bila diisi, harus cocok dengan kabupaten/kotanya."), also=("prov", "nama provinsi", "provinsi usaha"), choices="provinces",
    ),
    ImportColumn(
        "description", gettext_lazy("Yang dibuat atau dijual"), gettext_lazy("Barang atau jasanya, dengan kata sehari-hari"), "Keripik singkong pedas dan kerupuk udang",
        gettext_lazy("Paling banyak 500 huruf."), True, ("produk", "produk usaha", "jenis produk", "deskripsi", "deskripsi usaha", "keterangan usaha", "uraian usaha", "barang atau jasa"),
    ),
    ImportColumn(
        "kbli", gettext_lazy("Jenis usaha (KBLI)"), gettext_lazy("Kode jenis usaha"), "10794",
        gettext_lazy("5 angka. Cari kodenya di lembar Pilihan."), True, ("kbli", "kode kbli", "jenis usaha", "bidang usaha", "kbli 2020", "kode usaha"), "kbli",
    ),
    ImportColumn(
        "start_year", gettext_lazy("Tahun mulai"), gettext_lazy("Tahun usaha mulai"), "2019", gettext_lazy("Empat angka."), True,
        ("tahun berdiri", "tahun mulai usaha", "mulai usaha", "tahun", "berdiri sejak", "sejak tahun"),
    ),
    ImportColumn(
        "legal_form", gettext_lazy("Bentuk usaha"), gettext_lazy("Badan hukumnya"), "Perorangan", gettext_lazy("Pilih dari daftar."), True,
        ("badan hukum", "badan usaha", "bentuk hukum", "bentuk badan usaha", "legalitas"), "legal_forms",
    ),
    ImportColumn("nib", gettext_lazy("NIB"), gettext_lazy("Nomor Induk Berusaha dari OSS"), "0220104512345",
                 gettext_lazy("13 angka, kolom berbentuk Teks. Boleh dikosongkan."), also=("nomor induk berusaha", "no nib", "nomor nib")),
    ImportColumn("npwp", gettext_lazy("NPWP"), gettext_lazy("Nomor pajak usaha atau pemiliknya"), "09.254.294.3-407.000",
                 gettext_lazy("15 atau 16 angka, kolom berbentuk Teks. Boleh dikosongkan."), also=("no npwp", "nomor npwp", "nomor pokok wajib pajak")),
    ImportColumn("licences", gettext_lazy("Izin"), gettext_lazy("Izin selain NIB"), "PIRT, halal",
                 gettext_lazy("Dari daftar di lembar Pilihan, dipisah koma. Boleh dikosongkan."), also=("perizinan", "sertifikat", "izin usaha", "sertifikasi", "izin edar")),
    ImportColumn("latitude", gettext_lazy("Lintang"), gettext_lazy("Letak di peta"), "-6,914744",
                 gettext_lazy("Bersama bujur, atau keduanya dikosongkan."), also=("latitude", "lat", "garis lintang")),
    ImportColumn("longitude", gettext_lazy("Bujur"), gettext_lazy("Letak di peta"), "107,609810",
                 gettext_lazy("Bersama lintang, atau keduanya dikosongkan."), also=("longitude", "long", "lng", "lon", "garis bujur")),
    ImportColumn("employees", gettext_lazy("Jumlah pekerja"), gettext_lazy("Yang dibayar, tanpa pemilik"), "2",
                 gettext_lazy("Tulis 0 bila belum ada."), True, ("pekerja", "jumlah karyawan", "karyawan", "tenaga kerja", "jumlah tenaga kerja", "jumlah pegawai", "pegawai")),
    ImportColumn("women_employees", gettext_lazy("Pekerja perempuan"), gettext_lazy("Berapa dari pekerja itu perempuan"), "1", _ANY,
                 also=("jumlah pekerja perempuan", "karyawan perempuan", "pekerja wanita", "tenaga kerja perempuan")),
    ImportColumn("last_year_sales", gettext_lazy("Penjualan tahun lalu"), gettext_lazy("Seluruh penjualan Januari–Desember tahun lalu, dalam rupiah"), "120.000.000",
                 gettext_lazy("Kosong bila usaha belum berjalan setahun penuh."), also=("omzet", "omset", "omzet tahun lalu", "omzet per tahun", "omset per tahun", "penjualan", "penjualan setahun", "penjualan per tahun", "omzet setahun", "omset tahunan", "omzet tahunan")),
    ImportColumn("capital", gettext_lazy("Modal usaha"), gettext_lazy("Alat, barang, bahan, dan uang usaha, dalam rupiah"), "15.000.000",
                 gettext_lazy("Tanpa tanah dan bangunan."), True, ("modal", "aset", "jumlah modal", "nilai aset", "modal usaha sekarang")),
    ImportColumn("has_bank_loan", gettext_lazy("Ada pinjaman bank"), gettext_lazy("Apakah sekarang ada pinjaman dari bank, termasuk KUR"), "Tidak",
                 gettext_lazy("Ya atau Tidak."), True, ("pinjaman bank", "pinjaman bank saat ini", "kredit bank", "punya pinjaman", "kur", "akses bank"), "yes_no"),
    ImportColumn("marketing_channels", gettext_lazy("Cara menjual"), gettext_lazy("Di mana pembeli menemukan usaha ini"), "Warung, WhatsApp",
                 gettext_lazy("Dari daftar di lembar Pilihan, dipisah koma. Boleh dikosongkan."), also=("pemasaran", "cara pemasaran", "saluran penjualan", "tempat menjual")),
    ImportColumn("wishes", gettext_lazy("Yang ingin diperbaiki"), gettext_lazy("Apa yang ingin dipelajari pemilik"), "Pembukuan, Pemasaran",
                 gettext_lazy("Dari daftar di lembar Pilihan, dipisah koma. Boleh dikosongkan."), also=("kebutuhan", "kebutuhan pelatihan", "harapan", "keinginan")),
    ImportColumn("collector", gettext_lazy("Petugas"), gettext_lazy("Siapa yang mendata"), "Dedi Kurnia",
                 gettext_lazy("Kosong berarti Anda. Dipakai untuk melihat siapa yang perlu dibantu."), also=("nama petugas", "pendata", "surveyor", "enumerator", "petugas pendata", "pengumpul data")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
REQUIRED = tuple(column.key for column in COLUMNS if column.required)
REASONS_LABEL = gettext_lazy("Alasan ditolak")


class WrongHeadings(Exception):
    """The file has no usable heading; `message` is a sentence for its sender."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def plain_heading(text: str) -> str:
    """What two spellings of a heading have in common; a remark in brackets or behind an asterisk says nothing."""
    words = re.sub(r"\*|\((?!kbli)[^)]*\)", " ", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", words))


_KNOWN = {heading: column.key for column in COLUMNS for heading in (plain_heading(str(column.label)), plain_heading(column.key), *column.also)} | {
    plain_heading(str(REASONS_LABEL)): REASONS
}  # fmt: skip


def match_headings(cells: Sequence[str]) -> list[str]:
    """The column that each heading means; empty where none does."""
    return [_KNOWN.get(plain_heading(cell), "") for cell in cells]


def looks_like_heading(cells: Sequence[str]) -> bool:
    """Several known headings in one row are no accident."""
    return len({key for key in match_headings(cells) if key}) >= 3


def columns_of(headings: Sequence[str]) -> list[str]:
    """As `match_headings`, all that is needed and nothing twice. Raises WrongHeadings."""
    columns = match_headings(headings)
    for key in BY_KEY:
        places = [place for place, found in enumerate(columns) if found == key]
        if len(places) > 1:
            named = _(" dan ").join(f"“{headings[place][:40]}” ({letter_of(place)})" for place in places[:3])
            raise WrongHeadings(
                _("Dua kolom berarti %(label)s: %(named)s. Hapus salah satunya, lalu kirim lagi.")
                % {"label": BY_KEY[key].label, "named": named}
            )
    missing = [str(BY_KEY[key].label) for key in REQUIRED if key not in columns]
    if missing:
        raise WrongHeadings(
            _(
                "Kolom yang wajib belum ada: %(missing)s. Samakan judul kolomnya dengan template, lalu kirim lagi."
            )
            % {"missing": ", ".join(missing)}
        )
    return [key if key in BY_KEY else "" for key in columns]


def letter_of(place: int) -> str:
    """`0` → `A`, `26` → `AA`, as spreadsheets name columns."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
