"""Messages per second against a plain loop over one SMTP connection; a million planned by one statement."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from soksi_portal.accounts.models import User
from soksi_portal.outbox import delivery
from soksi_portal.outbox.channels.email import compose
from soksi_portal.outbox.crowds import plan_for_many
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from tests.benchmarks.databases import database
from tests.benchmarks.harness import Ratio, Weight, benchmark

MAILS, PAIRS = 200, 9  # short turns: a busy machine then slows both alike
MILLION, SINGLE = 1_000_000, 300
TEXT = (
    "Yth. {nama},\n\nAnda diundang ke pelatihan pembukuan sederhana.\n\n" + "Bawalah catatan penjualan. " * 20
)


@benchmark("outbox-delivery")
@contextmanager
def outbox_delivery() -> Iterator[list[Ratio]]:
    with sink() as port, database("bench_outbox") as connection:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        make_people(connection, MAILS)
        portal, plain = [], []
        for turn in range(-1, PAIRS):  # the first only warms up
            plan_for_many(
                occasion="uji", people=User.objects.all(), subject_ref=f"uji:{turn}", title="Undangan",
                body=TEXT, ignores_quiet_hours=True,
            )  # fmt: skip
            mails = list(Message.objects.about(f"uji:{turn}"))
            both = [lambda mails=mails: plain_loop(mails), portal_delivery]
            seconds = [timed(one) for one in (both if turn % 2 else reversed(both))]
            if turn >= 0:
                plain.append(seconds[0 if turn % 2 else 1])
                portal.append(seconds[1 if turn % 2 else 0])
        ratio = statistics.median(one / other for one, other in zip(plain, portal, strict=True))
        rates = f"{MAILS / statistics.median(portal):.0f}/s to {MAILS / statistics.median(plain):.0f}/s"
        what = f"messages per second, delivered to plain loop over one connection ({rates})"
        yield [Ratio("outbox-delivery", what, ratio, ">=0.7")]


def plain_loop(mails: list[Message]) -> None:
    connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
    connection.open()
    for mail in mails:
        connection.send_messages([compose(mail)])
    connection.close()


def portal_delivery() -> None:
    while delivery.deliver_due():
        continue
    assert not Message.objects.exclude(state="sent").exists()


@benchmark("outbox-planning")
@contextmanager
def outbox_planning() -> Iterator[list[Ratio | Weight]]:
    with database("bench_outbox") as connection:
        make_people(connection, MILLION)
        people = list(User.objects.order_by("pk")[:SINGLE])
        one_by_one = timed(lambda: [plan_one(person) for person in people]) / SINGLE
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = timed(
            lambda: plan_for_many(
                occasion="uji", people=User.objects.all(), subject_ref="uji:semua", title="Kabar", body=TEXT
            )
        )
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        assert Message.objects.about("uji:semua").count() == MILLION
        rate = f"{MILLION / took:,.0f} rows/s in {took:.0f} s"
        yield [
            Ratio("outbox-planning", f"a million in one statement, each to one by one ({rate})",
                  took / MILLION / one_by_one, "<=0.1"),
            Weight("outbox-planning-memory", "MiB that the process grew by meanwhile", max(grown, 0), 16),
        ]  # fmt: skip


def plan_one(person: User) -> None:
    enqueue(
        occasion="uji", subject_ref="uji:satu", recipient=person, title="Kabar", body=TEXT,
        due_at=timezone.now() + timezone.timedelta(days=1),
    )  # fmt: skip


def make_people(connection: BaseDatabaseWrapper, number: int) -> None:
    """Their history and finding them by name are not what is measured."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user DISABLE TRIGGER USER")
        cursor.execute("DROP INDEX user_name_search")  # the slowest to fill, and not asked here
        cursor.execute(
            """
            INSERT INTO accounts_user (full_name, email, password, phone_verified, is_active, joined_at)
            SELECT 'Orang ' || n, 'orang' || n || '@uji.test', '!', false, true, now()
            FROM generate_series(1, %s) AS n
            """,
            [number],
        )
        cursor.execute("ANALYZE accounts_user")


def timed(action: Any) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


@contextmanager
def sink() -> Iterator[int]:
    """Its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.smtp_sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.stdin.close()
