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
from soksi_portal.outbox.services import cancel_about, enqueue

from ..models import Cadre, DataRequest

ANSWERED, DUE, ERASED, CHANGED = "data_request_answer", "data_request_due", "data_erased", "own_data_changed"
OCCASIONS = {
    ANSWERED: gettext_lazy("Jawaban permintaan data"),
    DUE: gettext_lazy("Permintaan data hampir lewat waktu"),
    ERASED: gettext_lazy("Data dihapus"),
    CHANGED: gettext_lazy("Data diperbaiki"),
}
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
        title=_("Jawaban atas permintaan Anda: %(kind)s") % {"kind": request.get_kind_display()},
        body=_("Kepada %(name)s,\n\n%(answer)s\n\nPermintaan Anda: %(address)s")
        % {
            "name": request.user.full_name,
            "answer": request.answer,
            "address": _address(reverse("own_request_list")),
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
        title=_("Data Anda sudah dihapus"),
        body=_(
            "Seperti yang Anda minta, data Anda di Portal Kemitraan UMKM Soksi–Jamkrindo sudah dihapus dan akun Anda"
            " ditutup. Yang tetap ada hanyalah angka jumlah usaha, tanpa nama Anda. Ini pesan terakhir dari kami."
        ),
        address=address,
    )


def tell_changed(user: User, *, changed: list[str], revision: int) -> None:
    """Somebody else at an open telephone must not change an account unnoticed."""
    enqueue(
        occasion=CHANGED,
        subject_ref=f"user:{user.pk}",
        recipient=user,
        revision=revision,
        title=_("Data Anda di portal diubah"),
        body=_(
            "Kepada %(name)s,\n\nyang baru saja diubah: %(changed)s. Bila bukan Anda yang mengubahnya, atur ulang kata"
            " sandi Anda dan hubungi koordinator provinsi Anda.\n\nLihat data Anda: %(address)s"
        )
        % {"name": user.full_name, "changed": ", ".join(changed), "address": _address(reverse("my_data"))},
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
            title=_("Permintaan data menunggu jawaban: %(kind)s") % {"kind": request.get_kind_display()},
            body=_(
                "Permintaan ini harus dijawab paling lambat %(due)s (UU 27/2022: 3 × 24 jam).\n\nJawab di sini: %(address)s"
            )
            % {
                "due": moment(request.due_at, settings.TIME_ZONE),
                "address": _address(request.get_absolute_url()),
            },
        )
        planned += message is not None
    return planned
