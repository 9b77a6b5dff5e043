"""Pages that go on without a line: the program that opens one on the phone, and when what it sends was written.

static/js/offline.js is the page's side of it.
"""

from __future__ import annotations

import json
import math
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse

PROGRAM = Path(__file__).with_name("offline.js").read_text(encoding="utf-8")


def worker_of_page(*, name: str, kept_for: timedelta) -> HttpResponse:
    """Served below the page's own address, so that it governs that one page and nothing else.

    `name` begins what the phone's storage calls its copies; static/js/forms.js forgets those it knows.
    """
    given = f'"use strict";\nconst NAME = {json.dumps(name)};\nconst KEPT_FOR = {int(kept_for.total_seconds() * 1000)};\n'
    response = HttpResponse(given + PROGRAM, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    return response


def wait_turn(key: UUID) -> None:
    """What is sent under one key is read one after the other, also where it is sent to two places: the key is unique.

    Until the transaction ends; taken before anything else is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def seconds_ago(told: Any, *, served: Any = None) -> float:
    """How long ago the phone wrote it: 0 for what is odd, and never before the portal gave out the page (`served`).

    A phone whose empty battery took it back to 2015 gets its clock right with the line, years after its own writing.
    """
    ago, given = _number(told), _number(served)
    if given > 0:
        ago = min(ago, time.time() - given)
    return max(ago, 0.0)


def _number(told: Any) -> float:
    try:
        number = float(told or 0)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0
