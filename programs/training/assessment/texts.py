"""What messages about tests and feedback tell. Pure functions returning the fields of a text."""

from __future__ import annotations

from programs.training.choices import AssessmentKind
from programs.training.messages import time_of
from programs.training.models import Invitation
from programs.training.wordings import WITH_TEST
from soksi_portal.common.display import moment
from soksi_portal.outbox.texts.occasion import Filling

from .tokens import absolute, feedback_path, sitting_path
from .windows import feedback_window


def pre_test_text(invitation: Invitation) -> Filling:
    session = invitation.session
    return Filling(
        {
            "nama": invitation.guest,
            "pelatihan": session.module,
            "waktu": time_of(session, invitation.province.time_zone),
            "tautan": absolute(sitting_path(invitation, AssessmentKind.PRE)),
        }
    )


def feedback_text(invitation: Invitation, *, with_test: bool) -> Filling:
    """One message after the session for both: few messages are read."""
    session = invitation.session
    closes_at = feedback_window(session).closes_at
    fields: dict[str, object] = {
        "nama": invitation.guest,
        "pelatihan": session.module,
        "tautan": absolute(feedback_path(invitation)),
        "sampai": moment(closes_at, invitation.province.time_zone),
    }
    if not with_test:
        return Filling(fields)
    return Filling(fields | {"tes": absolute(sitting_path(invitation, AssessmentKind.POST))}, WITH_TEST)
