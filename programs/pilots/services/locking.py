"""The queue of a province: every decision on its seats waits for the one before and reads a fresh state.

The locks are always taken in this order: seats by their number, then the nomination, then the business.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from programs.pilots.choices import NominationState
from programs.pilots.errors import AlreadyDecided, OwnBusiness, PhaseNotOpen, ReasonMissing
from programs.pilots.models import Nomination, Seat
from programs.pilots.walls import REASON_LENGTH
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from umkm.regions.models import Province

LONGEST_REASON = Nomination._meta.get_field("decision_reason").max_length
WITH_ALL = ("phase", "province", "business__owner__user", "nominated_by", "decided_by")

DECIDED = {
    NominationState.ACCEPTED: gettext_lazy("Usulan ini sudah diterima oleh %(who)s pada %(at)s."),
    NominationState.WAITLISTED: gettext_lazy(
        "Usulan ini sudah masuk daftar tunggu oleh %(who)s pada %(at)s."
    ),
    NominationState.DECLINED: gettext_lazy("Usulan ini sudah ditolak oleh %(who)s pada %(at)s."),
    NominationState.WITHDRAWN: gettext_lazy("Usulan ini sudah ditarik oleh %(who)s pada %(at)s."),
}


def lock_seats(phase: Phase | int, province: Province | str) -> list[Seat]:
    """The door through which everybody who decides on the province's seats passes, one by one."""
    return list(Seat.objects.of(phase, province).select_for_update().order_by("number"))


def lock_nomination(nomination: Nomination) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related(*WITH_ALL)
    return rows.get(pk=nomination.pk)


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
