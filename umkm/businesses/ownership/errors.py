"""What the rules of questions about taken numbers refuse."""

from soksi_portal.common.errors import RuleViolation


class NotTaken(RuleViolation):
    """Nobody else has that number here."""


class TooManyQuestions(RuleViolation):
    """So many wait already, from one person or about one number."""


class OwnQuestion(RuleViolation):
    """Nobody answers an own question, nor one about an own number."""


class AlreadyAnswered(RuleViolation):
    """Somebody else was first."""


class AnswerMissing(RuleViolation):
    """An answer needs words."""


class StillOwns(RuleViolation):
    """Whoever asked has businesses of an own that somebody examines."""
