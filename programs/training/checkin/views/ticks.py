"""What the list of attendance sends when the line is back, and the small program that opens it without one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.training import queries
from programs.training.checkin.ticks import OLDEST, Answer, Tick, apply_ticks
from programs.training.choices import AttendanceStatus
from programs.training.permissions import may_keep_attendance
from programs.training.queries import Roll
from programs.training.views.attendance import kept_session
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.offline import seconds_ago, worker_of_page

KEPT_FOR = timedelta(hours=12)  # a day of training, and no longer on a lost phone
MOST = 500  # more than any list has people
BIGGEST_ID = 2**63 - 1


@requires(may_keep_attendance)
@require_POST
def attendance_send(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = kept_session(request, session_id)
    ticks = _read(request.body)
    if ticks is None:
        words = _("Catatan dari HP ini tidak terbaca. Muat ulang halaman, lalu periksa daftarnya.")
        return JsonResponse({"error": words}, status=400)
    answers = apply_ticks(session=session, ticks=ticks, by=request.user)
    roll = queries.roll_of(session)
    found = [_shown(request, roll, answer) for answer in answers]
    count = render_to_string("programs/training/_attendance_count.html", {"roll": roll}, request)
    return JsonResponse({"answers": found, "count": count})


def _shown(request: HttpRequest, roll: Roll, answer: Answer) -> dict[str, Any]:
    """The mark as the page itself would draw it now."""
    line = roll.line(answer.invitation_id)
    context = {"line": line, "refusal": answer.sentence}
    mark = render_to_string("programs/training/_attendance_mark.html", context, request) if line else ""
    return {
        "key": str(answer.key),
        "invitation": answer.invitation_id,
        "outcome": answer.outcome.value,
        "sentence": answer.sentence,
        "status": line.status if line else "",
        "mark": mark,
    }


def _read(body: bytes) -> list[Tick] | None:
    """None for what this portal's own page does not send."""
    try:
        sent = json.loads(body)
        now, rows = float(sent["now"]), sent["ticks"]
        if not isinstance(rows, list) or len(rows) > MOST:
            return None
        return [_tick(row, now) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def _tick(row: dict[str, Any], now: float) -> Tick:
    ago = (now - float(row["at"])) / 1000  # a browser counts milliseconds
    pk = int(row["invitation"])
    if not (0 < pk <= BIGGEST_ID and row["status"] in AttendanceStatus.values):
        raise ValueError
    seconds = min(seconds_ago(ago, served=row.get("served")), OLDEST.total_seconds())
    return Tick(UUID(row["key"]), pk, row["status"], str(row["seen"])[:60], seconds)


@requires(may_keep_attendance)
@require_safe
def attendance_worker(request: SignedInRequest, session_id: int) -> HttpResponse:
    return worker_of_page(name="kehadiran", kept_for=KEPT_FOR)
