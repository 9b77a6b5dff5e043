"""The states that refuse what somebody asks of the books of a business."""

from soksi_portal.common.errors import RuleViolation


class ReportRefused(RuleViolation):
    """Not this person, not this month, or not now."""


class ReportIncomplete(RuleViolation):
    """Something is not filled in yet."""


class DifferenceUnexplained(RuleViolation):
    """Counted cash does not follow from the rest, and nobody has said why."""


class LoanOverpaid(RuleViolation):
    """More principal was paid back than is owed."""


class EquipmentMissing(RuleViolation):
    """More equipment was sold, or broke, than is told of."""


class CashBookRefused(RuleViolation):
    """The file is no cash book of this month."""


class ReceiptRefused(RuleViolation):
    """A photo that cannot be tied to this entry."""
