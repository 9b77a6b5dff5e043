"""The texts to who comes instead, and about several sessions at once, as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.training.choices import Occasion
from programs.training.wordings import (
    CALLED_OFF,
    FACTS,
    JOINING,
    NO_LONGER,
    QUEUED,
    TOLD,
    letter,
    text_of,
)
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import Field
from soksi_portal.outbox.texts.occasion import Occasion as Text

INVITER = Field("diundang", _("Nama yang diundang dan digantikan"), _("Siti Aminah"))
MATERIALS = Field(
    "materi",
    _("Tautan ke materi pelatihan, kosong bila belum ada atau penerima tidak jadi datang"),
    _("Materi pelatihan, tanpa perlu masuk: https://portal.contoh/undangan/materi/kunci-rahasia/"),
)
FILLED_IN = (INVITER, *TOLD, JOINING, MATERIALS)
MISTAKEN = _("Bila ini keliru, beri tahu {diundang}.")
SCHEDULE = Field(
    "daftar",
    _("Sesi-sesi yang berlaku, satu demi satu"),
    _("- Pembukuan sederhana: Senin, 23 November 2026 pukul 09.00–12.00 WIB. Balai Latihan Bandung."),
    needed=True,
)


def _instead(variant: str, to: Any, title: Any, opening: Any, short: Any) -> Text:
    body = letter(opening, FACTS, "{gabung}\n{materi}", MISTAKEN)
    return text_of(Occasion.SUBSTITUTE, Kind.SESSION, FILLED_IN, (title, body, short), variant, to)


TEXTS = (
    _instead(
        "",
        _("kepada pengganti"),
        _("Anda menggantikan {diundang}: {pelatihan}"),
        _("{diundang} ({usaha}) menyebut Anda sebagai penggantinya. Anda terdaftar sebagai peserta."),
        _("Anda menggantikan {diundang} di pelatihan {pelatihan}, {waktu}, {tempat}."),
    ),
    _instead(
        QUEUED,
        _("kepada pengganti yang menunggu tempat"),
        _("Anda ada di daftar tunggu: {pelatihan}"),
        _(
            "{diundang} ({usaha}) menyebut Anda sebagai pengganti di pelatihan ini. Tempatnya masih penuh; "
            "kami mengabari Anda bila ada tempat."
        ),
        _("Anda ada di daftar tunggu pelatihan {pelatihan}, {waktu}, menggantikan {diundang}."),
    ),
    _instead(
        NO_LONGER,
        _("kepada pengganti yang tidak jadi datang"),
        _("Anda tidak perlu datang: {pelatihan}"),
        _("Anda tidak lagi tercatat menggantikan {diundang} ({usaha}) di pelatihan ini."),
        _("Anda tidak perlu datang ke pelatihan {pelatihan}, {waktu}, menggantikan {diundang}."),
    ),
    _instead(
        CALLED_OFF,
        _("kepada pengganti, bila sesinya dibatalkan"),
        _("Pelatihan dibatalkan: {pelatihan}"),
        _("Pelatihan yang akan Anda hadiri menggantikan {diundang} dibatalkan. Anda tidak perlu datang."),
        _("Pelatihan {pelatihan}, {waktu}, dibatalkan. Anda tidak perlu datang."),
    ),
    text_of(
        Occasion.SERIES_CHANGED,
        Kind.SESSION,
        (SCHEDULE,),
        (
            _("Perubahan jadwal pelatihan Anda"),
            letter(_("Jadwal beberapa pelatihan berubah. Yang berlaku sekarang:"), "{daftar}"),
            _("Jadwal beberapa pelatihan Anda berubah. Lihat e-mail atau kotak pesan Anda di portal."),
        ),
    ),
    text_of(
        Occasion.SERIES_CANCELLED,
        Kind.SESSION,
        (SCHEDULE,),
        (
            _("Beberapa pelatihan dibatalkan"),
            letter(_("Beberapa pelatihan dibatalkan. Yang berlaku sekarang:"), "{daftar}"),
            _("Beberapa pelatihan Anda dibatalkan. Lihat e-mail atau kotak pesan Anda di portal."),
        ),
    ),
)
