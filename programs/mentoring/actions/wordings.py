"""The texts about tasks as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.mentoring.wordings import letter
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion

from .choices import ActionOccasion

TASK = Field("tugas", _("Tugas yang disepakati"), _("Pisahkan uang usaha dan uang rumah"), needed=True)
DUE = Field("tenggat", _("Hari terakhirnya"), _("Jumat, 4 Desember 2026"))
WHO = Field("pelapor", _("Siapa yang melaporkan selesai"), _("Siti Aminah"))
LACKS = Field("kurang", _("Yang masih kurang"), _("Foto buku kasnya belum ada."), needed=True)


def _task(
    occasion: ActionOccasion, fields: tuple[Field, ...], title: Any, words: tuple[Any, ...], short: Any
) -> Occasion:
    return Occasion(
        occasion.value,
        occasion.label,
        Kind.MENTORING,
        (BUSINESS, TASK, DUE, *fields, LINK),
        title,
        letter(*words),
        short,
    )


TEXTS = (
    _task(
        ActionOccasion.ACTION_GIVEN,
        (),
        _("Tugas untuk {usaha}"),
        (
            _("Yang disepakati: {tugas}. Selesaikan paling lambat {tenggat}."),
            _("Lihat tugasnya: {tautan}"),
        ),
        _("Tugas untuk {usaha}: {tugas}, paling lambat {tenggat}. Lihat: {tautan}"),
    ),
    _task(
        ActionOccasion.ACTION_DONE,
        (WHO,),
        _("Dilaporkan selesai: {tugas}"),
        (
            _("{pelapor} melaporkan tugas “{tugas}” dari {usaha} selesai."),
            _("Tegaskan, atau tulis yang masih kurang: {tautan}"),
        ),
        _("{pelapor} melaporkan selesai: {tugas} ({usaha}). Tegaskan: {tautan}"),
    ),
    _task(
        ActionOccasion.ACTION_RETURNED,
        (LACKS,),
        _("Masih kurang: {tugas}"),
        (
            _("Tugas “{tugas}” dari {usaha} belum selesai. Yang masih kurang: {kurang}"),
            _("Lihat tugasnya: {tautan}"),
        ),
        _("Tugas “{tugas}” dari {usaha} belum selesai: {kurang} Lihat: {tautan}"),
    ),
    _task(
        ActionOccasion.ACTION_OVERDUE,
        (),
        _("Tugas lewat tenggat: {tugas}"),
        (
            _("Tugas “{tugas}” dari {usaha} tenggatnya {tenggat}."),
            _("Laporkan selesai, atau bicarakan waktunya: {tautan}"),
        ),
        _("Tugas “{tugas}” dari {usaha} lewat tenggat. Laporkan selesai, atau bicarakan waktunya: {tautan}"),
    ),
)
