"""What the rules of an import refuse."""

from soksi_portal.common.errors import RuleViolation


class NotReady(RuleViolation):
    """The file does not wait for this step now."""


class NotRunning(RuleViolation):
    """There is nothing to stop."""


class BuiltUpon(RuleViolation):
    """Somebody has worked with what the import brought; or it has not ended, or is undone."""


class ReasonMissing(RuleViolation):
    """Who takes back the work of others says why."""


class RowsUnreadable(RuleViolation):
    """What was stored of the file cannot be read any more."""
