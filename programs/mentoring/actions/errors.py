"""The states that refuse what somebody asks about an agreed task."""

from soksi_portal.common.errors import RuleViolation


class ActionRefused(RuleViolation):
    """Not this person, not this state, or not now."""


class EvidenceMissing(RuleViolation):
    """Nothing says that it was done."""
