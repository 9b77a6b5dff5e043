"""The list of attendance of one session."""

from __future__ import annotations

from dataclasses import dataclass

from programs.training.choices import AttendanceStatus, InvitationState
from programs.training.models import Invitation, Session


@dataclass(frozen=True)
class RollLine:
    """One invited person on the list of attendance."""

    invitation: Invitation
    status: str  # empty: not recorded yet

    @property
    def guest(self) -> str:
        """Who came; where nothing is recorded yet, who is expected."""
        return self.invitation.attendance.guest if self.status else self.invitation.guest

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
        "person", "substitute", "business", "province", "attendance__substitute"
    )
    return Roll(
        [
            RollLine(one, one.attendance.status if hasattr(one, "attendance") else "")
            for one in invitations.order_by("person__full_name", "pk")
        ]
    )
