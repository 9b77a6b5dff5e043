"""An import that is cut off, stopped, or run by two."""

from __future__ import annotations

import gc
import tempfile
import time
import tracemalloc
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, transaction
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.parallel import in_parallel
from umkm.businesses.choices import ImportState
from umkm.businesses.importing import blocks, merging, running, services, tasks
from umkm.businesses.importing.blocks import CutOff
from umkm.businesses.importing.errors import NotReady, NotRunning
from umkm.businesses.models import BulkImport, Business, BusinessTally, ImportedRow, ImportTally
from umkm.cadres.models import Cadre

from .makers import as_csv, counts, import_rows, make_ground, make_row, rows_of, run, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 3)


@pytest.fixture
def shared_files(monkeypatch, tmp_path):
    """A folder that this process and a worker both read."""
    for name in ("file", "rows_file"):
        monkeypatch.setattr(BulkImport._meta.get_field(name), "storage", FileSystemStorage(tmp_path))
    return tmp_path


class Killed(BaseException):
    """As a worker's end: nothing catches it."""


def dies_after(monkeypatch, number):
    """The worker dies when it begins with the block of that number."""
    merge = merging.merge_block

    def merge_or_die(**how):
        if how["block"].number == number:
            raise Killed
        return merge(**how)

    monkeypatch.setattr(running, "merge_block", merge_or_die)
    return lambda: monkeypatch.setattr(running, "merge_block", merge)


