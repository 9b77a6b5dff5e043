"""Sessions that are scheduled together: all of them, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.training.errors import SeriesRefused
from programs.training.models import Module, Session, SessionSeries
from programs.training.services import Arrangement, schedule_session
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.common.errors import RuleViolation
from umkm.regions.models import Province

MOST_SESSIONS = 20


@dataclass(frozen=True)
class Meeting:
    """One session of a series."""

    starts_at: dt.datetime
    module: Module


@transaction.atomic
def schedule_series(
    *,
    meetings: Sequence[Meeting],
    phase: Phase,
    provinces: Sequence[Province],
    arrangement: Arrangement,
    rhythm: str,
    by: User,
) -> list[Session]:
    """`arrangement` says how long each lasts; one date that can't be refuses all, with its day named."""
    if not 2 <= len(meetings) <= MOST_SESSIONS:
        raise SeriesRefused(
            _("Rangkaian terdiri dari 2 sampai %(most)d sesi.") % {"most": MOST_SESSIONS}, field="times"
        )
    series = SessionSeries.objects.create(rhythm=rhythm, created_by=by)
    length = arrangement.ends_at - arrangement.starts_at
    sessions = []
    for meeting in meetings:
        at_that_time = replace(arrangement, starts_at=meeting.starts_at, ends_at=meeting.starts_at + length)
        try:
            sessions.append(
                schedule_session(
                    module=meeting.module,
                    phase=phase,
                    provinces=provinces,
                    arrangement=at_that_time,
                    by=by,
                    series=series,
                )
            )
        except RuleViolation as refusal:
            when = moment(meeting.starts_at, arrangement.time_zone or None)
            sentence = _("Tidak ada yang dijadwalkan. Sesi %(when)s: %(why)s")
            raise SeriesRefused(
                sentence % {"when": when, "why": refusal.message}, field=refusal.field
            ) from refusal
    return sessions


def modules_along(module: Module, path: Sequence[Module], times: int) -> list[Module]:
    """The module and those that follow it in the path. Raises SeriesRefused where there are too few."""
    if module not in path:
        raise SeriesRefused(
            _("“%(module)s” tidak ada di jalur tahap ini. Pilih modul yang sama untuk setiap sesi.")
            % {"module": module},
            field="follows_path",
        )
    found = list(path[path.index(module) :][:times])
    if len(found) < times:
        raise SeriesRefused(
            _("Jalur tahap ini tinggal %(left)d modul mulai dari “%(module)s”. Kurangi jumlah sesinya.")
            % {"left": len(found), "module": module},
            field="times",
        )
    return found
