"""Throwaway databases of a benchmark, filled set-wise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from soksi_portal.embedded.prepare import REFERENCE


@contextmanager
def database(name: str, *, keep: bool = False) -> Iterator[BaseDatabaseWrapper]:
    """An empty migrated database with the reference data, as the default connection while inside.

    With `keep` the one of an earlier run goes on, and stays.
    """
    if not (keep and _exists(name)):
        _maintain(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    usual = connections["default"]
    fresh = usual.copy()
    fresh.settings_dict["NAME"] = name
    connections["default"] = fresh
    try:
        call_command("migrate", verbosity=0, interactive=False)
        for command in REFERENCE:
            call_command(command, verbosity=0)
        yield fresh
    finally:
        fresh.close()
        connections["default"] = usual
        if not keep:
            _maintain(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def using(connection: BaseDatabaseWrapper) -> Iterator[None]:
    usual = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = usual


def fill(connection: BaseDatabaseWrapper, businesses: int) -> None:
    """That many verified or submitted businesses, each with an owner, over all regencies.

    Row triggers (history, state machine) are off meanwhile; the tallies' statement triggers count.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND c.relname IN ('cadres_cadre', 'businesses_business')
              AND t.tgtype & 1 = 1 -- row triggers
            """
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
        cursor.execute(
            """
            WITH places AS (SELECT code, province_id, row_number() OVER (ORDER BY code) - 1 AS place
                            FROM regions_regency WHERE ended_on IS NULL)
            INSERT INTO cadres_cadre
              (full_name, phone, membership_number, regency_id, province_id, registered_at, sex, state, state_since)
            SELECT 'Kader ' || n, '+62812' || lpad(n::text, 8, '0'), '', places.code, places.province_id, now(),
                   '', 'verified', now()
            FROM generate_series(1, %s) AS n JOIN places ON places.place = n %% (SELECT count(*) FROM places)
            """,
            [businesses],
        )
        cursor.execute(
            """
            INSERT INTO businesses_business
              (owner_id, province_id, regency_id, name, address, description, kbli_id, start_year, legal_form,
               employees, last_year_sales, capital, has_bank_loan, state, state_since, created_at, submitted_at,
               verified_at, licences, marketing_channels, wishes, owner_ready)
            SELECT id, province_id, regency_id, 'Usaha ' || id, 'Jalan ' || id, 'Nasi rames',
                   (SELECT min(id) FROM businesses_kbli), 2015, 'individual', 2, 120000000, 20000000,
                   id %% 5 = 0, CASE WHEN id %% 3 = 0 THEN 'submitted' ELSE 'verified' END, now(), now(), now(), now(),
                   '{}', '{}', '{}', true
            FROM cadres_cadre
            """.replace("%%", "%")
        )
        cursor.execute("ANALYZE")


def _exists(name: str) -> bool:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None
    finally:
        connection.close()


def _maintain(*statements: str) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()
