"""What a worker is asked to do soon."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import transaction

from soksi_portal.common.background import once_committed
from tests.servers import broker_that_is_down


@pytest.fixture
def asked(monkeypatch) -> list[tuple[str, tuple[int, ...]]]:
    found: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: found.append((name, args)))
    return found


@pytest.mark.django_db(transaction=True)
def test_asked_once_it_is_committed_and_not_before(asked):
    with transaction.atomic():
        once_committed("uji", 7)
        assert asked == []
    assert asked == [("uji", (7,))]


@pytest.mark.django_db(transaction=True)
def test_not_asked_for_what_was_taken_back(asked):
    with transaction.atomic():
        once_committed("uji", 7)
        transaction.set_rollback(True)
    assert asked == []


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_down_breaks_nothing():
    with broker_that_is_down(), transaction.atomic():
        once_committed("uji")
