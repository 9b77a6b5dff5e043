"""Rule 5 in the open: real workers killed with -9 while they deliver to a real SMTP server.

Counted at the server by Message-ID: nothing is lost, nothing arrives twice, and what the portal does not
know it calls unknown.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from email.message import Message as Mail
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.tasks import deliver_due
from tests.factories import make_user
from tests.servers import CeleryWorker, SmtpSink, empty_broker

from .makers import make_message

# `OUTBOX_FULL=1 pytest tests/soksi_portal/outbox/test_kill.py -k killed`: fifty deaths during 20,000 messages
FULL = "OUTBOX_FULL" in os.environ
MESSAGES, KILLED_POOLS, KILLED_WORKERS = (20_000, 40, 10) if FULL else (360, 7, 2)
DEATHS = KILLED_POOLS + KILLED_WORKERS
BETWEEN = MESSAGES // DEATHS // 8, MESSAGES // DEATHS * 3 // 4  # messages that arrive between two of them
PATIENCE = 3_600.0 if FULL else 120.0  # seconds, for a machine that is busy; usually a third is enough
SHORT = {"OUTBOX_LEASE_SECONDS": "1.5", "OUTBOX_BATCH": "20", "OUTBOX_FIRST_PAUSE_SECONDS": "0.2"}


class SlowSink(SmtpSink):
    """Takes its time before a message counts as taken, and again before it says so."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        await asyncio.sleep(random.uniform(0, 0.008))
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(random.uniform(0, 0.008))
        return answer


class Run:
    """Two workers, and a beat that asks them to deliver."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink
        self.workers = [self.start(), self.start()]
        self.deadline = time.monotonic() + PATIENCE

    def start(self) -> CeleryWorker:
        return CeleryWorker(env={**self.sink.env, **SHORT})

    def beat(self) -> None:
        assert time.monotonic() < self.deadline, self.workers[-1].log.read_text()[-2000:]
        deliver_due.apply_async(expires=2)
        time.sleep(0.1)

    def until_arrived(self, more: int) -> None:
        wanted = len(self.sink.messages) + more
        while len(self.sink.messages) < wanted and Message.objects.not_left().exists():
            self.beat()

    def kill_pool(self, worker: CeleryWorker) -> None:
        """The process that delivers; the worker's main process starts another."""
        for pid in _children(worker.process.pid):
            os.kill(pid, signal.SIGKILL)

    def replace(self, worker: CeleryWorker) -> None:
        worker.kill()
        self.workers.remove(worker)
        self.workers.append(self.start())


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def plan_all(recipient: User) -> list[Message]:
    return Message.objects.bulk_create(
        Message(
            occasion="uji", subject_ref=f"uji:{number}", recipient=recipient, channel="email",
            address=recipient.email, title=f"Pesan {number}", body="Isi pesan.", ignores_quiet_hours=True,
        )
        for number in range(MESSAGES)
    )  # fmt: skip


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


def arrived_by_id(mails: list[Mail]) -> Counter[str]:
    return Counter(mail["Message-ID"] for mail in mails)


@pytest.fixture
def slow_sink():
    with SlowSink() as sink:
        yield sink


@pytest.mark.django_db(transaction=True)
def test_workers_killed_while_delivering_lose_nothing_and_send_nothing_twice(slow_sink, celery_worker):
    recipient = make_user()
    planned = {f"<pesan-{message.pk}@localhost>" for message in plan_all(recipient)}
    run = Run(slow_sink)
    deeds = [run.kill_pool] * KILLED_POOLS + [run.replace] * KILLED_WORKERS
    random.shuffle(deeds)
    for deed in deeds:
        run.until_arrived(random.randint(*BETWEEN))
        deed(random.choice(run.workers))
    while {MessageState.PENDING, MessageState.SENDING} & states().keys():
        run.beat()

    arrived = arrived_by_id(slow_sink.messages)
    ids = {
        state: {
            f"<pesan-{pk}@localhost>"
            for pk in Message.objects.filter(state=state).values_list("pk", flat=True)
        }
        for state in MessageState
    }
    assert arrived.keys() <= planned
    assert set(arrived.values()) == {1}  # nothing twice
    assert ids["sent"] | ids["unknown"] == planned  # nothing lost
    assert ids["sent"] <= arrived.keys()  # what is called sent is there
    assert arrived.keys() - ids["sent"] <= ids["unknown"]  # the rest is called unknown
    assert 1 <= len(ids["unknown"]) <= DEATHS  # one at most for each death
    print(f"{len(planned)} planned, {DEATHS} deaths:", {state: len(ids[state]) for state in ids})  # noqa: T201


@pytest.mark.django_db(transaction=True)
def test_broker_that_forgets_everything_loses_no_message(smtp_sink, celery_worker):
    with transaction.atomic():
        planned = {make_message().pk for _number in range(5)}
    empty_broker()
    run = Run(smtp_sink)
    run.workers[0].wait_until_ready()
    empty_broker()  # also what the workers have told it
    while states() != {MessageState.SENT: len(planned)}:
        run.beat()
    assert arrived_by_id(smtp_sink.messages) == Counter(f"<pesan-{pk}@localhost>" for pk in planned)
