"""Pages that go on without a line: the program that opens one, and when what a phone sends was written."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from soksi_portal.common.offline import PROGRAM, seconds_ago, worker_of_page
from tests.programs.mentoring.visits.makers import make_visit, mentor_of
from tests.programs.training.checkin.makers import make_running

NOW = 1_800_000_000.0


def test_program_carries_the_words_and_the_age_of_its_page():
    response = worker_of_page(name='a"b', kept_for=timedelta(hours=1))
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "private, no-cache"
    given = response.content.decode().removesuffix(PROGRAM)
    assert given == '"use strict";\nconst NAME = "a\\"b";\nconst KEPT_FOR = 3600000;\n'


@pytest.mark.django_db
def test_each_page_has_the_program_below_its_own_address_and_signing_out_forgets_its_copies(client):
    session, visit = make_running(), make_visit()
    forgotten = (Path(settings.ROOT) / "static/js/forms.js").read_text(encoding="utf-8")
    for person, page, worker, pk, hours in (
        (session.trainer, "session_attendance", "attendance_worker", session.pk, 12),
        (mentor_of(visit), "visit_record", "visit_worker", visit.pk, 72),
    ):
        client.force_login(person)
        address = reverse(worker, args=[pk])
        assert address.startswith(reverse(page, args=[pk]))
        program = client.get(address).content.decode()
        assert f"KEPT_FOR = {hours * 3600 * 1000};" in program
        name = re.search(r'NAME = "(\w+)"', program)[1]
        assert re.search(rf"\^\(.*\b{name}\b.*\):", forgotten)


@pytest.mark.parametrize(
    ("told", "served", "seconds"),
    [
        (90, None, 90),
        ("90.5", NOW - 3600, 90.5),
        (-90, NOW - 3600, 0),  # the clock went back
        (11 * 365 * 86400, NOW - 3600, 3600),  # it stood at 2015 until the line was back
        (90, NOW + 3600, 0),
        ("", "", 0),
        ("nan", "x", 0),
        ("1e999", None, 0),
        (10**400, None, 0),
        (90, [], 90),
        (90, {"a": 1}, 90),
    ],
)
def test_writing_is_never_older_than_its_page(monkeypatch, told, served, seconds):
    monkeypatch.setattr(time, "time", lambda: NOW)
    assert seconds_ago(told, served=served) == seconds
