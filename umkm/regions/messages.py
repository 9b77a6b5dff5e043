"""What a coordinator and the one who stands in are told, and who is given an account."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import cancel_about, enqueue
from soksi_portal.outbox.texts.occasion import LINK, PROVINCE, Field, Occasion

from .models import StandIn

STAND_IN_FIELDS = (
    Field("pengganti", gettext_lazy("Siapa yang menggantikan"), gettext_lazy("Rina Lestari")),
    Field("koordinator", gettext_lazy("Siapa yang digantikan"), gettext_lazy("Dedi Kurnia")),
    PROVINCE,
    Field("mulai", gettext_lazy("Hari pertama"), gettext_lazy("23 November 2026"), needed=True),
    Field("sampai", gettext_lazy("Hari terakhir"), gettext_lazy("30 November 2026"), needed=True),
    LINK,
)
WHY = Field("alasan", gettext_lazy("Alasan"), gettext_lazy("Cuti tahunan."))
OCCASIONS = (
    Occasion(
        "stand_in",
        gettext_lazy("Pengganti koordinator ditunjuk"),
        Kind.STAFF,
        (*STAND_IN_FIELDS, WHY),
        variant="pengganti",
        to=gettext_lazy("kepada yang menggantikan"),
        title=gettext_lazy("Anda menggantikan Koordinator {provinsi}"),
        body=gettext_lazy(
            "Kepada {nama},\n\npada {mulai} sampai {sampai} Anda menggantikan {koordinator} sebagai Koordinator"
            " {provinsi}. Alasannya: {alasan}\n\nPada hari-hari itu antrean verifikasi provinsi ini ada pada Anda:"
            " {tautan}"
        ),
        short=gettext_lazy("Anda menggantikan Koordinator {provinsi}, {mulai} sampai {sampai}: {tautan}"),
    ),
    Occasion(
        "stand_in",
        gettext_lazy("Pengganti koordinator ditunjuk"),
        Kind.STAFF,
        (*STAND_IN_FIELDS, WHY),
        variant="koordinator",
        to=gettext_lazy("kepada koordinator"),
        title=gettext_lazy("{pengganti} menggantikan Anda di {provinsi}"),
        body=gettext_lazy(
            "Kepada {nama},\n\npada {mulai} sampai {sampai} {pengganti} menggantikan Anda sebagai Koordinator"
            " {provinsi}. Alasannya: {alasan}\n\nAnda tetap dapat bekerja seperti biasa: {tautan}"
        ),
        short=gettext_lazy("{pengganti} menggantikan Anda di {provinsi}, {mulai} sampai {sampai}: {tautan}"),
    ),
    Occasion(
        "stand_in_ended",
        gettext_lazy("Penggantian koordinator berakhir"),
        Kind.STAFF,
        (
            *STAND_IN_FIELDS,
            Field("oleh", gettext_lazy("Siapa yang mengakhiri"), gettext_lazy("Admin Portal")),
        ),
        title=gettext_lazy("Penggantian Koordinator {provinsi} berakhir"),
        body=gettext_lazy(
            "Kepada {nama},\n\npenggantian {koordinator} oleh {pengganti} sebagai Koordinator {provinsi}"
            " ({mulai} sampai {sampai}) diakhiri lebih awal oleh {oleh}.\n\n{tautan}"
        ),
        short=gettext_lazy("Penggantian Koordinator {provinsi} diakhiri lebih awal oleh {oleh}: {tautan}"),
    ),
    Occasion(
        "account",
        gettext_lazy("Akun dan kata sandi"),
        Kind.ACCOUNT,
        (
            Field("oleh", gettext_lazy("Siapa yang membuatkan akses"), gettext_lazy("Admin Portal")),
            LINK,
        ),
        variant="akses",
        to=gettext_lazy("kepada yang dibuatkan akses"),
        private=True,
        title=gettext_lazy("Buat kata sandi Anda"),
        body=gettext_lazy(
            "Halo {nama},\n\n{oleh} membuatkan Anda akses ke Portal Kemitraan UMKM. "
            "Buat kata sandi Anda lewat tautan ini, paling lambat tujuh hari lagi:\n{tautan}\n\n"
            "Setelah itu Anda masuk dengan e-mail atau nomor HP Anda."
        ),
        short=gettext_lazy(
            "{oleh} membuatkan Anda akses ke Portal Kemitraan UMKM. Buat kata sandi: {tautan}"
        ),
    ),
)


def tell_stand_in(stand_in: StandIn) -> None:
    _tell(stand_in, stand_in.user, "stand_in", variant="pengganti")
    _tell(stand_in, stand_in.post.user, "stand_in", variant="koordinator")


def tell_stand_in_ended(stand_in: StandIn) -> None:
    """What was planned and has not left is taken back: nobody reads of both at once."""
    cancel_about(subject_ref=_subject(stand_in), reason=_("Penggantiannya diakhiri."), by=stand_in.ended_by)
    for person in (stand_in.user, stand_in.post.user):
        _tell(stand_in, person, "stand_in_ended")


def tell_access(*, user: User, link: str, by: User) -> None:
    enqueue(
        occasion="account",
        variant="akses",
        subject_ref=f"account:{user.pk}:{secrets.token_hex(8)}",
        recipient=user,
        fields={"oleh": by.full_name, "tautan": link},
        ignores_quiet_hours=True,  # an admin waits for the person right now
    )


def _subject(stand_in: StandIn) -> str:
    return f"stand_in:{stand_in.pk}"


def _tell(stand_in: StandIn, person: User, occasion: str, variant: str = "") -> None:
    enqueue(
        occasion=occasion,
        variant=variant,
        subject_ref=_subject(stand_in),
        recipient=person,
        fields={
            "pengganti": stand_in.user.full_name,
            "koordinator": stand_in.post.user.full_name,
            "provinsi": stand_in.province.name,
            "mulai": day(stand_in.starts_on),
            "sampai": day(stand_in.ends_on),
            "alasan": stand_in.reason,
            "oleh": stand_in.ended_by.full_name if stand_in.ended_by else "",
            "tautan": settings.PORTAL_URL.rstrip("/") + reverse("home"),
        },
        time_zone=stand_in.province.time_zone,
    )
