"""The texts about trainings and certificates as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Paragraphs, in_portal
from soksi_portal.outbox.texts.occasion import Occasion as Text

from .choices import Occasion

UNINVITED, TRAINER, RELEASED, REISSUED = "undangan", "pelatih", "dialihkan", "ulang"
OBSERVER = "pengamat"
NO_LONGER, QUEUED, CALLED_OFF = "lepas", "tunggu", "batal"  # to who comes instead
WITH_TEST = "tes"

MODULE = Field("pelatihan", _("Nama modul"), _("Pembukuan sederhana"))
TIME = Field(
    "waktu",
    _("Hari dan jam, di tempat penerima"),
    _("Senin, 23 November 2026 pukul 09.00–12.00 WIB"),
    needed=True,
)
PLACE = Field("tempat", _("Tempat, atau bahwa daring"), _("Balai Latihan Bandung, Jalan Asia Afrika 1"))
WHO = Field("pelatih", _("Nama pelatih"), _("Agus Pelatih"))
JOINING = Field(
    "gabung",
    _("Tautan rapat daring, kosong bila tatap muka atau belum menjawab"),
    _("Tautan untuk bergabung: https://rapat.contoh/abc"),
)
INSTEAD = Field(
    "pengganti",
    _("Siapa yang datang menggantikan penerima, kosong bila ia sendiri"),
    _("Yang datang menggantikan Anda: Dewi Lestari."),
)
SO_FAR = Field(
    "jawaban",
    _("Jawaban penerima sejauh ini, dan untuk apa tautannya"),
    _("Jawab di sini, tanpa perlu masuk"),
)
ANSWER = Field(
    "tautan",
    _("Tautan untuk menjawab tanpa masuk"),
    in_portal("undangan/kunci-rahasia/"),
    needed=True,
    is_link=True,
)
CHANGES = Field(
    "perubahan",
    _("Apa yang berubah, satu baris tiap hal"),
    _("Tempat berubah: dahulu Balai Lama, sekarang Balai Latihan Bandung."),
    needed=True,
)
WHY = Field("alasan", _("Alasan"), _("Gedungnya sedang diperbaiki."), needed=True)
NUMBER = Field("nomor", _("Nomor sertifikat"), "SJ-2026-7K3P9", needed=True)
INVITED = (BUSINESS, MODULE, TIME, PLACE, WHO, JOINING, INSTEAD, SO_FAR, ANSWER)
UNTIL = Field("sampai", _("Sampai kapan"), _("Jumat, 20 November 2026 pukul 09.00 WIB"), needed=True)
TOLD = (BUSINESS, MODULE, TIME, PLACE, WHO)  # nothing to answer
LED = (MODULE, TIME, PLACE, WHO)

FACTS = _("Pelatihan: {pelatihan}\nWaktu: {waktu}\nTempat: {tempat}\nPelatih: {pelatih}")
ANSWERING = _("{gabung}\n{pengganti}\n{jawaban}: {tautan}")
ROLL = _("Peserta dan daftar hadir: {tautan}")


def letter(*parts: Any) -> Paragraphs:
    return Paragraphs(_("Yth. {nama},"), *parts)


def text_of(
    occasion: Occasion,
    kind: Kind,
    fields: tuple[Field, ...],
    texts: tuple[Any, Any, Any],
    variant: str = "",
    to: Any = "",
) -> Text:
    """`texts`: title, body, short form."""
    return Text(occasion.value, occasion.label, kind, fields, *texts, variant=variant, to=to)


INVITATION = (
    _("Undangan pelatihan: {pelatihan}"),
    letter(_("Usaha {usaha} diundang mengikuti pelatihan ini."), FACTS, ANSWERING),
    _("{usaha} diundang pelatihan {pelatihan}, {waktu}. Jawab: {tautan}"),
)
INVITATION_TO_OBSERVE = (
    _("Undangan pelatihan: {pelatihan}"),
    letter(
        _(
            "Usaha {usaha} diundang sebagai pengamat pelatihan ini. UMKM percontohan didahulukan sampai {sampai}; "
            "sesudah itu tempat yang masih kosong menjadi milik pengamat yang menunggu, sesuai urutan."
        ),
        FACTS,
        ANSWERING,
    ),
    _("{usaha} diundang sebagai pengamat pelatihan {pelatihan}, {waktu}. Jawab: {tautan}"),
)
TEXTS = (
    text_of(Occasion.INVITED, Kind.INVITATION, INVITED, INVITATION),
    text_of(Occasion.INVITED_AGAIN, Kind.INVITATION, INVITED, INVITATION),
    *(
        text_of(
            one, Kind.INVITATION, (*INVITED, UNTIL), INVITATION_TO_OBSERVE, OBSERVER, _("kepada pengamat")
        )
        for one in (Occasion.INVITED, Occasion.INVITED_AGAIN)
    ),
    text_of(
        Occasion.CHANGED,
        Kind.SESSION,
        (*INVITED, CHANGES),
        (
            _("Perubahan pelatihan: {pelatihan}"),
            letter(
                _("Pelatihan yang mengundang usaha {usaha} berubah. Mohon catat yang baru.\n{perubahan}"),
                FACTS,
                ANSWERING,
            ),
            _("Pelatihan {pelatihan} berubah: {waktu}, {tempat}. Lihat: {tautan}"),
        ),
    ),
    text_of(
        Occasion.CHANGED,
        Kind.SESSION,
        (*LED, CHANGES, LINK),
        (
            _("Perubahan sesi Anda: {pelatihan}"),
            letter(_("Sesi yang Anda latih berubah.\n{perubahan}"), FACTS, ROLL),
            _("Sesi Anda {pelatihan} berubah: {waktu}, {tempat}. Lihat: {tautan}"),
        ),
        TRAINER,
        _("kepada pelatih"),
    ),
    text_of(
        Occasion.CHANGED,
        Kind.SESSION,
        LED,
        (
            _("Sesi Anda dialihkan: {pelatihan}"),
            letter(_("Sesi ini sekarang dilatih oleh {pelatih}. Anda tidak perlu datang."), FACTS),
            _("Sesi {pelatihan}, {waktu}, kini dilatih {pelatih}. Anda tidak perlu datang."),
        ),
        RELEASED,
        _("kepada pelatih yang digantikan"),
    ),
    text_of(
        Occasion.CANCELLED,
        Kind.SESSION,
        (*TOLD, WHY),
        (
            _("Pelatihan dibatalkan: {pelatihan}"),
            letter(_("Pelatihan ini dibatalkan. Anda tidak perlu datang.\nAlasan: {alasan}"), FACTS),
            _("Pelatihan {pelatihan}, {waktu}, dibatalkan. Anda tidak perlu datang. Alasan: {alasan}"),
        ),
    ),
    text_of(
        Occasion.CANCELLED,
        Kind.SESSION,
        (*TOLD, WHY),
        (
            _("Undangan tidak berlaku lagi: {pelatihan}"),
            letter(
                _(
                    "Undangan untuk usaha {usaha} tidak berlaku lagi. Anda tidak perlu datang.\nAlasan: {alasan}"
                ),
                FACTS,
            ),
            _("Undangan pelatihan {pelatihan}, {waktu}, tidak berlaku lagi. Anda tidak perlu datang."),
        ),
        UNINVITED,
        _("kepada yang tidak lagi diundang"),
    ),
    text_of(
        Occasion.CANCELLED,
        Kind.SESSION,
        (*LED, WHY),
        (
            _("Sesi Anda dibatalkan: {pelatihan}"),
            letter(_("Sesi ini dibatalkan. Alasan: {alasan}"), FACTS),
            _("Sesi Anda {pelatihan}, {waktu}, dibatalkan. Alasan: {alasan}"),
        ),
        TRAINER,
        _("kepada pelatih"),
    ),
    text_of(
        Occasion.MOVED_UP,
        Kind.SESSION,
        INVITED,
        (
            _("Anda mendapat tempat: {pelatihan}"),
            letter(
                _("Ada tempat yang kosong. Anda yang menunggu sekarang terdaftar sebagai peserta."),
                FACTS,
                ANSWERING,
            ),
            _("Anda mendapat tempat di pelatihan {pelatihan}, {waktu}. Bila berhalangan: {tautan}"),
        ),
    ),
    text_of(
        Occasion.ASSIGNED,
        Kind.SESSION,
        (*LED, LINK),
        (
            _("Anda melatih: {pelatihan}"),
            letter(_("Anda dijadwalkan melatih sesi ini."), FACTS, ROLL),
            _("Anda dijadwalkan melatih {pelatihan}, {waktu}, {tempat}. Lihat: {tautan}"),
        ),
    ),
    text_of(
        Occasion.CERTIFICATE_READY,
        Kind.AFTERWARDS,
        (MODULE, NUMBER, LINK),
        (
            _("Sertifikat siap: {pelatihan}"),
            letter(
                _("Terima kasih sudah mengikuti pelatihan. Sertifikat Anda sudah siap."),
                _("Pelatihan: {pelatihan}\nNomor: {nomor}\nLihat dan unduh setelah masuk: {tautan}"),
                _("Siapa pun yang Anda beri nomor ini dapat memeriksa keasliannya di alamat yang sama."),
            ),
            _("Sertifikat {pelatihan} Anda sudah siap, nomor {nomor}. Unduh: {tautan}"),
        ),
    ),
    text_of(
        Occasion.CERTIFICATE_READY,
        Kind.AFTERWARDS,
        (MODULE, NUMBER, LINK),
        (
            _("Sertifikat siap: {pelatihan}"),
            letter(
                _("Sertifikat Anda diterbitkan ulang dengan nama yang benar. Yang lama tidak berlaku lagi."),
                _("Pelatihan: {pelatihan}\nNomor: {nomor}\nLihat dan unduh setelah masuk: {tautan}"),
                _("Siapa pun yang Anda beri nomor ini dapat memeriksa keasliannya di alamat yang sama."),
            ),
            _("Sertifikat {pelatihan} Anda diterbitkan ulang, nomor {nomor}. Unduh: {tautan}"),
        ),
        REISSUED,
        _("bila diterbitkan ulang"),
    ),
    text_of(
        Occasion.CERTIFICATE_WITHDRAWN,
        Kind.AFTERWARDS,
        (MODULE, NUMBER, WHY),
        (
            _("Sertifikat ditarik: {pelatihan}"),
            letter(
                _("Sertifikat Anda {nomor} tidak berlaku lagi.\nAlasan: {alasan}"),
                _("Bila menurut Anda ini keliru, hubungi koordinator provinsi Anda."),
            ),
            _("Sertifikat {nomor} tidak berlaku lagi. Alasan: {alasan}"),
        ),
    ),
)
