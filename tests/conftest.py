"""What all tests share: a database cloned from one migrated template, a clean cache, helpers for servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from soksi_portal.embedded.throwaway import is_own_postgres
from tests.servers import CeleryWorker, SmtpSink, empty_broker
from tests.template import empty_tables, ensure_template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker
) -> None:
    """Migrate once for the whole run; every xdist worker clones the result."""
    with django_db_blocker.unblock():
        template = ensure_template()
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Our own server ends with the run, its databases too: nobody waits until live servers have left them."""
    return is_own_postgres()


@pytest.fixture(scope="session", autouse=True)
def _tables_emptied_quickly() -> Iterator[None]:
    """After a test with real transactions: a few rows are deleted in milliseconds, TRUNCATE makes all files anew.

    Content types and permissions stay, so nothing has to be made again. A server that is not our own may lack the right to.
    """
    if not is_own_postgres():
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_tables())
        yield


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Rate limits and sessions of one test never reach another; each xdist worker has a cache of its own."""
    yield
    cache.clear()


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server on a free loopback port that keeps what arrives."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def celery_worker(transactional_db: None) -> Iterator[type[CeleryWorker]]:
    """`celery_worker(env=…)` starts a real worker process on this test's database; all end with the test."""
    empty_broker()  # tasks that earlier tests sent and nobody took
    CeleryWorker.running = []
    yield CeleryWorker
    for worker in CeleryWorker.running:
        worker.kill()
    empty_broker()