def test_import_goes_on_after_the_last_block_that_was_committed(small_blocks, monkeypatch):
    batch = send(as_csv(rows_of(10)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    revive = dies_after(monkeypatch, 2)
    with pytest.raises(Killed):
        running.run_import(batch_id=batch.pk)
    revive()
    batch.refresh_from_db()
    assert (batch.position, batch.handled, Business.objects.count()) == (2, 6, 5)
    assert running.run_import(batch_id=batch.pk) is False  # its worker may still live
    assert running.left_alone().to_run == []
    BulkImport.objects.update(heartbeat_at=timezone.now() - timedelta(hours=1))
    assert running.left_alone().to_run == [batch.pk]
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, counts(batch), batch.times_resumed) == (ImportState.DONE, (8, 0, 0, 2), 1)
    assert Counter(ImportedRow.objects.values_list("outcome", flat=True)) == {"taken": 8}
    assert list(ImportTally.objects.values_list("rows", "refused")) == [(10, 2)]
    assert not batch.rows_file


def test_worker_that_was_thought_dead_merges_nothing_more(small_blocks, monkeypatch):
    batch = send(as_csv(rows_of(6)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    merge = merging.merge_block

    def taken_over(**how):
        if how["block"].number == 1:
            BulkImport.objects.update(worker=uuid.uuid4())
        return merge(**how)

    monkeypatch.setattr(running, "merge_block", taken_over)
    assert running.run_import(batch_id=batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, batch.position, batch.handled) == (ImportState.RUNNING, 1, 3)


def test_import_lets_other_tasks_have_their_turn(small_blocks):
    batch = send(as_csv(rows_of(6)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    assert running.run_import(batch_id=batch.pk, seconds=0) is True
    batch.refresh_from_db()
    assert (batch.position, batch.worker) == (1, None)
    assert running.run_import(batch_id=batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, batch.times_resumed) == (ImportState.DONE, 0)


def test_stopped_import_keeps_what_was_taken_and_can_be_sent_again(small_blocks):
    content = as_csv(rows_of(6))
    batch = send(content)
    services.start_import(batch=batch, by=batch.uploaded_by)
    running.run_import(batch_id=batch.pk, seconds=0)
    services.cancel_import(batch=batch, by=batch.uploaded_by)
    assert running.run_import(batch_id=batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, batch.handled, bool(batch.rows_file)) == (ImportState.CANCELLED, 3, False)
    assert counts(run(send(content))) == (2, 0, 3, 1)


def test_rows_that_cannot_be_merged_stop_the_import_with_a_sentence(small_blocks, monkeypatch):
    batch = send(as_csv(rows_of(6)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    merge = merging.merge_block

    def collides(**how):
        if how["block"].number == 1:
            raise IntegrityError
        return merge(**how)

    monkeypatch.setattr(running, "merge_block", collides)
    monkeypatch.setattr(running, "PAUSE", 0)
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.handled) == (ImportState.FAILED, 3)
    assert "terhenti setelah 3 baris" in batch.trouble
    monkeypatch.setattr(running, "merge_block", merge)
    services.continue_import(batch=batch, by=batch.uploaded_by)
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.handled) == (ImportState.DONE, 6)


def test_stored_rows_that_break_off_stop_the_import(small_blocks, monkeypatch):
    """The rows are read beside the checking process; what happens there is not an end of the rows."""
    monkeypatch.setattr(running, "ALONE_UP_TO", 0)
    batch = send(as_csv(rows_of(9)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    read = running.read_blocks

    def cut_off(file, *, start):
        yield next(iter(read(file, start=start)))
        raise CutOff

    monkeypatch.setattr(running, "read_blocks", cut_off)
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.handled) == (ImportState.FAILED, 3)


@pytest.mark.django_db(transaction=True)
def test_file_that_somebody_reads_is_waited_for_by_nobody():
    batch = services.receive_file(file=ContentFile(as_csv(rows_of(1)), "a.csv"), by=make_user(Role.BOARD))
    with transaction.atomic():
        services.locked_import(batch)
        [state] = in_parallel(lambda one: services.prepare(batch=one).state, [batch])
    assert state == ImportState.READING
    assert services.prepare(batch=batch).state == ImportState.READY


def test_only_a_file_that_waits_can_be_started_and_only_by_its_sender():
    batch = send(as_csv(rows_of(1)))
    with pytest.raises(NotReady, match="Hanya pengirimnya"):
        services.start_import(batch=batch, by=make_user(Role.BOARD))
    with pytest.raises(NotRunning):
        services.cancel_import(batch=batch, by=batch.uploaded_by)
    run(batch)
    with pytest.raises(NotReady):
        services.start_import(batch=batch, by=batch.uploaded_by)
    with pytest.raises(NotReady):
        services.discard_import(batch=batch, by=batch.uploaded_by)


def test_what_holds_peoples_numbers_goes_with_time():
    done, waiting = import_rows(rows_of(5)), send(as_csv(rows_of(1)))
    BulkImport.objects.update(
        ended_at=timezone.now() - timedelta(days=91), uploaded_at=timezone.now() - timedelta(days=15)
    )
    tasks.forget_old_files()
    waiting.refresh_from_db()
    assert (done.refused_rows.count(), waiting.state, bool(waiting.rows_file)) == (
        0,
        ImportState.DISCARDED,
        False,
    )


def test_stored_rows_do_not_show_a_nik():
    batch = send(as_csv([make_row(1)]))
    assert not batch.file
    with batch.rows_file.open("rb") as file:
        stored = file.read()
    assert make_row(1)["nik"].encode() not in stored


def import_measured(rows, first):
    """Bytes of a file of that many rows, and bytes that Python held at most while it was read, checked and merged."""
    content = as_csv(
        make_row(one, **({"nik": "1"} if one % 5 == 0 else {})) for one in range(first, first + rows)
    )
    gc.collect()
    tracemalloc.start()
    try:
        assert import_content(content).handled == rows
        return len(content), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def import_content(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        batch = services.receive_file(file=File(file, "kader.csv"), by=make_user(Role.BOARD))
        return run(services.prepare(batch=batch))


def test_memory_does_not_grow_with_the_rows(shared_files, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 100)
    import_measured(200, first=1)  # what is loaded once
    (small, few), (large, many) = import_measured(300, first=1_000), import_measured(2_400, first=2_000)
    # Kept rows, in whatever shape, take no less than the bytes that their text took.
    assert many - few < (large - small) * 0.75, (small, few, large, many)


# --- a real worker ---------------------------------------------------------------------------------------

ROWS = 11_000


@pytest.mark.django_db(transaction=True)
def test_worker_killed_half_way_is_followed_by_another(celery_worker, settings, shared_files):
    env = {"TEST_DOCUMENTS": str(shared_files), "IMPORT_LEASE_SECONDS": "1"}
    settings.IMPORT_LEASE_SECONDS = 1
    batch = send(as_csv(rows_of(ROWS)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    first = celery_worker(env=env)
    tasks.run_import.delay(batch.pk)
    deadline = time.monotonic() + 120
    while BulkImport.objects.get(pk=batch.pk).position < 1:
        assert time.monotonic() < deadline, first.log.read_text()[-2000:]
        time.sleep(0.01)
    first.kill()
    half_way = BulkImport.objects.get(pk=batch.pk)
    assert (half_way.state, half_way.handled < ROWS) == (ImportState.RUNNING, True)
    second = celery_worker(env=env)
    while BulkImport.objects.get(pk=batch.pk).state == ImportState.RUNNING:
        assert time.monotonic() < deadline, second.log.read_text()[-2000:]
        tasks.resume_imports.apply_async(expires=2)
        time.sleep(0.3)
    batch.refresh_from_db()
    assert (batch.state, counts(batch)) == (ImportState.DONE, (ROWS * 4 // 5, 0, 0, ROWS // 5))
    assert batch.times_resumed >= 1
    assert Business.objects.count() == Cadre.objects.count() == ImportedRow.objects.count() == ROWS * 4 // 5
    assert batch.refused_rows.count() == ROWS // 5
    assert BusinessTally.objects.totals()["32"]["submitted"] == ROWS * 4 // 5
    assert [path for path in shared_files.rglob("*") if path.is_file()] == []
