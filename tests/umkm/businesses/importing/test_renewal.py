"""What imports keep encrypted follows a new key; what no key opens any more is said, not tried for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from soksi_portal.accounts.choices import Role
from soksi_portal.common.encryption import blind_index
from tests.factories import make_user
from tests.soksi_portal.common.test_encryption import NEW, OLD
from umkm.businesses.choices import ImportState
from umkm.businesses.importing import blocks, running, services, undoing
from umkm.businesses.models import BulkImport, Business, ImportedRow
from umkm.cadres.identity import nik_hash
from umkm.cadres.models import Cadre

from .makers import as_csv, counts, import_rows, make_ground, make_row, rows_of, run, send

pytestmark = pytest.mark.django_db
NPWP = "0013121660091000"


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


@pytest.fixture
def keys(settings: Any, monkeypatch: Any) -> Any:
    monkeypatch.setattr(blocks, "BLOCK", 3)
    settings.PERSONAL_DATA_KEYS = [OLD]
    return settings


def renew(keys: Any) -> None:
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    call_command("renew_personal_data_keys")
    keys.PERSONAL_DATA_KEYS = [NEW]  # the old one is taken out


def test_renew_reaches_the_rows_of_imports_that_wait_run_or_failed(keys: Any):
    waiting, half_way, failed = (send(as_csv(rows_of(10)[start : start + 5])) for start in (0, 5, 0))
    services.start_import(batch=half_way, by=half_way.uploaded_by)
    assert running.run_import(batch_id=half_way.pk, seconds=0) is True
    services.start_import(batch=failed, by=failed.uploaded_by)
    BulkImport.objects.filter(pk=failed.pk).update(state=ImportState.FAILED)
    names = set(BulkImport.objects.values_list("rows_file", flat=True))
    renew(keys)
    assert not names & set(BulkImport.objects.values_list("rows_file", flat=True))
    assert counts(run(waiting)) == (4, 0, 0, 1)
    assert running.run_import(batch_id=half_way.pk) is False
    half_way.refresh_from_db()
    assert (half_way.state, counts(half_way)) == (ImportState.DONE, (4, 0, 0, 1))
    services.continue_import(batch=failed, by=failed.uploaded_by)
    assert running.run_import(batch_id=failed.pk) is False
    failed.refresh_from_db()
    assert counts(failed) == (0, 0, 4, 1)


@pytest.mark.django_db(transaction=True)
def test_renew_leaves_one_file_of_each_import_and_goes_on_where_it_stopped(keys: Any):
    batch = send(as_csv(rows_of(5)))
    old, storage = batch.rows_file.name, batch.rows_file.storage
    renew(keys)
    batch.refresh_from_db()
    assert (storage.exists(old), storage.exists(batch.rows_file.name)) == (False, True)
    name = batch.rows_file.name
    renew(keys)
    batch.refresh_from_db()
    assert batch.rows_file.name == name
    assert counts(run(batch)) == (4, 0, 0, 1)


def changed_by_a_second_file() -> BulkImport:
    """A cadre and a business as they were before, kept for an undo."""
    import_rows([make_row(1, npwp=NPWP)])
    return import_rows([make_row(1, npwp=NPWP, phone="081299990000", employees="9")])


@pytest.mark.parametrize("is_index", [False, True])
def test_renew_reaches_numbers_kept_for_an_undo(keys: Any, is_index: bool):
    batch = changed_by_a_second_file()
    assert [row.reasons for row in batch.refused_rows.all()] == []
    assert ImportedRow.objects.filter(business_before__isnull=False, cadre_before__isnull=False).count() == 1
    if is_index:
        keys.BLIND_INDEX_KEY = "kunci indeks yang lain"
        call_command("renew_personal_data_keys", "--index")
    else:
        renew(keys)
    undoing.ask_undo(batch=batch, by=make_user(Role.ADMIN), reason="Berkas yang salah")
    undoing.undo(batch=batch)
    cadre, business = Cadre.objects.get(), Business.objects.get()
    assert (business.employees, cadre.phone) == (3, "+62813" + "00000001")
    assert bytes(cadre.nik_hash or b"") == nik_hash(make_row(1)["nik"])
    assert bytes(business.npwp_hash or b"") == blind_index(NPWP, purpose="npwp")
    call_command("renew_personal_data_keys")  # the keys of now open all of it


def test_renew_names_what_no_key_opens(keys: Any, capsys: Any):
    batch = changed_by_a_second_file()
    row = ImportedRow.objects.get(cadre_before__isnull=False)
    row.cadre_before["nik_encrypted"] = "\\x09" + "00" * 40
    row.save()
    waiting = send(as_csv(rows_of(1)))
    with waiting.rows_file.open("rb") as file:
        broken = bytearray(file.read())
    broken[8] = 9  # the number of its key
    waiting.rows_file.save("", ContentFile(bytes(broken)))
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match="2 baris"):
        call_command("renew_personal_data_keys")
    told = capsys.readouterr().err
    assert str(row.pk) in told
    assert str(waiting.pk) in told
    assert batch.state == ImportState.DONE


# --- without the key


@pytest.mark.parametrize("alone", [20_000, 0])  # the second: in a process of its own
def test_import_whose_key_is_gone_ends_with_a_sentence_and_goes_on_with_the_key(
    keys: Any, monkeypatch: Any, alone: int
):
    monkeypatch.setattr(running, "ALONE_UP_TO", alone)
    batch = send(as_csv(rows_of(5)))
    keys.PERSONAL_DATA_KEYS = [NEW]
    if not alone:
        monkeypatch.setenv("PERSONAL_DATA_KEYS", NEW)
    batch = run(batch)
    assert (batch.state, batch.handled, batch.worker) == (ImportState.FAILED, 0, None)
    assert "kunci yang tidak ada lagi" in batch.trouble
    assert running.left_alone().to_run == []
    keys.PERSONAL_DATA_KEYS = [NEW, OLD]
    monkeypatch.setattr(running, "ALONE_UP_TO", 20_000)
    services.continue_import(batch=batch, by=batch.uploaded_by)
    running.run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert counts(batch) == (4, 0, 0, 1)


def test_import_whose_rows_are_lost_ends_with_a_sentence(keys: Any):
    batch = send(as_csv(rows_of(5)))
    batch.rows_file.storage.delete(batch.rows_file.name)
    batch = run(batch)
    assert (batch.state, "penyimpanan" in batch.trouble) == (ImportState.FAILED, True)


def test_import_whose_rows_moved_while_it_began_goes_on(keys: Any, monkeypatch: Any):
    batch = send(as_csv(rows_of(5)))
    services.start_import(batch=batch, by=batch.uploaded_by)
    take = running._take_hold

    def take_then_renew(batch_id: int) -> Any:
        held = take(batch_id)
        held.rows_file.name = "imports/00/gone"
        return held

    monkeypatch.setattr(running, "_take_hold", take_then_renew)
    assert running.run_import(batch_id=batch.pk) is True
    monkeypatch.setattr(running, "_take_hold", take)
    assert running.run_import(batch_id=batch.pk) is False
    batch.refresh_from_db()
    assert counts(batch) == (4, 0, 0, 1)


def test_pages_of_an_import_whose_key_is_gone_say_so(keys: Any, client: Client):
    by = make_user(Role.BOARD)
    done, waiting = import_rows(rows_of(5), by=by), send(as_csv(rows_of(5)), by=by)
    keys.PERSONAL_DATA_KEYS = [NEW]
    client.force_login(by)
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert "tidak dapat dibuka lagi oleh portal" in page
    assert reverse("import_start", args=[waiting.pk]) not in page
    answer = client.get(reverse("import_refused", args=[done.pk]), {"format": "csv"})
    told = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[union-attr]
    assert "Isi baris 6 tidak dapat dibuka lagi" in told.decode("utf-8-sig")
    client.post(reverse("import_discard", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.state == ImportState.DISCARDED
