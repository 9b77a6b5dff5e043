"""The texts of reminders that belong to no lower slice, as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.training.wordings import ANSWERING, FACTS, INVITED, letter
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import LINK, PROVINCE, Field, Occasion, in_portal

# each code at most 20 letters (soksi_portal/outbox/occasions.py)
SESSION_SOON, ANSWER_MISSING = "session_reminder", "answer_reminder"
SEATS_EMPTY, DIGEST = "seats_empty", "weekly_digest"
COORDINATOR, BOARD = "koordinator", "pengurus"

LEFT = Field("sisa", _("Berapa lama lagi"), _("7 hari"))
EMPTY = Field(
    "daftar",
    _("Kursi yang kosong, satu baris tiap kursi"),
    _("- Kursi 2 Jawa Barat, kosong sejak 9 November 2026"),
    needed=True,
)
SEATS = Field("tautan", _("Tautan ke kursinya"), in_portal("percontohan/"), needed=True, is_link=True)
HOW_MANY = Field("jumlah", _("Berapa banyak"), "2")


def _seats(variant: str, to: Any, fields: tuple[Field, ...], opening: Any, short: Any) -> Occasion:
    return Occasion(
        SEATS_EMPTY,
        _("Kursi kosong selama 14 hari"),
        Kind.STAFF,
        (HOW_MANY, EMPTY, *fields, SEATS),
        variant=variant,
        to=to,
        title=_("{jumlah} kursi percontohan sudah kosong 14 hari"),
        body=letter(opening, "{daftar}", _("Lihat kursinya: {tautan}")),
        short=short,
    )


OCCASIONS = (
    Occasion(
        SESSION_SOON,
        _("Pengingat pelatihan"),
        Kind.SESSION,
        (LEFT, *INVITED),
        title=_("{sisa} lagi: pelatihan {pelatihan}"),
        body=letter(_("Ini pengingat untuk pelatihan yang akan Anda hadiri."), FACTS, ANSWERING),
        short=_("{sisa} lagi: pelatihan {pelatihan}, {waktu}, {tempat}. Bila berhalangan: {tautan}"),
    ),
    Occasion(
        ANSWER_MISSING,
        _("Pengingat untuk menjawab undangan"),
        Kind.INVITATION,
        (LEFT, *INVITED),
        title=_("{sisa} lagi: pelatihan {pelatihan}"),
        body=letter(_("Anda belum menjawab undangan pelatihan ini. Mohon jawab sekarang."), FACTS, ANSWERING),
        short=_("Anda belum menjawab undangan pelatihan {pelatihan}, {waktu}. Jawab: {tautan}"),
    ),
    _seats(
        COORDINATOR,
        _("kepada koordinator"),
        (PROVINCE,),
        _("Kursi percontohan {provinsi} ini sudah 14 hari kosong. Usulkan usaha yang layak."),
        _("{jumlah} kursi percontohan {provinsi} sudah 14 hari kosong. Usulkan usaha: {tautan}"),
    ),
    _seats(
        BOARD,
        _("kepada pengurus pusat"),
        (),
        _("Kursi percontohan ini sudah 14 hari kosong. Koordinator provinsinya juga diberi tahu."),
        _("{jumlah} kursi percontohan sudah 14 hari kosong. Lihat: {tautan}"),
    ),
    Occasion(
        DIGEST,
        _("Ringkasan mingguan"),
        Kind.STAFF,
        (
            HOW_MANY,
            Field(
                "daftar",
                _("Yang menunggu penerima, satu baris tiap hal"),
                _(
                    "- 3 usaha menunggu verifikasi: yang paling lama sudah 4 hari.\n- 1 usulan menunggu keputusan."
                ),
                needed=True,
            ),
            LINK,
        ),
        title=_("Ringkasan minggu ini: {jumlah} hal menunggu Anda"),
        body=_(
            "Kepada {nama},\n\nini yang menunggu Anda minggu ini.\n\n{daftar}\n\nBuka beranda Anda: {tautan}"
        ),
        short=_("{jumlah} hal menunggu Anda minggu ini. Lihat: {tautan}"),
    ),
)
