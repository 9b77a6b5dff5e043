"""The texts about who mentors whom as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.mentoring.wordings import letter
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, PROVINCE, Field, Occasion

from .choices import MatchingOccasion

OWNER, MENTOR = "pemilik", "pendamping"  # to whom
YES, NO = "bersedia", "belum"

MENTOR_NAME = Field("pendamping", _("Nama pendamping sejauh ini"), _("Dewi Pendamping"))
NEXT_MENTOR = Field("penerus", _("Nama pendamping yang melanjutkan"), _("Agus Pendamping"))
ASKER = Field("peminta", _("Siapa yang meminta"), _("Dewi Pendamping"))
WHY = Field("alasan", _("Alasan"), _("Provinsinya sama dan bahasanya cocok."), needed=True)


def _matching(
    occasion: MatchingOccasion,
    fields: tuple[Field, ...],
    title: Any,
    words: tuple[Any, ...],
    short: Any,
    variant: str = "",
    to: Any = "",
) -> Occasion:
    fields = (BUSINESS, *fields, LINK)
    return Occasion(
        occasion.value, occasion.label, Kind.MENTORING, fields, title, letter(*words), short, variant, to
    )


TEXTS = (
    _matching(
        MatchingOccasion.MENTOR_ASSIGNED,
        (MENTOR_NAME,),
        _("{pendamping} mendampingi {usaha}"),
        (
            _(
                "{pendamping} dari Jamkrindo kini mendampingi {usaha}. Ia akan mengusulkan waktu untuk bertemu;"
                " Anda juga dapat mengusulkannya."
            ),
            _("Lihat pendampingannya: {tautan}"),
        ),
        _("{pendamping} dari Jamkrindo kini mendampingi {usaha}. Lihat: {tautan}"),
        OWNER,
        _("kepada pemilik usaha"),
    ),
    _matching(
        MatchingOccasion.MENTOR_ASSIGNED,
        (PROVINCE, WHY),
        _("Anda mendampingi {usaha}"),
        (
            _("Anda ditunjuk mendampingi {usaha} di {provinsi}. Alasannya: {alasan}"),
            _("Usulkan waktu kunjungan pertama: {tautan}"),
        ),
        _("Anda ditunjuk mendampingi {usaha} di {provinsi}. Usulkan waktu kunjungan pertama: {tautan}"),
        MENTOR,
        _("kepada pendamping"),
    ),
    _matching(
        MatchingOccasion.MENTORING_ENDED,
        (MENTOR_NAME, WHY),
        _("Pendampingan {usaha} berakhir"),
        (
            _("Pendampingan {usaha} oleh {pendamping} berakhir. Alasannya: {alasan}"),
            _("Lihat riwayatnya: {tautan}"),
        ),
        _("Pendampingan {usaha} oleh {pendamping} berakhir. Lihat: {tautan}"),
    ),
    _matching(
        MatchingOccasion.HANDOVER_OFFERED,
        (ASKER, PROVINCE, WHY),
        _("Bersediakah Anda mendampingi {usaha}?"),
        (
            _(
                "{peminta} meminta Anda melanjutkan pendampingan {usaha} di {provinsi}. Alasannya: {alasan}\n\n"
                "Riwayat dan tugas yang belum selesai ikut serta."
            ),
            _("Jawab permintaannya: {tautan}"),
        ),
        _("{peminta} meminta Anda melanjutkan pendampingan {usaha} di {provinsi}. Jawab: {tautan}"),
    ),
    _matching(
        MatchingOccasion.HANDOVER_ANSWERED,
        (NEXT_MENTOR,),
        _("{penerus} menerima {usaha}"),
        (
            _("{penerus} kini mendampingi {usaha}. Riwayat dan tugasnya sudah ikut."),
            _("Lihat jawabannya: {tautan}"),
        ),
        _("{penerus} kini mendampingi {usaha}. Lihat: {tautan}"),
        YES,
        _("bila bersedia"),
    ),
    _matching(
        MatchingOccasion.HANDOVER_ANSWERED,
        (NEXT_MENTOR, WHY),
        _("{penerus} belum dapat menerima {usaha}"),
        (
            _("{penerus} belum dapat mendampingi {usaha}. Alasannya: {alasan}"),
            _("Lihat jawabannya: {tautan}"),
        ),
        _("{penerus} belum dapat mendampingi {usaha}. Lihat: {tautan}"),
        NO,
        _("bila belum bersedia"),
    ),
    _matching(
        MatchingOccasion.MENTOR_CHANGED,
        (MENTOR_NAME, NEXT_MENTOR),
        _("Pendamping {usaha} berganti"),
        (
            _(
                "Mulai hari ini {penerus} mendampingi {usaha}, menggantikan {pendamping}. Riwayat kunjungan dan tugas"
                " yang belum selesai diteruskan; Anda tidak perlu menceritakannya lagi dari awal."
            ),
            _("Lihat pendampingannya: {tautan}"),
        ),
        _("Mulai hari ini {penerus} mendampingi {usaha}, menggantikan {pendamping}. Lihat: {tautan}"),
    ),
)
