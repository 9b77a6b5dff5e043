"""The list of attendance of one session."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from programs.training.choices import AttendanceStatus, InvitationState, TickOutcome
from programs.training.models import Attendance, AttendanceTick, Invitation, Session
from soksi_portal.common.display import clock


@dataclass(frozen=True)
class RollLine:
    """One invited person on the list of attendance."""

    invitation: Invitation
    status: str  # empty: not recorded yet
    typed: str = ""  # what was chosen on a page that is shown again
    unused: AttendanceTick | None = None  # a mark from elsewhere that nobody has answered since

    @property
    def chosen(self) -> str:
        return self.typed or self.status

    @property
    def attendance(self) -> Attendance | None:
        return self.invitation.attendance if self.status else None

    @property
    def version(self) -> str:
        """Sent back with a later mark, which is not to undo what this page did not show."""
        return self.attendance.version if self.attendance else ""

    @property
    def unused_at(self) -> str:
        return clock(self.unused.ticked_at, self.invitation.session.time_zone) if self.unused else ""

    @property
    def is_late(self) -> bool:
        arrived_at = self.attendance.arrived_at if self.attendance else None
        return self.invitation.session.is_late(arrived_at)

    @property
    def arrived(self) -> str:
        """`09.03 WITA`; empty where nobody scanned a code."""
        arrived_at = self.attendance.arrived_at if self.attendance else None
        return clock(arrived_at, self.invitation.session.time_zone) if arrived_at else ""

    @property
    def is_expected(self) -> bool:
        return self.invitation.state == InvitationState.CONFIRMED

    @property
    def field(self) -> str:
        return f"status-{self.invitation.pk}"

    @property
    def field_before(self) -> str:
        return f"semula-{self.invitation.pk}"


@dataclass(frozen=True)
class Roll:
    lines: list[RollLine]

    @property
    def expected(self) -> list[RollLine]:
        return [line for line in self.lines if line.is_expected]

    @property
    def others(self) -> list[RollLine]:
        return [line for line in self.lines if not line.is_expected]

    @property
    def missing(self) -> int:
        return sum(not line.status for line in self.expected)

    @property
    def present(self) -> int:
        return sum(line.status == AttendanceStatus.PRESENT for line in self.lines)

    def line(self, invitation_id: int) -> RollLine | None:
        return next((line for line in self.lines if line.invitation.pk == invitation_id), None)


def roll_of(session: Session) -> Roll:
    """Everyone with a valid invitation, who confirmed first, by name."""
    invitations = session.invitations.live().select_related(
        "person", "pilot__business", "province", "attendance"
    )
    unused = _unused(session)
    return Roll(
        [
            RollLine(
                one,
                one.attendance.status if hasattr(one, "attendance") else "",
                unused=unused.get(one.pk),
            )
            for one in invitations.order_by("person__full_name", "pk")
        ]
    )


def _unused(session: Session) -> dict[int, AttendanceTick]:
    """Marks that came late and differed from what stood, for as long as it stands; the newest of each person."""
    ticks = AttendanceTick.objects.filter(
        invitation__session=session,
        outcome=TickOutcome.CONFLICT,
        received_at__gt=F("invitation__attendance__recorded_at"),
    ).exclude(status=F("invitation__attendance__status"))
    return {
        tick.invitation_id: tick for tick in ticks.select_related("sent_by").order_by("received_at", "pk")
    }
