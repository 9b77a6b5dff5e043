"""The states that refuse what somebody asks about who mentors whom."""

from soksi_portal.common.errors import RuleViolation


class MentorFull(RuleViolation):
    """Has as many businesses as the profile says."""


class AlreadyMentored(RuleViolation):
    """Another mentor was faster."""


class MentoringRefused(RuleViolation):
    """Not this person, not this business, or not now."""


class HandoverRefused(RuleViolation):
    """Answered already, or not this person's to answer."""
