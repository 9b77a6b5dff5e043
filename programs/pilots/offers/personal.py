"""What is held about a person's offered seats, moves and drafted answers, and taking an erased person out of them."""

from __future__ import annotations

import pgtrigger
from django.utils.translation import gettext as _

from programs.pilots.models import DraftDecision, Move, SeatOffer
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.outbox.models import Message
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .messages import subject_of

# a drafted answer is not told before it is published: then it is the decision of the proposal
STAND_STILL = (
    "pilots.SeatOffer:offer_ends_once",
    "pilots.Move:keep_move",
    "pilots.DraftDecision:draft_decision_while_open",
)


def offers_held(user: User) -> Section:
    offers = SeatOffer.objects.filter(nomination__business__owner__user=user)
    return Section(
        key="tawaran",
        title=_("Tawaran kursi"),
        purpose=_("Untuk mengisi kursi yang kosong dari daftar tunggu."),
        records=tuple(
            _offer(offer)
            for offer in offers.select_related("seat__phase", "nomination__business").order_by(
                "-offered_at", "-pk"
            )
        ),
        empty=_("Usaha Anda belum pernah ditawari kursi."),
        rank=52,
    )


def _offer(offer: SeatOffer) -> Record:
    return Record(
        title=f"{offer.nomination.business} – {offer.seat.phase}",
        url=offer.get_absolute_url(),
        when=offer.offered_at,
        facts=(
            Fact("usaha", _("Usaha"), offer.nomination.business.name),
            Fact("kursi", _("Kursi"), offer.seat.number),
            Fact("jawab", _("Jawab paling lambat"), offer.answer_by),
            Fact("status", _("Status"), str(offer.get_state_display())),
            Fact("berakhir", _("Berakhir"), offer.ended_at),
            Fact("alasan", _("Alasan"), offer.reason),
        ),
    )


def forget_seats(cadre: Cadre) -> None:
    """That a seat was offered, moved or drafted stays; the words about it go."""
    found = (
        SeatOffer.objects.filter(nomination__business__owner=cadre),
        Move.objects.filter(pilot__business__owner=cadre),
        DraftDecision.objects.filter(nomination__business__owner=cadre),
    )
    offers = [subject_of(offer) for offer in found[0]]
    with pgtrigger.ignore(*STAND_STILL):
        for rows in found:
            ids = list(rows.exclude(reason="").values_list("pk", flat=True))
            rows.filter(pk__in=ids).update(reason=GONE)
            forget(rows.model, ids, reason=GONE)
            forget_reasons(rows.model, ids, words=GONE)
    forget_messages(Message.objects.filter(subject_ref__in=offers))
