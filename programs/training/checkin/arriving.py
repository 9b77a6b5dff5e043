"""What the page of an invitation shows of arriving: the own code, and the button where the phone has scanned the screen."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import LIVE_INVITATIONS, SessionState
from programs.training.models import Attendance, Invitation

from . import presence, queries, tokens


@dataclass(frozen=True)
class Arrival:
    token: str
    typed_code: str
    qr: str
    attendance: Attendance | None
    is_open: bool  # people arrive now
    is_here: bool  # and this phone has scanned the screen
    shows_code: bool


def arrival_of(request: HttpRequest, invitation: Invitation) -> Arrival:
    session = invitation.session
    token, code = tokens.person_token(invitation), tokens.person_code(invitation)
    is_live = invitation.state in LIVE_INVITATIONS and session.state != SessionState.CANCELLED
    return Arrival(
        token=token,
        typed_code=f"{code[:3]} {code[3:]}",
        qr=tokens.qr_svg(
            urljoin(settings.PORTAL_URL, reverse("arrival_record", args=[token])),
            _("Kode QR kehadiran Anda"),
        ),
        attendance=queries.attendance_of(invitation),
        is_open=is_live and session.takes_arrivals,
        is_here=is_live and session.takes_arrivals and presence.is_here(request, session),
        shows_code=is_live and timezone.now() <= session.arrivals_close_at,
    )
