"""A database that goes away for a moment costs no background work: each task is asked for again, by itself or by beat."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import OperationalError

from umkm.businesses.importing import services
from umkm.businesses.importing.tasks import forget_old_files

SOON = 600  # seconds: what beat asks for within this needs no retry of its own
# what the rows say is left to do, another task of the schedule asks for
FOUND_BY_OTHERS = {
    "umkm.businesses.importing.tasks.prepare_import": "resume-imports",
    "umkm.businesses.importing.tasks.run_import": "resume-imports",
    "umkm.businesses.importing.tasks.undo_import": "resume-imports",
}


def asked_soon() -> set[str]:
    return {
        entry["task"]
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if isinstance(entry["schedule"], (int, float)) and entry["schedule"] <= SOON
    }


def test_every_task_is_asked_for_again_after_a_failure():
    current_app.loader.import_default_modules()
    own = {
        name: task
        for name, task in current_app.tasks.items()
        if name.startswith(("umkm.", "programs.", "soksi_"))
    }
    assert "umkm.cadres.tasks.end_sessions" in own
    alone = {name for name, task in own.items() if OperationalError not in getattr(task, "autoretry_for", ())}
    assert alone - asked_soon() - set(FOUND_BY_OTHERS) == set()
    assert set(FOUND_BY_OTHERS.values()) <= set(settings.CELERY_BEAT_SCHEDULE)


def test_task_of_the_night_is_done_although_the_database_was_away(monkeypatch: pytest.MonkeyPatch):
    answers: list[Any] = [OperationalError, OSError, None]

    def forget() -> None:
        answer = answers.pop(0)
        if answer:
            raise answer

    monkeypatch.setattr(services, "forget_old_files", forget)
    assert forget_old_files.apply().state == "SUCCESS"
    assert answers == []


def test_workers_death_gives_a_task_to_another():
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST
