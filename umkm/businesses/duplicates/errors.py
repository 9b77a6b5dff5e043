"""What the rules of duplicates refuse."""

from soksi_portal.common.errors import RuleViolation


class AlreadyDecided(RuleViolation):
    """Somebody else was first."""


class OwnBusiness(RuleViolation):
    """Nobody decides on an own business."""


class NotMergeable(RuleViolation):
    """The two cannot become one now; the sentence says what to do first."""


class ReasonMissing(RuleViolation):
    """Others read why."""
