"""What people are told about their requests, and the admins while the time runs."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import cancel_about, enqueue
from soksi_portal.outbox.texts.occasion import LINK, Field, Occasion

from ..models import Cadre, DataRequest

ANSWERED, DUE, ERASED, CHANGED = "data_request_answer", "data_request_due", "data_erased", "own_data_changed"
OCCASIONS = (
    Occasion(
        ANSWERED,
        gettext_lazy("Jawaban permintaan data"),
        Kind.DATA,
        (
            Field("permintaan", gettext_lazy("Jenis permintaan"), gettext_lazy("Melihat data saya")),
            Field(
                "jawaban",
                gettext_lazy("Jawaban"),
                gettext_lazy("Semua data Anda dapat dilihat dan diunduh di halaman Data saya."),
                needed=True,
            ),
            LINK,
        ),
        title=gettext_lazy("Jawaban atas permintaan Anda: {permintaan}"),
        body=gettext_lazy("Kepada {nama},\n\n{jawaban}\n\nPermintaan Anda: {tautan}"),
        short=gettext_lazy("Permintaan data Anda sudah dijawab ({permintaan}). Baca: {tautan}"),
    ),
    Occasion(
        DUE,
        gettext_lazy("Permintaan data hampir lewat waktu"),
        Kind.STAFF,
        (
            Field("permintaan", gettext_lazy("Jenis permintaan"), gettext_lazy("Melihat data saya")),
            Field(
                "batas",
                gettext_lazy("Batas waktunya"),
                gettext_lazy("Kamis, 26 November 2026 pukul 09.00 WIB"),
                needed=True,
            ),
            LINK,
        ),
        title=gettext_lazy("Permintaan data menunggu jawaban: {permintaan}"),
        body=gettext_lazy(
            "Permintaan ini harus dijawab paling lambat {batas} (UU 27/2022: 3 × 24 jam).\n\nJawab di sini: {tautan}"
        ),
        short=gettext_lazy("Permintaan data harus dijawab paling lambat {batas}: {tautan}"),
    ),
    Occasion(
        ERASED,
        gettext_lazy("Data dihapus"),
        Kind.DATA,
        (),
        title=gettext_lazy("Data Anda sudah dihapus"),
        body=gettext_lazy(
            "Seperti yang Anda minta, data Anda di Portal Kemitraan UMKM Soksi–Jamkrindo sudah dihapus dan akun Anda"
            " ditutup. Yang tetap ada hanyalah angka jumlah usaha, tanpa nama Anda. Ini pesan terakhir dari kami."
        ),
        short=gettext_lazy("Data Anda di Portal Kemitraan UMKM sudah dihapus dan akun Anda ditutup."),
    ),
    Occasion(
        CHANGED,
        gettext_lazy("Data diperbaiki"),
        Kind.DATA,
        (Field("isian", gettext_lazy("Data yang diubah"), gettext_lazy("Nama, Nomor HP"), needed=True), LINK),
        title=gettext_lazy("Data Anda di portal diubah"),
        body=gettext_lazy(
            "Kepada {nama},\n\nyang baru saja diubah: {isian}. Bila bukan Anda yang mengubahnya, atur ulang kata"
            " sandi Anda dan hubungi koordinator provinsi Anda.\n\nLihat data Anda: {tautan}"
        ),
        short=gettext_lazy("Data Anda diubah: {isian}. Bila bukan oleh Anda, hubungi koordinator. {tautan}"),
    ),
)
# what still reaches a person whose data is not to be processed: about that itself, and the way into the account
ALLOWED_WHILE_RESTRICTED = frozenset({ANSWERED, DUE, ERASED, CHANGED, "account"})
LEAD = timedelta(hours=24)


def subject_of(request: DataRequest) -> str:
    return f"data_request:{request.pk}"


def _address(path: str) -> str:
    return settings.PORTAL_URL.rstrip("/") + path


def _zone_of(user: User) -> str:
    cadre = Cadre.objects.filter(user=user).select_related("province").first()
    return cadre.province.time_zone if cadre else settings.TIME_ZONE


def tell_answered(request: DataRequest) -> None:
    cancel_about(subject_ref=subject_of(request), reason=_("Sudah dijawab."), occasion=DUE)
    enqueue(
        occasion=ANSWERED,
        subject_ref=subject_of(request),
        recipient=request.user,
        fields={
            "permintaan": request.get_kind_display(),
            "jawaban": request.answer,
            "tautan": _address(reverse("own_request_list")),
        },
        time_zone=_zone_of(request.user),
    )


def tell_erased(*, user: User, request: DataRequest, address: str) -> None:
    """To the address that the portal has just forgotten; the row forgets it once the message has ended."""
    cancel_about(subject_ref=subject_of(request), reason=_("Sudah dijawab."), occasion=DUE)
    if not address:
        return
    enqueue(
        occasion=ERASED,
        subject_ref=subject_of(request),
        recipient=user,
        fields={},
        address=address,
    )


def tell_changed(user: User, *, changed: list[str], revision: int) -> None:
    """Somebody else at an open telephone must not change an account unnoticed."""
    enqueue(
        occasion=CHANGED,
        subject_ref=f"user:{user.pk}",
        recipient=user,
        revision=revision,
        fields={"isian": ", ".join(changed), "tautan": _address(reverse("my_data"))},
        time_zone=_zone_of(user),
    )


def remind_admins(request: DataRequest) -> int:
    """Each admin once, 24 hours before it is due; returns how many messages are new."""
    planned = 0
    for admin in User.objects.with_role(Role.ADMIN).exclude(pk=request.user_id).order_by("pk"):
        message = enqueue(
            occasion=DUE,
            subject_ref=subject_of(request),
            recipient=admin,
            lead_minutes=int(LEAD.total_seconds() // 60),
            fields={
                "permintaan": request.get_kind_display(),
                "batas": moment(request.due_at, settings.TIME_ZONE),
                "tautan": _address(request.get_absolute_url()),
            },
        )
        planned += message is not None
    return planned
