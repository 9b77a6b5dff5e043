"""What cadre and nominator read about a nomination, in kind words. Sent in the transaction of its cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import enqueue

from .choices import PilotOutcome
from .models import Nomination, Pilot, Seat
from .reviews.improving import to_improve
from .reviews.results import results_of

# each at most 20 letters (soksi_portal/outbox/occasions.py)
OCCASIONS = {
    "nomination_made": gettext_lazy("Usulan baru"),
    "nomination_withdrawn": gettext_lazy("Usulan ditarik"),
    "nomination_accepted": gettext_lazy("Usulan diterima"),
    "nomination_waiting": gettext_lazy("Usulan masuk daftar tunggu"),
    "nomination_declined": gettext_lazy("Usulan belum terpilih"),
    "pilot_ended": gettext_lazy("Percontohan berakhir"),
    "pilot_moved": gettext_lazy("Pindah kursi"),
}

ENDINGS = {
    PilotOutcome.GRADUATED: gettext_lazy("lulus dari program percontohan. Selamat"),
    PilotOutcome.WITHDRAWN: gettext_lazy("mengundurkan diri dari program percontohan"),
    PilotOutcome.REPLACED: gettext_lazy("digantikan usaha lain di program percontohan"),
}


def subject_of(nomination: Nomination) -> str:
    return f"nomination:{nomination.pk}"


def tell_made(nomination: Nomination) -> None:
    """The cadre only: the nominator knows."""
    _tell_owner(
        nomination,
        occasion="nomination_made",
        title=_("%(business)s diusulkan menjadi UMKM percontohan"),
        body=_(
            "kabar baik: %(nominator)s mengusulkan usaha Anda, %(business)s, menjadi UMKM percontohan"
            " %(province)s (%(phase)s). Anda tidak perlu melakukan apa-apa sekarang. Jamkrindo membaca usulan"
            " ini dan memutuskan; Anda menerima pesan begitu ada keputusan."
        ),
    )


def tell_withdrawn(nomination: Nomination) -> None:
    _tell_owner(
        nomination,
        occasion="nomination_withdrawn",
        title=_("Usulan untuk %(business)s ditarik"),
        body=_(
            "usulan agar usaha Anda, %(business)s, menjadi UMKM percontohan ditarik kembali oleh"
            " %(decider)s. Usaha Anda tetap terverifikasi dan dapat diusulkan lagi.%(reason)s"
        ),
    )


def tell_accepted(nomination: Nomination, pilot: Pilot) -> None:
    seat = {"number": pilot.seat.number}
    _tell_both(
        nomination,
        occasion="nomination_accepted",
        title=_("Selamat, %(business)s menjadi UMKM percontohan"),
        to_owner=_(
            "selamat! Usaha Anda, %(business)s, diterima sebagai UMKM percontohan %(province)s dan menempati"
            " kursi %(number)s. Berikutnya, Anda menerima undangan pelatihan manajemen dari Jamkrindo. Jawab"
            " undangan itu begitu datang, supaya tempat Anda pasti."
        ),
        to_nominator=_(
            "usulan Anda untuk %(business)s diterima oleh %(decider)s. Usaha itu menempati kursi %(number)s"
            " %(province)s, dan pemiliknya sudah diberi tahu."
        ),
        **seat,
    )


def tell_waitlisted(nomination: Nomination) -> None:
    _tell_both(
        nomination,
        occasion="nomination_waiting",
        title=_("%(business)s masuk daftar tunggu"),
        to_owner=_(
            "usaha Anda, %(business)s, dinilai layak dan kini di urutan %(rank)s daftar tunggu %(province)s."
            " Kursi yang kosong ditawarkan menurut urutan itu. Begitu giliran Anda tiba, Anda menerima pesan dan"
            " menjawabnya. Sambil menunggu, teruskan mencatat penjualan harian Anda.%(reason)s%(improve)s"
        ),
        to_nominator=_(
            "usulan Anda untuk %(business)s masuk daftar tunggu %(province)s, urutan %(rank)s, oleh"
            " keputusan %(decider)s. Pemiliknya sudah diberi tahu.%(reason)s%(improve)s"
        ),
        rank=nomination.waitlist_rank,
        improve=_improve(nomination),
    )


def tell_declined(nomination: Nomination) -> None:
    _tell_both(
        nomination,
        occasion="nomination_declined",
        title=_("%(business)s belum terpilih kali ini"),
        to_owner=_(
            "terima kasih sudah mendaftarkan %(business)s. Kali ini usaha Anda belum terpilih menjadi UMKM"
            " percontohan.%(reason)s%(improve)s\n\nUsaha Anda tetap terverifikasi dan dapat diusulkan lagi. Koordinator"
            " %(province)s dapat membantu Anda dengan langkah berikutnya."
        ),
        to_nominator=_(
            "usulan Anda untuk %(business)s belum terpilih oleh keputusan %(decider)s.%(reason)s%(improve)s\n\n"
            "Pemiliknya sudah diberi tahu; sapaan dari Anda akan menguatkannya."
        ),
        improve=_improve(nomination),
    )


def tell_ended(pilot: Pilot, *, offered: bool = False) -> None:
    """`offered`: the waiting list is asked already."""
    words = {
        "ending": ENDINGS[PilotOutcome(pilot.outcome)],
        "number": pilot.seat.number,
        "decider": pilot.ended_by,
        "next": _(" dan sudah ditawarkan kepada daftar tunggu")
        if offered
        else _(", dan Anda dapat mengusulkan usaha lain selama tahapnya dibuka"),
        "reason": _("\n\nCatatan: %(text)s") % {"text": pilot.end_reason} if pilot.end_reason else "",
    }
    _tell_both(
        pilot.nomination,
        occasion="pilot_ended",
        title=_("%(business)s selesai sebagai UMKM percontohan"),
        to_owner=_(
            "usaha Anda, %(business)s, %(ending)s. Terima kasih atas kerja keras Anda menjadi contoh bagi"
            " UMKM lain di %(province)s.%(reason)s"
        ),
        to_nominator=_(
            "usaha yang Anda usulkan, %(business)s, %(ending)s. Kursi %(number)s %(province)s kosong lagi%(next)s.%(reason)s"
        ),
        **words,
    )


def tell_moved(pilot: Pilot, *, left: Seat, reason: str, by: User, offered: bool) -> None:
    _tell_both(
        pilot.nomination,
        occasion="pilot_moved",
        title=_("%(business)s pindah ke kursi %(number)s"),
        to_owner=_(
            "usaha Anda, %(business)s, pindah dari kursi %(left)s ke kursi %(number)s %(province)s (%(target)s) oleh"
            " keputusan %(decider)s. Pelatihan dan pendampingan Anda berlanjut seperti biasa.%(reason)s"
        ),
        to_nominator=_(
            "usaha yang Anda usulkan, %(business)s, pindah dari kursi %(left)s ke kursi %(number)s %(province)s"
            " (%(target)s). Kursi %(left)s kosong%(next)s.%(reason)s"
        ),
        revision=pilot.moves.count(),
        left=left.number,
        number=pilot.seat.number,
        target=pilot.seat.phase,
        decider=by,
        next=_(" dan sudah ditawarkan kepada daftar tunggu") if offered else "",
        reason=_("\n\nAlasannya: %(text)s") % {"text": reason},
    )


def _improve(nomination: Nomination) -> str:
    """Where the reviewers saw most to gain, in words and without figures; nothing where all was strong."""
    words = to_improve(results_of([nomination])[nomination.pk])
    if not words:
        return ""
    return _("\n\nYang paling dapat diperkuat menurut para penilai: %(criteria)s.") % {"criteria": words}


def _tell_both(
    nomination: Nomination, *, occasion: str, title: str, to_owner: str, to_nominator: str, **words: Any
) -> None:
    _tell_owner(nomination, occasion=occasion, title=title, body=to_owner, **words)
    nominator = nomination.nominated_by
    if nominator.pk != nomination.business.owner.user_id:
        _tell(nomination, nominator, occasion=occasion, title=title, body=to_nominator, **words)


def _tell_owner(nomination: Nomination, *, occasion: str, title: str, body: str, **words: Any) -> None:
    owner = nomination.business.owner.user
    if owner is not None:  # an imported cadre may have no account yet
        _tell(nomination, owner, occasion=occasion, title=title, body=body, **words)


def _tell(
    nomination: Nomination,
    recipient: User,
    *,
    occasion: str,
    title: str,
    body: str,
    revision: int = 0,
    **words: Any,
) -> None:
    reason = nomination.decision_reason
    values = {
        "business": nomination.business.name,
        "province": nomination.province.name,
        "phase": nomination.phase,
        "nominator": nomination.nominated_by,
        "decider": nomination.decided_by or "",
        "reason": _("\n\nAlasannya: %(text)s") % {"text": reason} if reason else "",
        **words,
    }
    lines = [_("Kepada %(name)s,") % {"name": recipient.full_name}, body % values, *_links(nomination)]
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(nomination),
        recipient=recipient,
        revision=revision,
        title=title % values,
        body="\n\n".join(lines),
        time_zone=nomination.province.time_zone,
    )


def _links(nomination: Nomination) -> Iterator[str]:
    address = settings.PORTAL_URL.rstrip("/") + nomination.get_absolute_url()
    yield _("Lihat usulan ini: %(address)s") % {"address": address}
