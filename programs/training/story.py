"""The trainings of a business in its story on `/usaha/<id>/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.display import moment_range
from umkm.businesses.models import Business
from umkm.businesses.story import Event, Standing, StoryPart

from . import queries
from .choices import AttendanceStatus, InvitationState
from .models import Certificate, Invitation

ATTENDANCE_TONES = {AttendanceStatus.PRESENT: "good", AttendanceStatus.ABSENT: "bad"}


def events(business: Business) -> Iterator[Event]:
    for invitation in queries.trainings_of(business):
        yield _invited(invitation)
        if invitation.answered_at and invitation.state in (
            InvitationState.CONFIRMED,
            InvitationState.DECLINED,
        ):
            yield _answered(invitation, invitation.answered_at)
        if hasattr(invitation, "attendance"):
            yield _attended(invitation)
        for certificate in invitation.certificates.all():
            yield _certified(certificate)


def _invited(invitation: Invitation) -> Event:
    session = invitation.session
    time = moment_range(session.starts_at, session.ends_at, invitation.province.time_zone)
    return Event(
        at=invitation.invited_at,
        title=_("Diundang ke pelatihan: %(module)s") % {"module": session.module},
        text=time,
        tone="info",
    )


def _answered(invitation: Invitation, answered_at: datetime) -> Event:
    return Event(
        at=answered_at,
        title=_("%(answer)s: %(module)s")
        % {"answer": invitation.get_state_display(), "module": invitation.session.module},
        who=invitation.person.full_name,
        text=invitation.reason_words if invitation.state == InvitationState.DECLINED else "",
    )


def _attended(invitation: Invitation) -> Event:
    attendance = invitation.attendance
    return Event(
        at=min(invitation.session.starts_at, timezone.now()),
        title=_("Kehadiran pelatihan %(module)s: %(status)s")
        % {"module": invitation.session.module, "status": attendance.get_status_display().lower()},
        tone=ATTENDANCE_TONES.get(AttendanceStatus(attendance.status), "neutral"),
    )


def _certified(certificate: Certificate) -> Event:
    what = _("Sertifikat %(module)s") % {"module": certificate.module_title}
    if not certificate.stands:
        return Event(
            at=certificate.issued_at,
            title=f"{what} ({certificate.state_label.lower()})",
            text=certificate.number,
            url=certificate.get_absolute_url(),
            action=_("Lihat"),
        )
    return Event(
        at=certificate.issued_at,
        title=what,
        text=certificate.number,
        tone="good",
        url=reverse("certificate_pdf", args=[certificate.number]),
        action=_("Unduh sertifikat"),
    )


def standing(business: Business) -> Standing | None:
    """Where a business stands is the pilots' to say; trainings do not change it."""
    return None


PART = StoryPart(events=events, standing=standing)
