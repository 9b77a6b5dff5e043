"""What a coordinator and the one who stands in are told."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.outbox.services import cancel_about, enqueue

from .models import StandIn

OCCASIONS = {
    "stand_in": gettext_lazy("Pengganti koordinator ditunjuk"),
    "stand_in_ended": gettext_lazy("Penggantian koordinator berakhir"),
}


def tell_stand_in(stand_in: StandIn) -> None:
    _tell(
        stand_in,
        stand_in.user,
        occasion="stand_in",
        title=_("Anda menggantikan Koordinator %(province)s"),
        body=_(
            "Kepada %(name)s,\n\npada %(first)s sampai %(last)s Anda menggantikan %(coordinator)s sebagai Koordinator"
            " %(province)s. Alasannya: %(reason)s\n\nPada hari-hari itu antrean verifikasi provinsi ini ada pada Anda:"
            " %(address)s"
        ),
    )
    _tell(
        stand_in,
        stand_in.post.user,
        occasion="stand_in",
        title=_("%(stand_in)s menggantikan Anda di %(province)s"),
        body=_(
            "Kepada %(name)s,\n\npada %(first)s sampai %(last)s %(stand_in)s menggantikan Anda sebagai Koordinator"
            " %(province)s. Alasannya: %(reason)s\n\nAnda tetap dapat bekerja seperti biasa: %(address)s"
        ),
    )


def tell_stand_in_ended(stand_in: StandIn) -> None:
    """What was planned and has not left is taken back: nobody reads of both at once."""
    cancel_about(subject_ref=_subject(stand_in), reason=_("Penggantiannya diakhiri."), by=stand_in.ended_by)
    for person in (stand_in.user, stand_in.post.user):
        _tell(
            stand_in,
            person,
            occasion="stand_in_ended",
            title=_("Penggantian Koordinator %(province)s berakhir"),
            body=_(
                "Kepada %(name)s,\n\npenggantian %(coordinator)s oleh %(stand_in)s sebagai Koordinator %(province)s"
                " (%(first)s sampai %(last)s) diakhiri lebih awal oleh %(ended_by)s.\n\n%(address)s"
            ),
        )


def _subject(stand_in: StandIn) -> str:
    return f"stand_in:{stand_in.pk}"


def _tell(stand_in: StandIn, person: User, *, occasion: str, title: str, body: str) -> None:
    words = {
        "name": person.full_name,
        "stand_in": stand_in.user.full_name,
        "coordinator": stand_in.post.user.full_name,
        "province": stand_in.province.name,
        "first": day(stand_in.starts_on),
        "last": day(stand_in.ends_on),
        "reason": stand_in.reason,
        "ended_by": stand_in.ended_by.full_name if stand_in.ended_by else "",
        "address": settings.PORTAL_URL.rstrip("/") + reverse("home"),
    }
    enqueue(
        occasion=occasion,
        subject_ref=_subject(stand_in),
        recipient=person,
        title=(title % words)[:200],
        body=body % words,
        time_zone=stand_in.province.time_zone,
    )
