"""What the rules of this slice refuse."""

from soksi_portal.common.errors import RuleViolation


class NotWritable(RuleViolation):
    """The business is not in its owner's hands now."""


class KeyFixed(RuleViolation):
    """A key fact of a verified business changes by an approved request only."""


class NibTaken(RuleViolation):
    """Another business has this NIB already."""


class Incomplete(RuleViolation):
    """Something that must be known before submitting is missing or does not fit."""


class AlreadyDecided(RuleViolation):
    """Somebody else was first, or the owner took it back."""


class OwnBusiness(RuleViolation):
    """Nobody examines an own business."""


class HeldByAnother(RuleViolation):
    """Somebody else examines the record right now."""


class OwnerNotVerified(RuleViolation):
    """The owner's membership comes first."""


class ReasonMissing(RuleViolation):
    """A business is returned with a reason for at least one field."""
