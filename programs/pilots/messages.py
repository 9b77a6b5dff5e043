"""What cadre and nominator read about a nomination, in kind words. Sent in the transaction of its cause."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import enqueue

from .choices import PilotOutcome
from .models import Nomination, Pilot, Seat
from .reviews.improving import to_improve
from .reviews.results import results_of
from .wordings import ENDINGS, NOMINATOR, OWNER
from .wordings import OCCASIONS as OCCASIONS


def subject_of(nomination: Nomination) -> str:
    return f"nomination:{nomination.pk}"


def because_of(text: str) -> str:
    """Its own paragraph, or nothing."""
    return _("Alasannya: %(text)s") % {"text": text} if text else ""


def tell_made(nomination: Nomination) -> None:
    """The cadre only: the nominator knows."""
    _tell_owner(nomination, "nomination_made", variant="")


def tell_withdrawn(nomination: Nomination) -> None:
    _tell_owner(nomination, "nomination_withdrawn", variant="")


def tell_accepted(nomination: Nomination, pilot: Pilot) -> None:
    _tell_both(nomination, "nomination_accepted", kursi=pilot.seat.number)


def tell_waitlisted(nomination: Nomination) -> None:
    _tell_both(nomination, "nomination_waiting", urutan=nomination.waitlist_rank, saran=_improve(nomination))


def tell_declined(nomination: Nomination) -> None:
    _tell_both(nomination, "nomination_declined", saran=_improve(nomination))


def tell_ended(pilot: Pilot, *, offered: bool = False) -> None:
    """`offered`: the waiting list is asked already."""
    _tell_both(
        pilot.nomination,
        "pilot_ended",
        akhir=ENDINGS[PilotOutcome(pilot.outcome)],
        kursi=pilot.seat.number,
        pemutus=pilot.ended_by,
        berikutnya=_("Kursi itu sudah ditawarkan kepada daftar tunggu.")
        if offered
        else _("Anda dapat mengusulkan usaha lain selama tahapnya dibuka."),
        alasan=_("Catatan: %(text)s") % {"text": pilot.end_reason} if pilot.end_reason else "",
    )


def tell_moved(pilot: Pilot, *, left: Seat, reason: str, by: User, offered: bool) -> None:
    _tell_both(
        pilot.nomination,
        "pilot_moved",
        revision=pilot.moves.count(),
        dari=left.number,
        kursi=pilot.seat.number,
        tahap=pilot.seat.phase,
        pemutus=by,
        berikutnya=_("Kursi itu sudah ditawarkan kepada daftar tunggu.") if offered else "",
        alasan=because_of(reason),
    )


def _improve(nomination: Nomination) -> str:
    """Where the reviewers saw most to gain, in words and without figures; nothing where all was strong."""
    words = to_improve(results_of([nomination])[nomination.pk])
    if not words:
        return ""
    return _("Yang paling dapat diperkuat menurut para penilai: %(criteria)s.") % {"criteria": words}


def _tell_both(nomination: Nomination, occasion: str, **words: Any) -> None:
    _tell_owner(nomination, occasion, variant=OWNER, **words)
    nominator = nomination.nominated_by
    if nominator.pk != nomination.business.owner.user_id:
        _tell(nomination, nominator, occasion, variant=NOMINATOR, **words)


def _tell_owner(nomination: Nomination, occasion: str, *, variant: str, **words: Any) -> None:
    owner = nomination.business.owner.user
    if owner is not None:  # an imported cadre may have no account yet
        _tell(nomination, owner, occasion, variant=variant, **words)


def _tell(
    nomination: Nomination,
    recipient: User,
    occasion: str,
    *,
    variant: str,
    revision: int = 0,
    **words: Any,
) -> None:
    enqueue(
        occasion=occasion,
        variant=variant,
        subject_ref=subject_of(nomination),
        recipient=recipient,
        revision=revision,
        fields={
            "usaha": nomination.business.name,
            "provinsi": nomination.province.name,
            "tahap": nomination.phase,
            "pengusul": nomination.nominated_by,
            "pemutus": nomination.decided_by or "",
            "alasan": because_of(nomination.decision_reason),
            "tautan": settings.PORTAL_URL.rstrip("/") + nomination.get_absolute_url(),
            **words,
        },
        time_zone=nomination.province.time_zone,
    )
