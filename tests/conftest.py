"""What all tests share: a database cloned from one migrated template, a clean cache, helpers for servers."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from soksi_portal.embedded.throwaway import RUN_FOLDER
from tests.servers import CeleryWorker, SmtpSink

TEMPLATE = "portal_template"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker
) -> None:
    """Migrate once for the whole run; every xdist worker clones the result."""
    with (Path(os.environ[RUN_FOLDER]) / "template.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make_template()
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = TEMPLATE
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def _make_template() -> None:
    from django.core.management import call_command

    connection = connections["default"]
    if TEMPLATE in _databases():
        return
    building = f"{TEMPLATE}_new"  # renamed when whole, so that a broken migration leaves no half template
    _execute(f"DROP DATABASE IF EXISTS {building}", f"CREATE DATABASE {building}")
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = building
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    _execute(f"ALTER DATABASE {building} RENAME TO {TEMPLATE}")


def _databases() -> set[str]:
    with _maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {name for (name,) in cursor.fetchall()}


def _execute(*statements: str) -> None:
    with _maintenance() as cursor:
        for statement in statements:
            cursor.execute(statement)


class _maintenance:
    def __enter__(self):
        self.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        self.connection.autocommit = True
        return self.connection.cursor()

    def __exit__(self, *error: object) -> None:
        self.connection.close()


@pytest.fixture(autouse=True)
def _own_cache(worker_id_or_master: str) -> Iterator[None]:
    """Rate limits and sessions of one test never reach another."""
    settings.CACHES["default"]["KEY_PREFIX"] = worker_id_or_master
    yield
    cache.clear()


@pytest.fixture(scope="session")
def worker_id_or_master() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server on a free loopback port that keeps what arrives."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def celery_worker(transactional_db: None) -> Iterator[type[CeleryWorker]]:
    """`celery_worker(env=…)` starts a real worker process on this test's database; all end with the test."""
    CeleryWorker.running = []
    yield CeleryWorker
    for worker in CeleryWorker.running:
        worker.kill()
