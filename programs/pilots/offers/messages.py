"""What owner and nominator read about an offered seat. Sent in the transaction of its cause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.models import Pilot, SeatOffer
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone, moment
from soksi_portal.outbox.services import enqueue

from .tokens import link

# each at most 20 letters (soksi_portal/outbox/occasions.py); these carry the key that answers for the owner
PRIVATE_OCCASIONS = {
    "offer_made": gettext_lazy("Tawaran kursi"),
    "offer_reminder": gettext_lazy("Pengingat tawaran kursi"),
}
OCCASIONS = {
    "offer_told": gettext_lazy("Tawaran kursi kepada usaha usulan Anda"),
    "offer_accepted": gettext_lazy("Tawaran kursi diterima"),
    "offer_declined": gettext_lazy("Tawaran kursi ditolak"),
    "offer_lapsed": gettext_lazy("Tawaran kursi lewat"),
    "offer_withdrawn": gettext_lazy("Tawaran kursi dibatalkan"),
}


def subject_of(offer: SeatOffer) -> str:
    return f"offer:{offer.pk}"


def tell_offered(offer: SeatOffer) -> None:
    """The owner, with the link that answers; the nominator, who knows how to reach an owner without an account."""
    _tell_owner(
        offer,
        "offer_made",
        _("Ada kursi untuk %(business)s: jawab paling lambat %(day)s"),
        _(
            "kabar baik! Kursi percontohan %(number)s %(province)s kini kosong, dan usaha Anda, %(business)s, berada di"
            " urutan pertama daftar tunggu. Apakah Anda mengambil kursi itu?\n\nJawab paling lambat %(deadline)s lewat"
            " tautan ini, tanpa perlu masuk: %(link)s\n\nBila Anda tidak mengambilnya, kursi itu ditawarkan kepada usaha"
            " berikutnya."
        ),
        expires_at=offer.answer_by,
    )
    _tell_nominator(
        offer,
        "offer_told",
        _("Kursi %(province)s ditawarkan kepada %(business)s"),
        _(
            "kursi %(number)s %(province)s ditawarkan kepada usaha yang Anda usulkan, %(business)s. Pemiliknya menjawab"
            " paling lambat %(deadline)s. Bila ia sulit membuka pesan, hubungilah, lalu catat jawabannya di sini: %(page)s"
        ),
    )


def tell_reminder(offer: SeatOffer, lead: timedelta) -> bool:
    return _tell_owner(
        offer,
        "offer_reminder",
        _("Kursi untuk %(business)s menunggu jawaban Anda"),
        _(
            "kursi percontohan %(number)s %(province)s masih disimpan untuk usaha Anda, %(business)s. Jawab paling lambat"
            " %(deadline)s: %(link)s\n\nSesudah itu kursinya ditawarkan kepada usaha berikutnya."
        ),
        expires_at=offer.answer_by,
        lead_minutes=lead // timedelta(minutes=1),
    )


def tell_accepted(offer: SeatOffer, pilot: Pilot) -> None:
    title = _("Selamat, %(business)s menjadi UMKM percontohan")
    _tell_owner(
        offer,
        "offer_accepted",
        title,
        _(
            "selamat! Usaha Anda, %(business)s, menempati kursi %(number)s %(province)s. Berikutnya, Anda menerima undangan"
            " pelatihan manajemen dari Jamkrindo. Jawab undangan itu begitu datang, supaya tempat Anda pasti."
        ),
    )
    _tell_nominator(
        offer,
        "offer_accepted",
        title,
        _(
            "usaha yang Anda usulkan, %(business)s, menerima tawaran dan kini menempati kursi %(number)s %(province)s."
        ),
    )


def tell_declined(offer: SeatOffer) -> None:
    _tell_owner(
        offer,
        "offer_declined",
        _("Jawaban Anda tercatat"),
        _(
            "jawaban Anda tercatat: %(business)s tidak mengambil kursi %(number)s %(province)s dan keluar dari daftar tunggu."
            " Usaha Anda tetap terverifikasi dan dapat diusulkan lagi bila keadaannya berubah."
        ),
    )
    _tell_nominator(
        offer,
        "offer_declined",
        _("%(business)s tidak mengambil kursi"),
        _(
            "usaha yang Anda usulkan, %(business)s, tidak mengambil kursi %(number)s %(province)s dan keluar dari daftar"
            " tunggu. Usaha berikutnya di daftar itu ditawari.%(reason)s"
        ),
    )


def tell_lapsed(offer: SeatOffer) -> None:
    _tell_owner(
        offer,
        "offer_lapsed",
        _("Waktu menjawab tawaran kursi sudah lewat"),
        _(
            "kami belum menerima jawaban Anda tentang kursi %(number)s %(province)s, jadi kursi itu ditawarkan kepada usaha"
            " berikutnya. %(business)s pindah ke akhir daftar tunggu. Anda tidak perlu melakukan apa-apa."
        ),
    )
    _tell_nominator(
        offer,
        "offer_lapsed",
        _("%(business)s tidak menjawab tawaran kursi"),
        _(
            "pemilik usaha yang Anda usulkan, %(business)s, tidak menjawab tawaran kursi %(number)s %(province)s sampai"
            " %(deadline)s. Usaha itu pindah ke akhir daftar tunggu. Tolong hubungi pemiliknya."
        ),
    )


def tell_withdrawn(offer: SeatOffer) -> None:
    title = _("Tawaran kursi untuk %(business)s dibatalkan")
    body = _(
        "tawaran kursi %(number)s %(province)s untuk %(business)s dibatalkan. Anda tidak perlu menjawab lagi.%(reason)s"
    )
    _tell_owner(offer, "offer_withdrawn", title, body)
    _tell_nominator(offer, "offer_withdrawn", title, body)


def _tell_owner(offer: SeatOffer, occasion: str, title: str, body: str, **planned: Any) -> bool:
    owner = offer.nomination.business.owner.user
    if owner is None:  # an imported cadre may have no account yet
        return False
    return _tell(offer, owner, occasion, title, body, **planned)


def _tell_nominator(offer: SeatOffer, occasion: str, title: str, body: str) -> None:
    nominator = offer.nomination.nominated_by
    if nominator.pk != offer.nomination.business.owner.user_id:
        _tell(offer, nominator, occasion, title, body)


def _tell(offer: SeatOffer, recipient: User, occasion: str, title: str, body: str, **planned: Any) -> bool:
    zone = offer.seat.province.time_zone
    values = {
        "business": offer.nomination.business.name,
        "province": offer.seat.province.name,
        "number": offer.seat.number,
        "deadline": moment(offer.answer_by, zone),
        "day": day(in_zone(offer.answer_by, zone)),
        "link": link(offer),
        "page": urljoin(settings.PORTAL_URL, offer.get_absolute_url()),
        "reason": _("\n\nAlasannya: %(text)s") % {"text": offer.reason} if offer.reason else "",
    }
    message = enqueue(
        occasion=occasion,
        subject_ref=subject_of(offer),
        recipient=recipient,
        title=title % values,
        body="\n\n".join((_("Kepada %(name)s,") % {"name": recipient.full_name}, body % values)),
        time_zone=zone,
        **planned,
    )
    return message is not None
