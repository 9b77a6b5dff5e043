"""The states that refuse what somebody asks of a nomination or a seat."""

from collections.abc import Sequence

from soksi_portal.common.errors import RuleViolation


class NotNominable(RuleViolation):
    """The business cannot be proposed now, or not by this person."""


class AlreadyDecided(RuleViolation):
    """Somebody else was first, or the proposal was withdrawn."""


class NoFreeSeat(RuleViolation):
    """All seats of the province are taken."""


class PhaseNotOpen(RuleViolation):
    """Proposals are made, accepted and put on the waiting list only while the phase is open."""


class AlreadyPilot(RuleViolation):
    """The business sits on a seat already."""


class OwnBusiness(RuleViolation):
    """Nobody proposes an own business, nor decides on it."""


class ReasonMissing(RuleViolation):
    """The reason is missing, or too short to help the person who reads it."""


class AlreadyEnded(RuleViolation):
    """The pilot has ended before."""


class NotReady(RuleViolation):
    """Something that graduation asks for is unmet; the sentence names it."""


class GraduationRefused(RuleViolation):
    """This pilot, or this person, cannot ask or answer like this."""


class MentorRefused(RuleViolation):
    """The business cannot become pembina, or not by this person."""


class MenteeTaken(RuleViolation):
    """The business has a pembina already."""


class MentorshipRefused(RuleViolation):
    """The two cannot be brought together, or not by this person."""


class StoryRefused(RuleViolation):
    """The story does not allow this now, or not from this person."""


class StoryNotAgreed(RuleViolation):
    """The owner has not agreed to exactly this."""


class OfferOpen(RuleViolation):
    """The seat, or the one to be seated, waits for the answer to an offer."""


class OfferEnded(RuleViolation):
    """The offer was answered, has lapsed or was taken back."""


class SeatNotFree(RuleViolation):
    """Somebody sits on the seat, or it is offered."""


class DraftEnded(RuleViolation):
    """The draft was published or discarded by somebody else."""


class DraftRefused(RuleViolation):
    """The draft no longer fits; `lines` says what, one by one. Nothing of it was published."""

    def __init__(self, message: str, lines: Sequence[str]) -> None:
        super().__init__(message)
        self.lines = lines


class ScoreMissing(RuleViolation):
    """A criterion without a score, or a score that is none."""


class NotCorrectable(RuleViolation):
    """The proposal is decided or reviewed, or its days are over; or it is somebody else's."""


class ConsentMissing(NotNominable):
    """The owner has not agreed to be proposed."""


class NotConsenting(RuleViolation):
    """This person does not give or take back this consent, or not now."""


class NotExceptable(RuleViolation):
    """There is nothing to set aside, or this person does not decide on it."""


class NotReviewer(RuleViolation):
    """This person does not review this proposal, or not now."""


class AlreadyHandedIn(RuleViolation):
    """The sheet is handed in, and stands."""


class NotReviewed(RuleViolation):
    """Too few people have reviewed the proposal for anybody to decide."""


class ConflictDeclared(RuleViolation):
    """Who has an interest in a business, or has proposed it, does not decide on it."""


class RankFixed(RuleViolation):
    """The waiting list has moved already."""
