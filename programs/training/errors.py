"""The states that refuse what somebody asks of a training."""

from soksi_portal.common.errors import RuleViolation


class SessionRefused(RuleViolation):
    """The arrangement of a session breaks a rule; the sentence says which."""


class TrainerBooked(RuleViolation):
    """The trainer has another session at that time."""


class VenueBooked(RuleViolation):
    """The venue is taken at that time."""


class TrainerAway(RuleViolation):
    """The trainer is absent at that time."""


class AbsenceRefused(RuleViolation):
    """A session, or another absence, stands in the way of an absence."""


class SeriesRefused(RuleViolation):
    """One date of a series can't be, so none is; the sentence names it."""


class CurriculumRefused(RuleViolation):
    """What needs what, or in which order, would not work out."""


class MaterialRefused(RuleViolation):
    """A file that is not taken, or one too many."""


class SessionClosed(RuleViolation):
    """The session has begun, is cancelled, or is over: too late for this."""


class CapacityTaken(RuleViolation):
    """More have confirmed than the new capacity holds."""


class InvitationEnded(RuleViolation):
    """The invitation is no longer valid."""


class ObserversRefused(RuleViolation):
    """No place is left for observers, or somebody can't be one."""


class SubstituteRefused(RuleViolation):
    """Somebody can't come instead: the number takes part already, or data is missing."""


class VenueKnown(RuleViolation):
    """The regency has a venue of that name."""


class HolidayKnown(RuleViolation):
    """The day is written down for that region."""


class VenueInUse(RuleViolation):
    """Sessions are planned at the venue."""


class ReasonMissing(RuleViolation):
    """Who declines or cancels says why."""


class AttendanceClosed(RuleViolation):
    """Attendance cannot be taken now, or not of this person."""


class AttendanceRecorded(RuleViolation):
    """Somebody with the right to do so has recorded something else; a scan does not overwrite it."""


class SheetRefused(RuleViolation):
    """A scanned sheet that is not taken, or one too many."""


class NotEarned(RuleViolation):
    """What a certificate needs is not there."""


class CertificateEnded(RuleViolation):
    """The certificate was withdrawn or replaced already."""


class StillCertified(RuleViolation):
    """Somebody holds a certificate for having been there; it is withdrawn first."""


class StillRunning(RuleViolation):
    """The session's time is not over; who ends it earlier says so."""


class AttendanceIncomplete(RuleViolation):
    """Somebody who confirmed has no attendance yet."""


class QuestionRefused(RuleViolation):
    """A question that cannot be asked so, or one too many."""


class AssessmentClosed(RuleViolation):
    """The test is not open now, or not for this person."""


class SittingEnded(RuleViolation):
    """The test was handed in already."""


class ScoreRefused(RuleViolation):
    """A score that cannot be, or that may not be changed any more."""


class FeedbackClosed(RuleViolation):
    """Feedback is not taken now, or not from this person."""
