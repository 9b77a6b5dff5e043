"""A file between its arrival and its preview: encrypted, read a few times at most, discarded at any moment."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.parallel import in_parallel
from tests.soksi_portal.common.test_encryption import NEW
from umkm.businesses.choices import ImportState
from umkm.businesses.documents import storing
from umkm.businesses.importing import running, services, tasks
from umkm.businesses.importing.errors import NotReady
from umkm.businesses.models import BulkImport

from .makers import as_csv, counts, make_ground, make_row, rows_of, run, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


def received(rows: int = 5) -> BulkImport:
    return services.receive_file(file=ContentFile(as_csv(rows_of(rows)), "a.csv"), by=make_user(Role.BOARD))


def test_file_as_it_was_sent_does_not_show_a_nik():
    batch = received(300)  # several pieces
    with batch.file.open("rb") as file:
        stored = file.read()
    assert make_row(1)["nik"].encode() not in stored
    assert make_row(1)["full_name"].encode() not in stored
    assert counts(run(services.prepare(batch=batch))) == (240, 0, 0, 60)


def test_file_whose_key_is_gone_is_given_back_with_a_sentence(settings: Any):
    batch = received()
    settings.PERSONAL_DATA_KEYS = [NEW]
    batch = services.prepare(batch=batch)
    assert (batch.state, bool(batch.file), bool(batch.rows_file)) == (ImportState.UNREADABLE, False, False)
    assert "Kirim berkasnya sekali lagi" in batch.trouble


class Killed(BaseException):
    """As a worker's end: nothing catches it."""


@pytest.mark.django_db(transaction=True)
def test_file_that_kills_its_readers_is_given_back_after_a_few(monkeypatch: Any):
    batch = received()
    sent, storage = batch.file.name, batch.file.storage

    def dies(*_args: Any) -> None:
        raise Killed

    monkeypatch.setattr(services, "_read", dies)
    for _ in range(services.MOST_READS):
        with pytest.raises(Killed):
            services.prepare(batch=batch)
        assert running.left_alone().to_read == []  # not at once again
        BulkImport.objects.update(
            heartbeat_at=timezone.now() - timedelta(hours=1), uploaded_at=timezone.now() - timedelta(hours=1)
        )
        assert running.left_alone().to_read == [batch.pk]
    services.prepare(batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.times_read) == (ImportState.UNREADABLE, services.MOST_READS)
    assert "berkas yang lebih kecil" in batch.trouble
    assert not storage.exists(sent)
    assert running.left_alone().to_read == []


@pytest.mark.django_db(transaction=True)
def test_file_that_somebody_reads_is_discarded_at_once_and_read_by_no_other(monkeypatch: Any):
    storage = BulkImport._meta.get_field("file").storage
    before = set(_stored(storage))
    batch = received()
    read, said = services._read, []

    def meanwhile(one: BulkImport) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        again = services.prepare(batch=one).state
        discarded = services.discard_import(batch=one, by=one.uploaded_by).state
        return f"{again} {discarded}"

    def read_slowly(*args: Any) -> None:
        said.extend(in_parallel(meanwhile, [batch]))
        read(*args)

    monkeypatch.setattr(services, "_read", read_slowly)
    assert services.prepare(batch=batch).state == ImportState.DISCARDED
    assert said == ["reading discarded"]
    batch.refresh_from_db()
    assert (batch.state, batch.times_read, batch.total_rows) == (ImportState.DISCARDED, 1, 0)
    assert (bool(batch.file), bool(batch.rows_file)) == (False, False)
    assert set(_stored(storage)) == before


def _stored(storage: Any, folder: str = "") -> list[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return []
    below = [path for one in folders for path in _stored(storage, f"{folder}/{one}".strip("/"))]
    return [f"{folder}/{name}".strip("/") for name in names] + below


def test_page_of_a_file_that_is_read_lets_its_sender_discard_it(client: Client):
    batch = received()
    client.force_login(batch.uploaded_by)
    address = reverse("import_discard", args=[batch.pk])
    assert address in client.get(batch.get_absolute_url()).content.decode()
    client.post(address)
    batch.refresh_from_db()
    assert batch.state == ImportState.DISCARDED


# --- what nobody continues


def test_rows_of_an_import_that_nobody_continues_go_with_time(client: Client):
    old, young = send(as_csv(rows_of(5))), send(as_csv(rows_of(5)))
    for batch, days in ((old, 15), (young, 13)):
        services.start_import(batch=batch, by=batch.uploaded_by)
        BulkImport.objects.filter(pk=batch.pk).update(
            state=ImportState.FAILED, ended_at=timezone.now() - timedelta(days=days), trouble="Terhenti."
        )
    tasks.forget_old_files()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, bool(old.rows_file), bool(young.rows_file)) == (ImportState.FAILED, False, True)
    assert "14 hari" in old.trouble
    with pytest.raises(NotReady, match="sudah dihapus"):
        services.continue_import(batch=old, by=old.uploaded_by)
    client.force_login(old.uploaded_by)
    assert (
        reverse("import_continue", args=[old.pk]) not in client.get(old.get_absolute_url()).content.decode()
    )
    client.force_login(young.uploaded_by)
    assert (
        reverse("import_continue", args=[young.pk]) in client.get(young.get_absolute_url()).content.decode()
    )


def test_nightly_sweep_finds_import_files_without_a_row(monkeypatch: Any, tmp_path: Any):
    storage = FileSystemStorage(tmp_path)
    monkeypatch.setattr(storing, "document_storage", lambda: storage)
    for name in ("file", "rows_file"):
        monkeypatch.setattr(BulkImport._meta.get_field(name), "storage", storage)
    waiting, unread = send(as_csv(rows_of(1))), received()
    orphan = storage.save("imports/ab/" + "0" * 32, io.BytesIO(b"x"))
    assert storing.sweep_files() == 0  # too young
    assert storage.exists(orphan)
    monkeypatch.setattr(storing, "ORPHAN_AFTER", timedelta(seconds=-5))
    assert storing.sweep_files() == 2  # with the file as sent, whose removal waits for a commit
    assert sorted(_stored(storage)) == sorted([waiting.rows_file.name, unread.file.name])
