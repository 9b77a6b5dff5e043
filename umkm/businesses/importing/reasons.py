"""Why the database speaks against a row, in words: {word: (column, sentence)}."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rows import Reason

_REASONS: dict[str, tuple[str, Promise]] = {
    "nik_other_name": ("nik", _("NIK ini sudah terdaftar atas nama lain. Cocokkan NIK dan namanya dengan KTP.")),
    "phone_taken": ("phone", _("Nomor HP ini sudah dipakai kader lain. Tanyakan lagi nomornya.")),
    "member_taken": ("membership_number", _("Nomor anggota ini sudah dipakai kader lain. Periksa kartunya, atau kosongkan.")),
    "cadre_restricted": ("nik", _("Kader ini meminta agar datanya tidak diolah. Jangan kirim barisnya lagi.")),
    "cadre_elsewhere": ("nik", _("Kader ini terdaftar di provinsi lain. Minta pengurus pusat mengirim baris ini.")),
    "cadre_has_account": ("phone", _("Kader ini punya akun dan mengubah sendiri nomor HP, nomor anggota, dan tempat tinggalnya.")),
    "cadre_verified": ("phone", _("Data kader ini sudah diverifikasi dan berbeda dari baris ini. Samakan, atau hubungi koordinatornya.")),
    "nib_taken": ("nib", _("NIB ini sudah terdaftar untuk pemilik lain. Cocokkan dengan dokumen NIB.")),
    "other_nib": ("nib", _("Usaha ini sudah terdaftar dengan NIB lain. Cocokkan dengan dokumen NIB.")),
    "business_draft": ("name", _("Usaha ini sedang ditulis sendiri oleh pemiliknya di portal.")),
    "business_merged": ("nib", _("Usaha ini sudah digabungkan dengan usaha lain.")),
    "business_elsewhere": ("nib", _("Usaha ini terdaftar di provinsi lain. Minta pengurus pusat mengirim baris ini.")),
    "business_has_account": ("name", _("Pemilik usaha ini punya akun dan mengubah sendiri data usahanya.")),
    "business_verified": (
        "name",
        _("Usaha ini sudah diverifikasi. Nama, NIB, provinsi, dan pinjaman bank berubah lewat permintaan perubahan."),
    ),
    "women": ("women_employees", _("Pekerja perempuan yang tercatat lebih banyak daripada semua pekerja di baris ini. Isi keduanya.")),
    "phone_twice": ("phone", _("Nomor HP ini sudah dipakai kader lain di baris %(other)s.")),
    "member_twice": ("membership_number", _("Nomor anggota ini sudah dipakai kader lain di baris %(other)s.")),
    "person_twice": ("nik", _("NIK ini ada juga di baris lain dengan nama, nomor HP, nomor anggota, atau tempat tinggal yang berbeda.")),
    "nib_twice": ("nib", _("NIB ini sudah ada di baris %(other)s.")),
    "business_twice": ("name", _("Usaha yang sama sudah ada di baris %(other)s.")),
}  # fmt: skip


def reason_of(word: str, other: int | None) -> Reason:
    """`other` is the row that came first, where there is one."""
    column, sentence = _REASONS[word]
    return column, str(sentence) % {"other": other}
