"""The texts about pembina and those they guide as they were written first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, PROVINCE, REASON, Field, Occasion

YES, NO, MENTEE, GUIDE = "bersedia", "belum", "binaan", "pembina"
GUIDE_NAME = Field("pembina", _("Usaha yang membina"), _("Tahu Pak Ujang"))
ASKER = Field("pengusul", _("Siapa yang mengusulkan"), _("Dedi Kurnia"))


def _occasion(
    code: str,
    label: Any,
    fields: tuple[Field, ...],
    texts: tuple[Any, Any, Any],
    variant: str = "",
    to: Any = "",
) -> Occasion:
    """`texts`: title, body and short form."""
    title, body, short = texts
    return Occasion(code, label, Kind.COMPANY, (*fields, LINK), title, body, short, variant=variant, to=to)


OCCASIONS = (
    _occasion(
        "mentor_invited",
        _("Undangan menjadi pembina"),
        (BUSINESS, PROVINCE, Field("pengundang", _("Siapa yang mengundang"), _("Dedi Kurnia"))),
        (
            _("Bersediakah Anda menjadi pembina?"),
            _(
                "Kepada {nama},\n\n{pengundang} mengundang Anda menjadi pembina: membagi pengalaman {usaha} kepada usaha lain"
                " di {provinsi}. Anda sendiri yang menentukan siapa yang Anda bina, dan dapat berhenti kapan saja.\n\n"
                "Lihat di sini: {tautan}"
            ),
            _("{pengundang} mengundang Anda menjadi pembina di {provinsi}. Jawab: {tautan}"),
        ),
    ),
    _occasion(
        "mentor_answered",
        _("Jawaban calon pembina"),
        (BUSINESS, PROVINCE),
        (
            _("{usaha} bersedia menjadi pembina"),
            _(
                "Kepada {nama},\n\npemilik {usaha} bersedia menjadi pembina di {provinsi}. Berikutnya, pertemukan dengan"
                " usaha yang ingin belajar darinya.\n\nLihat di sini: {tautan}"
            ),
            _("Pemilik {usaha} bersedia menjadi pembina di {provinsi}: {tautan}"),
        ),
        YES,
        _("bila bersedia"),
    ),
    _occasion(
        "mentor_answered",
        _("Jawaban calon pembina"),
        (BUSINESS, REASON),
        (
            _("{usaha} belum bersedia menjadi pembina"),
            _(
                "Kepada {nama},\n\npemilik {usaha} belum bersedia menjadi pembina.\n\n{alasan}\n\nLihat di sini: {tautan}"
            ),
            _("Pemilik {usaha} belum bersedia menjadi pembina: {tautan}"),
        ),
        NO,
        _("bila belum bersedia"),
    ),
    _occasion(
        "mentor_ended",
        _("Pembina berhenti"),
        (BUSINESS, PROVINCE, REASON),
        (
            _("{usaha} berhenti sebagai pembina"),
            _(
                "Kepada {nama},\n\n{usaha} tidak lagi menjadi pembina di {provinsi}. Terima kasih atas"
                " bimbingannya.\n\n{alasan}\n\nLihat di sini: {tautan}"
            ),
            _("{usaha} tidak lagi menjadi pembina di {provinsi}: {tautan}"),
        ),
    ),
    _occasion(
        "mentorship_asked",
        _("Pembinaan ditawarkan"),
        (BUSINESS, GUIDE_NAME, ASKER),
        (
            _("Maukah Anda belajar dari {pembina}?"),
            _(
                "Kepada {nama},\n\n{pengusul} mengusulkan agar {usaha} dibina oleh {pembina}, UMKM percontohan yang sudah"
                " lulus. Bila Anda dan pembinanya setuju, pembinaan dimulai.\n\nLihat di sini: {tautan}"
            ),
            _("Maukah Anda belajar dari {pembina}? Jawab: {tautan}"),
        ),
        MENTEE,
        _("kepada yang dibina"),
    ),
    _occasion(
        "mentorship_asked",
        _("Pembinaan ditawarkan"),
        (BUSINESS, PROVINCE, ASKER),
        (
            _("{usaha} ingin belajar dari Anda"),
            _(
                "Kepada {nama},\n\n{pengusul} bertanya apakah Anda bersedia membina {usaha} di {provinsi}. Pembinaan dimulai"
                " setelah Anda berdua setuju.\n\nLihat di sini: {tautan}"
            ),
            _("Bersediakah Anda membina {usaha} di {provinsi}? Jawab: {tautan}"),
        ),
        GUIDE,
        _("kepada pembina"),
    ),
    _occasion(
        "mentorship_begun",
        _("Pembinaan dimulai"),
        (BUSINESS, GUIDE_NAME),
        (
            _("{pembina} kini membina {usaha}"),
            _(
                "Kepada {nama},\n\n{pembina} dan {usaha} sudah sama-sama setuju. Pembinaan dimulai hari ini; hubungilah satu"
                " sama lain.\n\nLihat di sini: {tautan}"
            ),
            _("Pembinaan {usaha} oleh {pembina} dimulai hari ini: {tautan}"),
        ),
    ),
    _occasion(
        "mentorship_declined",
        _("Pembinaan tidak jadi"),
        (BUSINESS, GUIDE_NAME, REASON),
        (
            _("Pembinaan {usaha} oleh {pembina} tidak jadi"),
            _(
                "Kepada {nama},\n\npembinaan {usaha} oleh {pembina} tidak jadi dimulai.\n\n{alasan}\n\nLihat di sini: {tautan}"
            ),
            _("Pembinaan {usaha} oleh {pembina} tidak jadi dimulai: {tautan}"),
        ),
    ),
    _occasion(
        "mentorship_ended",
        _("Pembinaan berakhir"),
        (BUSINESS, GUIDE_NAME, REASON),
        (
            _("Pembinaan {usaha} berakhir"),
            _(
                "Kepada {nama},\n\npembinaan {usaha} oleh {pembina} berakhir. Terima kasih kepada keduanya.\n\n{alasan}\n\n"
                "Lihat di sini: {tautan}"
            ),
            _("Pembinaan {usaha} oleh {pembina} berakhir: {tautan}"),
        ),
    ),
)
