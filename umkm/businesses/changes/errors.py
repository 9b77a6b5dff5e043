"""What the rules of change requests refuse."""

from soksi_portal.common.errors import RuleViolation


class NotChangeable(RuleViolation):
    """That field of that business does not change by a request now, or not by this person."""


class AlreadyAsked(RuleViolation):
    """A request for the same field waits already."""


class NothingNew(RuleViolation):
    """The wished value is the one that stands."""


class ValueTaken(RuleViolation):
    """The NIB or NIK belongs to another record."""


class NoSuchCadre(RuleViolation):
    """The new owner is no verified cadre with an account."""


class AlreadyDecided(RuleViolation):
    """Somebody else was first, or it was withdrawn."""


class OwnRequest(RuleViolation):
    """Nobody decides on an own request."""


class NotAgreed(RuleViolation):
    """The new owner has not agreed yet."""


class NoteMissing(RuleViolation):
    """A refusal needs words for the person who reads it."""


class Tied(RuleViolation):
    """A seat or a proposal keeps the business where it is."""


class EvidenceMissing(RuleViolation):
    """What proves the new value is not there, or not any more."""
