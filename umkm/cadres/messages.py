"""What a member is told when somebody has examined the card."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import LINK, PROVINCE, Field, Occasion

from .models import Cadre

OCCASIONS = (
    Occasion(
        "cadre_verified",
        _("Kartu anggota diverifikasi"),
        Kind.BUSINESS,
        (PROVINCE, LINK),
        title=_("Keanggotaan Anda sudah diverifikasi"),
        body=_(
            "Kepada {nama},\n\nkeanggotaan SOKSI Anda sudah diperiksa dan diverifikasi. Anda tidak perlu melakukan"
            " apa-apa sekarang. Usaha yang sudah Anda kirim diperiksa berikutnya.\n\n{tautan}"
        ),
        short=_("Keanggotaan SOKSI Anda sudah diverifikasi. Usaha Anda diperiksa berikutnya: {tautan}"),
    ),
    Occasion(
        "cadre_returned",
        _("Kartu anggota perlu diperbaiki"),
        Kind.BUSINESS,
        (
            PROVINCE,
            Field(
                "perbaikan",
                _("Yang diminta diperbaiki, satu baris tiap hal"),
                _("- Foto KTP: Nomornya tidak terbaca."),
                needed=True,
            ),
            LINK,
        ),
        title=_("Kartu anggota Anda perlu diperbaiki"),
        body=_(
            "Kepada {nama},\n\nKoordinator {provinsi} sudah memeriksa keanggotaan SOKSI Anda dan meminta"
            " perbaikan:\n\n{perbaikan}\n\nUsaha Anda menunggu sampai ini selesai. Perbaiki lalu kirim lagi: {tautan}"
        ),
        short=_("Kartu anggota Anda perlu diperbaiki. Baca yang diminta dan kirim lagi: {tautan}"),
    ),
)


def subject_of(cadre: Cadre) -> str:
    return f"cadre:{cadre.pk}"


def tell_cadre_verified(cadre: Cadre, *, revision: int) -> None:
    _tell(cadre, occasion="cadre_verified", revision=revision)


def tell_cadre_returned(cadre: Cadre, *, lines: Sequence[str], note: str, revision: int) -> None:
    asked = "\n".join(f"- {line}" for line in lines) + (f"\n\n{note}" if note else "")
    _tell(cadre, occasion="cadre_returned", revision=revision, perbaikan=asked)


def _tell(cadre: Cadre, *, occasion: str, revision: int, **words: str) -> None:
    if cadre.user is None:  # an imported cadre without an account yet
        return
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(cadre),
        recipient=cadre.user,
        revision=revision,
        fields={
            "nama": cadre.full_name,
            "provinsi": cadre.province.name,
            "tautan": settings.PORTAL_URL.rstrip("/") + reverse("membership"),
            **words,
        },
        time_zone=cadre.province.time_zone,
    )
