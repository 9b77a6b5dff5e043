"""/pengingat/ at ten million messages against ten thousand: pages, filters, counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from soksi_portal.accounts.choices import Role
from tests.benchmarks.databases import database, using
from tests.benchmarks.harness import Ratio, benchmark
from tests.factories import make_user

SMALL, LARGE = 10_000, 10_000_000
PEOPLE = 100  # messages for each person
TURNS = 7

PAGES = {
    "list": "",
    "failed": "?status=failed",
    "occasion": "?perihal=session_invited",
    "channel": "?saluran=webhook",
    "bounced": "?kabar=bounced",
    "person": "?penerima=Orang 77",
    "province": "?provinsi=32",
    "period": "?dari=2026-03-01&sampai=2026-03-02",
    "failed-occasion-period": "?status=failed&perihal=session_invited&dari=2026-03-01&sampai=2026-03-31",
    "failed-province": "?status=failed&provinsi=32",
    "statistics": "statistik/",
    "channels": "saluran/",
}


@benchmark("outbox-pages")
@contextmanager
def outbox_pages() -> Iterator[list[Ratio]]:
    with database("bench_messages_small", keep=True) as small:
        fill_messages(small, SMALL)
        with database("bench_messages_large", keep=True) as large:
            fill_messages(large, LARGE)
            clients = {id(one): signed_in(one) for one in (small, large)}

            def seconds(connection: BaseDatabaseWrapper, address: str) -> float:
                with using(connection):
                    begun = time.perf_counter()
                    assert clients[id(connection)].get(f"/pengingat/{address}").status_code == 200
                    return time.perf_counter() - begun

            yield [compared(name, address, seconds, small, large) for name, address in PAGES.items()]


def compared(name: str, address: str, seconds: object, small: object, large: object) -> Ratio:
    for connection in (small, large):
        seconds(connection, address)  # type: ignore[operator]
    pairs = [(seconds(small, address), seconds(large, address)) for _turn in range(TURNS)]  # type: ignore[operator]
    ratio = statistics.median(many / few for few, many in pairs)
    took = statistics.median(many for _few, many in pairs)
    return Ratio(
        f"outbox-page-{name}", f"/pengingat/{address} at {LARGE:,} ({took * 1000:.0f} ms)", ratio, "<=2"
    )


def signed_in(connection: BaseDatabaseWrapper) -> Client:
    with using(connection):
        client = Client()
        client.force_login(make_user(Role.JAMKRINDO, email=f"staf{time.time_ns()}@uji.test"))
        return client


def fill_messages(connection: BaseDatabaseWrapper, number: int) -> None:
    """A year of messages: nearly all sent, a few of everything else. Kept for the next run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT 1 FROM outbox_message LIMIT 1) AS one")
        if cursor.fetchone()[0]:
            return
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")
        for table in ("accounts_user", "outbox_message", "cadres_cadre"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(PEOPLE_SQL, [max(number // PEOPLE, 100)])
        cursor.execute(CADRES_SQL)
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'outbox_message' "
            "AND indexname NOT LIKE '%%_pkey'"
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(MESSAGES_SQL, [number])
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute(COUNTS_SQL)
        for table in ("accounts_user", "outbox_message", "cadres_cadre"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        cursor.execute("VACUUM ANALYZE outbox_message")
        cursor.execute("VACUUM ANALYZE accounts_user")
        cursor.execute("ANALYZE")


PEOPLE_SQL = """
    INSERT INTO accounts_user (full_name, email, password, phone_verified, is_active, joined_at)
    SELECT 'Orang ' || n, 'orang' || n || '@uji.test', '!', false, true, now() FROM generate_series(1, %s) AS n
"""
CADRES_SQL = """
    WITH places AS (SELECT code, province_id, row_number() OVER (ORDER BY code) - 1 AS place
                    FROM regions_regency WHERE ended_on IS NULL)
    INSERT INTO cadres_cadre (full_name, phone, membership_number, regency_id, province_id, registered_at, user_id,
                              sex, state, state_since)
    SELECT u.full_name, '+62812' || lpad(u.id::text, 8, '0'), '', code, province_id, now(), u.id, '', 'draft', now()
    FROM accounts_user u JOIN places ON place = u.id % (SELECT count(*) FROM places)
"""
MESSAGES_SQL = """
    WITH people AS (SELECT min(id) AS first, count(*) AS number FROM accounts_user),
    drawn AS (
        SELECT n, p.first + n %% p.number AS person, timestamptz '2026-01-01 08:00+07' + interval '330 days' * (n::float8 / total)
               AS at, CASE WHEN n %% 997 = 0 THEN 'failed' WHEN n %% 9973 = 0 THEN 'unknown'
                           WHEN n %% 89 = 0 THEN 'cancelled' ELSE 'sent' END AS state
        FROM (SELECT generate_series(1, t) AS n, t AS total FROM (SELECT %s AS t) AS given) AS rows, people p
    )
    INSERT INTO outbox_message
      (occasion, subject_ref, revision, recipient_id, channel, lead_minutes, address, address_is_given, title, body,
       short, in_inbox, read_at, time_zone, ignores_quiet_hours, due_at, state, attempts, next_attempt_at, handed_over_at, sent_at, provider_id,
       last_error, recalled, report, ended_at, resend_reason, created_at)
    SELECT (ARRAY['session_reminder', 'session_reminder', 'answer_reminder', 'session_invited', 'digest'])[n %% 5 + 1],
           'session:' || n / 40, 0, person, CASE WHEN n %% 5003 = 0 THEN 'webhook' ELSE 'email' END, 0,
           'orang@uji.test', false, 'Pesan ' || n, 'Yth. Bapak atau Ibu, ini isi sebuah pesan.',
           'Pesan singkat', n %% 5003 <> 0, CASE WHEN n %% 7 <> 0 THEN at END, 'Asia/Jakarta', false, at, state, 1,
           at, at, CASE WHEN state = 'sent' THEN at END, '', '', '',
           CASE WHEN state = 'sent' AND n %% 499 = 0 THEN 'bounced' ELSE '' END, at, '', at
    FROM drawn
"""
COUNTS_SQL = """
    INSERT INTO outbox_dailycount (day, channel, occasion, outcome, count)
    SELECT day::date, channel, 'session_reminder', outcome, 1000
    FROM generate_series(current_date - 365, current_date, interval '1 day') AS day,
         unnest(ARRAY['email', 'webhook']) AS channel, unnest(ARRAY['sent', 'failed', 'delivered']) AS outcome
"""
