"""The texts about visits as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.mentoring.wordings import letter
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion

from .choices import VisitOccasion

WHEN = Field("waktu", _("Hari dan jam kunjungan"), _("Senin, 23 November 2026 pukul 09.00 WIB"), needed=True)
WHERE = Field("tempat", _("Cara dan tempat bertemu"), _("di tempat usaha, Jalan Melati 3"))
AGENDA = Field("agenda", _("Yang dibahas, kosong bila tidak ada"), _("Yang dibahas: pembukuan Oktober."))
PROPOSER = Field("pengusul", _("Siapa yang mengusulkan waktunya"), _("Dewi Pendamping"))
CANCELLER = Field("pembatal", _("Siapa yang membatalkan"), _("Dewi Pendamping"))
WHY = Field("alasan", _("Alasan"), _("Ada keluarga yang sakit."), needed=True)
TASKS = Field(
    "tugas", _("Berapa tugas yang disepakati, kosong bila tidak ada"), _("Ada 2 tugas yang disepakati.")
)
NEXT = Field(
    "berikutnya",
    _("Kunjungan berikutnya, kosong bila belum direncanakan"),
    _("Kunjungan berikutnya direncanakan Senin, 21 Desember 2026."),
)


def _visit(
    occasion: VisitOccasion, fields: tuple[Field, ...], title: Any, words: tuple[Any, ...], short: Any
) -> Occasion:
    return Occasion(
        occasion.value,
        occasion.label,
        Kind.MENTORING,
        (BUSINESS, WHEN, *fields, LINK),
        title,
        letter(*words),
        short,
    )


TEXTS = (
    _visit(
        VisitOccasion.VISIT_PROPOSED,
        (PROPOSER, WHERE, AGENDA),
        _("Kunjungan {usaha}: cocokkah waktunya?"),
        (
            _("{pengusul} mengusulkan bertemu pada {waktu} ({tempat})."),
            "{agenda}",
            _("Setujui, atau usulkan waktu lain: {tautan}"),
        ),
        _("{pengusul} mengusulkan kunjungan {usaha} pada {waktu}. Setujui atau usulkan waktu lain: {tautan}"),
    ),
    _visit(
        VisitOccasion.VISIT_AGREED,
        (WHERE, AGENDA),
        _("Kunjungan disepakati: {usaha}"),
        (
            _("Anda bertemu pada {waktu} ({tempat})."),
            "{agenda}",
            _("Sehari sebelumnya kami ingatkan."),
            _("Lihat kunjungannya: {tautan}"),
        ),
        _("Kunjungan {usaha} disepakati: {waktu}, {tempat}. Lihat: {tautan}"),
    ),
    _visit(
        VisitOccasion.VISIT_CANCELLED,
        (CANCELLER, WHY),
        _("Kunjungan dibatalkan: {usaha}"),
        (
            _("Kunjungan pada {waktu} dibatalkan oleh {pembatal}. Alasannya: {alasan}"),
            _("Usulkan waktu baru: {tautan}"),
        ),
        _("Kunjungan {usaha} pada {waktu} dibatalkan oleh {pembatal}. Lihat: {tautan}"),
    ),
    _visit(
        VisitOccasion.VISIT_RECORDED,
        (TASKS, NEXT),
        _("Catatan kunjungan: {usaha}"),
        (
            _("Catatan kunjungan {waktu} sudah dapat Anda baca."),
            "{tugas}",
            "{berikutnya}",
            _("Baca catatannya: {tautan}"),
        ),
        _("Catatan kunjungan {usaha} sudah dapat Anda baca. {tugas} {tautan}"),
    ),
    _visit(
        VisitOccasion.VISIT_REMINDER,
        (WHERE, AGENDA),
        _("Besok: kunjungan {usaha}"),
        (
            _("Anda bertemu pada {waktu} ({tempat})."),
            "{agenda}",
            _("Berhalangan? Usulkan waktu lain: {tautan}"),
        ),
        _("Besok kunjungan {usaha}: {waktu}, {tempat}. Berhalangan? Usulkan waktu lain: {tautan}"),
    ),
)
