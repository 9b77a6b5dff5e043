"""What a member is told when somebody has examined the card."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.outbox.services import enqueue

from .models import Cadre

OCCASIONS = {
    "cadre_verified": gettext_lazy("Kartu anggota diverifikasi"),
    "cadre_returned": gettext_lazy("Kartu anggota perlu diperbaiki"),
}


def subject_of(cadre: Cadre) -> str:
    return f"cadre:{cadre.pk}"


def tell_cadre_verified(cadre: Cadre, *, revision: int) -> None:
    _tell(
        cadre,
        occasion="cadre_verified",
        revision=revision,
        title=_("Keanggotaan Anda sudah diverifikasi"),
        body=_(
            "Kepada %(name)s,\n\nkeanggotaan SOKSI Anda sudah diperiksa dan diverifikasi. Anda tidak perlu melakukan"
            " apa-apa sekarang. Usaha yang sudah Anda kirim diperiksa berikutnya.\n\n%(address)s"
        ),
    )


def tell_cadre_returned(cadre: Cadre, *, lines: Sequence[str], note: str, revision: int) -> None:
    asked = "\n".join(f"- {line}" for line in lines) + (f"\n\n{note}" if note else "")
    _tell(
        cadre,
        occasion="cadre_returned",
        revision=revision,
        title=_("Kartu anggota Anda perlu diperbaiki"),
        body=_(
            "Kepada %(name)s,\n\nKoordinator %(province)s sudah memeriksa keanggotaan SOKSI Anda dan meminta"
            " perbaikan:\n\n%(lines)s\n\nUsaha Anda menunggu sampai ini selesai. Perbaiki lalu kirim lagi: %(address)s"
        ),
        lines=asked,
    )


def _tell(cadre: Cadre, *, occasion: str, revision: int, title: str, body: str, **words: str) -> None:
    if cadre.user is None:  # an imported cadre without an account yet
        return
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(cadre),
        recipient=cadre.user,
        revision=revision,
        title=title,
        body=body
        % {
            "name": cadre.full_name,
            "province": cadre.province.name,
            "address": settings.PORTAL_URL.rstrip("/") + reverse("membership"),
            **words,
        },
        time_zone=cadre.province.time_zone,
    )
