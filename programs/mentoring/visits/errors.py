"""The states that refuse what somebody asks about a visit."""

from soksi_portal.common.errors import RuleViolation


class VisitRefused(RuleViolation):
    """Not this person, not this state, or not now."""


class VisitMoved(RuleViolation):
    """What was answered is no longer what is proposed."""


class PhotoRefused(RuleViolation):
    """A photo that cannot be kept with this visit."""
