"""The queue of a province: every decision on its seats waits for the one before and reads a fresh state.

The locks are always taken in this order: the phases (shared), seats by phase and number, then the nomination or the
pilot, then the business. Whoever changes a phase locks it first too, so nobody waits in a circle.
"""

from __future__ import annotations

from typing import cast

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from programs.pilots.choices import NominationState
from programs.pilots.errors import AlreadyDecided, AlreadyEnded, OwnBusiness, PhaseNotOpen, ReasonMissing
from programs.pilots.messages import subject_of
from programs.pilots.models import Nomination, Pilot, Seat
from programs.pilots.walls import REASON_LENGTH
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from soksi_portal.outbox.services import cancel_about

from .waiting_list import close_gap

LONGEST_REASON = cast(int, Nomination._meta.get_field("decision_reason").max_length)
WITH_ALL = ("phase", "province", "business__owner__user", "nominated_by", "decided_by")

DECIDED = {
    NominationState.ACCEPTED: gettext_lazy("Usulan ini sudah diterima oleh %(who)s pada %(at)s."),
    NominationState.WAITLISTED: gettext_lazy(
        "Usulan ini sudah masuk daftar tunggu oleh %(who)s pada %(at)s."
    ),
    NominationState.DECLINED: gettext_lazy("Usulan ini sudah ditolak oleh %(who)s pada %(at)s."),
    NominationState.WITHDRAWN: gettext_lazy("Usulan ini sudah ditarik oleh %(who)s pada %(at)s."),
}


def hold_phase(phase_id: int) -> None:
    """Nobody closes the phase or changes its quotas until we are through; who decides elsewhere is not held up."""
    with connection.cursor() as cursor:  # the ORM knows no shared lock
        cursor.execute("SELECT 1 FROM partnership_phase WHERE id = %s FOR SHARE", [phase_id])


def lock_seats(phase_id: int, province_id: str) -> list[Seat]:
    """The door through which everybody who decides on the province's seats passes, one by one."""
    hold_phase(phase_id)
    return list(Seat.objects.of(phase_id, province_id).select_for_update().order_by("number"))


def lock_nomination(nomination: Nomination) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related(*WITH_ALL)
    return rows.get(pk=nomination.pk)


def lock_pilot(pilot: Pilot, *further: Seat) -> tuple[Pilot, list[Seat]]:
    """A pilot, fresh, with all seats of its province in its phase, and in those of `further` seats. Raises AlreadyEnded."""
    phases = sorted({pilot.seat.phase_id, *(seat.phase_id for seat in further)})
    for phase in phases:
        hold_phase(phase)
    wanted = Seat.objects.filter(phase__in=phases, province=pilot.seat.province_id)
    seats = list(wanted.select_for_update().order_by("phase_id", "number"))
    pilot = (
        Pilot.objects.select_for_update(of=("self",))
        .select_related("seat", "ended_by", *(f"nomination__{path}" for path in WITH_ALL))
        .get(pk=pilot.pk)
    )
    if pilot.ended_at is not None:
        raise AlreadyEnded(
            _("Percontohan ini sudah diakhiri oleh %(who)s pada %(at)s.")
            % {"who": pilot.ended_by, "at": moment(pilot.ended_at, pilot.nomination.province.time_zone)}
        )
    if pilot.seat.phase_id not in phases:
        raise AlreadyEnded(_("Usaha ini baru saja pindah ke kursi lain. Muat ulang halamannya."))
    return pilot, seats


def save_decision(
    nomination: Nomination, state: NominationState, *, by: User, reason: str = "", rank: int | None = None
) -> None:
    """Write who decided what, when and why. Whoever stood behind on the waiting list moves up.

    What was planned to be told about the state before does not leave any more. The province's seats are
    locked, so that nobody joins or leaves the list meanwhile.
    """
    left = nomination.waitlist_rank
    nomination.state, nomination.decision_reason, nomination.waitlist_rank = state, reason, rank
    nomination.decided_by, nomination.decided_at = by, timezone.now()
    with because(reason or str(state.label), by=by):
        nomination.save(
            update_fields=["state", "decision_reason", "waitlist_rank", "decided_by", "decided_at"]
        )
        if left is not None:
            close_gap(nomination, left=left)
    cancel_about(subject_ref=subject_of(nomination), reason=_("Sudah ada keputusan yang lebih baru."), by=by)


def refuse_decided(nomination: Nomination, *, allowed: tuple[NominationState, ...]) -> None:
    """Say who decided what and when, to the one who came second."""
    if nomination.state in allowed:
        return
    raise AlreadyDecided(
        DECIDED[NominationState(nomination.state)]
        % {
            "who": nomination.decided_by,
            "at": moment(nomination.decided_at, nomination.province.time_zone),
        }
    )


def refuse_own(nomination: Nomination, by: User) -> None:
    if nomination.business.owner.user_id == by.pk:
        raise OwnBusiness(_("Usaha ini milik Anda sendiri, jadi orang lain yang memutuskan."))


def refuse_closed(phase: Phase) -> None:
    if not phase.is_open:
        raise PhaseNotOpen(_("%(phase)s tidak sedang dibuka.") % {"phase": phase})


def checked_reason(reason: str) -> str:
    """Long enough to help the person who reads it."""
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise ReasonMissing(
            _("Tulis alasannya paling sedikit %(least)d huruf. Anda menulis %(typed)d.")
            % {"least": REASON_LENGTH, "typed": len(reason)},
            field="reason",
        )
    if len(reason) > LONGEST_REASON:
        raise ReasonMissing(
            _("Tulis alasannya paling banyak %(most)d huruf. Anda menulis %(typed)d.")
            % {"most": LONGEST_REASON, "typed": len(reason)},
            field="reason",
        )
    return reason
