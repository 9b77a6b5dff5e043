"""Imports beside each other, and beside somebody who signs up."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.factories import make_cadre
from tests.parallel import in_parallel
from umkm.businesses.choices import ImportState
from umkm.businesses.importing import blocks, merging, running, services
from umkm.businesses.models import Business
from umkm.cadres.models import Cadre

from .makers import as_csv, counts, import_rows, make_ground, make_row, rows_of, send


@pytest.fixture(autouse=True)
def _ground(transactional_db):
    make_ground()


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 3)


@pytest.mark.django_db(transaction=True)
def test_four_workers_run_one_import_once(small_blocks):
    batch = send(as_csv(rows_of(30)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    in_parallel(lambda _one: running.run_import(batch_id=batch.pk), range(4))
    batch.refresh_from_db()
    assert (batch.state, counts(batch), Business.objects.count()) == (ImportState.DONE, (24, 0, 0, 6), 24)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_people_take_each_once(small_blocks):
    both = [send(as_csv(rows)) for rows in (rows_of(30), rows_of(30)[::-1])]
    for batch in both:
        services.start_import(batch=batch, by=batch.uploaded_by)
    in_parallel(lambda batch: running.run_import(batch_id=batch.pk), both)
    for batch in both:
        batch.refresh_from_db()
    assert [batch.state for batch in both] == [ImportState.DONE] * 2
    assert (sum(batch.taken for batch in both), sum(batch.unchanged for batch in both)) == (24, 24)
    assert (Cadre.objects.count(), Business.objects.count()) == (24, 24)


@pytest.mark.django_db(transaction=True)
def test_somebody_who_signs_up_while_the_block_is_merged_is_found_the_second_time(monkeypatch):
    """Between the look at whose phone it is and the insert, a cadre signs up with it."""
    count_calls = []
    number = merging._number

    def sign_up(cursor):
        number(cursor)
        if not count_calls:
            thread = threading.Thread(target=_sign_up)
            thread.start()
            thread.join()
        count_calls.append(1)

    monkeypatch.setattr(merging, "_number", sign_up)
    monkeypatch.setattr(running, "PAUSE", 0)
    batch = import_rows([make_row(1), make_row(2)])
    assert (batch.state, counts(batch), len(count_calls)) == (ImportState.DONE, (1, 0, 0, 1), 2)


def _sign_up():
    make_cadre(nik="", phone="+6281300000001", full_name="Orang Lain")
    connection.close()
