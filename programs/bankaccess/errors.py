"""The states that refuse what somebody asks around banks and referrals."""

from soksi_portal.common.errors import RuleViolation


class ProductRefused(RuleViolation):
    """These conditions, this product or this bank does not fit."""


class BankUserRefused(RuleViolation):
    """Not this person, or not at this bank."""


class AnswerRefused(RuleViolation):
    """Not this person, or not this paper."""


class NotReferable(RuleViolation):
    """This business cannot be handed to this bank for this product now."""


class ReferralMoved(RuleViolation):
    """Somebody was faster, or it has ended; the sentence says what is true now."""


class ConsentMissing(RuleViolation):
    """Without the owner's standing consent the bank sees and does nothing."""


class FileChanged(RuleViolation):
    """The file is no longer what its owner read."""


class RubricRefused(RuleViolation):
    """These weights do not make a rubric, or another version came first."""
