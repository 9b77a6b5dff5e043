"""The states that refuse what somebody asks of a phase."""

from soksi_portal.common.errors import RuleViolation


class PhaseRefused(RuleViolation):
    """The phase cannot be made, opened or closed like this."""


class QuotaTaken(RuleViolation):
    """Somebody sits, or sat, on a seat above the new quota."""


class AgreementRefused(RuleViolation):
    """What was typed of a memorandum cannot be; or it was changed meanwhile."""
