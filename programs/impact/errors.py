from __future__ import annotations

from soksi_portal.common.errors import RuleViolation


class AlreadyCounting(RuleViolation):
    """Somebody else's count is under way, and will say the same."""


class NotCounted(Exception):
    """The estimation gave no answer; what was counted before stays."""
