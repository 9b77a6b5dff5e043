"""The trainings on a pilot's way."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.journey.stations import Slot, Station
from programs.pilots.models import Pilot
from soksi_portal.common.display import day, figure, in_zone

from .choices import InvitationState, SessionState
from .graduating import sessions_attended
from .models import Invitation


def stations_of(pilot: Pilot) -> Iterator[Station]:
    attended = sessions_attended(pilot)
    came = _("%(number)s pelatihan dihadiri.") % {"number": figure(attended)}
    if pilot.ended_at is not None:
        yield Station(Slot.TRAINING, "done" if attended else "stopped", text=came)
        return
    coming = _coming(pilot)
    if coming is None:
        yield Station(Slot.TRAINING, "now", text=came, who=_("Jamkrindo menjadwalkan pelatihan berikutnya"))
        return
    session = coming.session
    answered = coming.state == InvitationState.CONFIRMED
    yield Station(
        Slot.TRAINING,
        "now",
        text=_("%(came)s Berikutnya: %(module)s, %(day)s.")
        % {
            "came": came,
            "module": session.module,
            "day": day(in_zone(session.starts_at, coming.province.time_zone)),
        },
        who=_("Pemilik usaha datang ke pelatihan") if answered else _("Pemilik usaha menjawab undangan"),
        who_to_owner=_("Anda datang ke pelatihan") if answered else _("Anda menjawab undangan"),
        url=session.get_absolute_url(),
        action=_("Lihat pelatihannya"),
    )


def _coming(pilot: Pilot) -> Invitation | None:
    return (
        Invitation.objects.live()
        .filter(pilot=pilot, session__state=SessionState.PLANNED, session__ends_at__gt=timezone.now())
        .select_related("session__module", "province")
        .order_by("session__starts_at")
        .first()
    )
