"""A file arrives, is read, and waits for its sender's word before anything is written. Each rule locks the import first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import IO

from django.core.files import File
from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.encryption import Unreadable
from soksi_portal.common.sheets import UnreadableSheet, read_sheet

from ..choices import ImportState
from ..models import BulkImport, RefusedRow
from .blocks import PIECE, CutOff, Row, seal, unseal, write_blocks
from .errors import NotReady, NotRunning
from .headings import LOOKED_AT, WrongHeadings, columns_of, looks_like_heading
from .permissions import provinces_served

KEPT_REFUSED = timedelta(days=90)
KEPT_WAITING = timedelta(days=14)
MOST_READS = 5  # of one file, before it is given back
READING = 0x72656164  # the class of the locks of readers
LONGEST_NAME = 120
LONGEST_HEADING = 80


@transaction.atomic
def receive_file(*, file: File[bytes], by: User) -> BulkImport:
    """Keep what was sent, encrypted; `prepare` reads it."""
    name = "".join(letter for letter in str(file.name or "") if letter.isprintable())[-LONGEST_NAME:]
    batch = BulkImport(uploaded_by=by, filename=name or _("tanpa nama"), size=file.size or 0)
    with tempfile.TemporaryFile() as sealed:
        seal(file.chunks(PIECE), sealed)
        batch.file.save("as-sent", File(sealed), save=False)
    batch.save()
    return batch


def prepare(*, batch: BulkImport) -> BulkImport:
    """Read the whole file once: its format, its columns, its rows. Doing it twice does it once.

    What cannot be read ends here, with a sentence for its sender and nothing kept. Reading takes minutes, and holds no
    row: who sent the file may discard it meanwhile.
    """
    with _only_reader(batch) as is_mine:
        read = _begin_reading(batch) if is_mine else None
        if read is None:
            return batch
        fault = ""
        try:
            with (
                read.file.open("rb") as sealed,
                tempfile.TemporaryFile() as sent,
                tempfile.TemporaryFile() as blocks,
            ):
                unseal(sealed, sent)
                _read(read, sent, blocks)
                blocks.seek(0)
                read.rows_file.save("rows", File(blocks), save=False)
        except FileNotFoundError:  # discarded, or written anew under another key: then it is read again
            return read
        except (UnreadableSheet, WrongHeadings) as refusal:
            fault = refusal.message
        except (Unreadable, CutOff):
            fault = _("Isi berkas ini tidak dapat dibuka lagi oleh portal. Kirim berkasnya sekali lagi.")
        return _end_reading(read, fault)


@contextmanager
def _only_reader(batch: BulkImport) -> Iterator[bool]:
    """Whether nobody else reads it now. A lock that ends with the connection, so with a worker that dies."""
    key = [READING, batch.pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        is_mine: bool = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            with (
                suppress(Error),
                connection.cursor() as cursor,
            ):  # where the connection is gone, so is the lock
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@transaction.atomic
def _begin_reading(batch: BulkImport) -> BulkImport | None:
    """The import, if it is to be read; counted first, since a file may be what kills whoever reads it."""
    held = locked_import_unless_held(batch)
    if held is None or held.state != ImportState.READING:
        return None
    if held.times_read >= MOST_READS:
        held.trouble = _(
            "Portal berkali-kali gagal membaca berkas ini. Bagi menjadi beberapa berkas yang lebih kecil, lalu kirim lagi."
        )
        held.state, held.ended_at = ImportState.UNREADABLE, timezone.now()
        end_of(held)
        return None
    held.times_read += 1
    held.heartbeat_at = timezone.now()
    held.save(update_fields=["times_read", "heartbeat_at"])
    return held


@transaction.atomic
def _end_reading(read: BulkImport, fault: str) -> BulkImport:
    """What was read counts, unless its sender has discarded the file meanwhile."""
    batch = locked_import(read)
    if batch.state != ImportState.READING:
        _remove_after_commit(read, read.rows_file.name)
        return batch
    for name in ("described", "headings", "columns", "total_rows", "rows_file"):
        setattr(batch, name, getattr(read, name))
    if fault:
        batch.state, batch.trouble, batch.ended_at = ImportState.UNREADABLE, fault, timezone.now()
    else:
        batch.state = ImportState.READY
    sent = batch.file.name
    batch.file.name, batch.heartbeat_at = "", None
    batch.save()
    _remove_after_commit(batch, sent)
    return batch


def _read(batch: BulkImport, file: IO[bytes], blocks: IO[bytes]) -> None:
    sheet = read_sheet(file)
    numbered = enumerate(sheet.rows, start=1)
    headings = _headings(numbered)
    batch.columns = columns_of(headings)
    batch.headings = [heading.replace("\x00", "")[:LONGEST_HEADING] for heading in headings]
    batch.described = sheet.described
    batch.total_rows = write_blocks(blocks, _filled(numbered, len(headings)))
    if not batch.total_rows:
        raise WrongHeadings(_("Berkas ini hanya berisi judul kolom. Isi datanya, lalu kirim lagi."))


def _headings(numbered: Iterator[tuple[int, list[str]]]) -> list[str]:
    """The first row that looks like one; a title may stand above it."""
    for line, cells in numbered:
        if looks_like_heading(cells):
            return cells
        if line == LOOKED_AT:
            break
    raise WrongHeadings(
        _(
            "Judul kolom tidak ditemukan. Baris pertama harus berisi judul seperti di template: Nama kader, NIK, dan seterusnya."
        )
    )


def _filled(numbered: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    """Rows in which something stands below a heading; what stands beside all headings belongs to none."""
    for line, cells in numbered:
        row = cells[:width]
        if any(cell.strip() for cell in row):
            yield line, row


@transaction.atomic
def start_import(*, batch: BulkImport, by: User) -> BulkImport:
    """The sender has seen the preview and agrees. Pressing twice starts once. Raises NotReady."""
    batch = locked_import(batch)
    if batch.state == ImportState.RUNNING:
        return batch
    if batch.state != ImportState.READY:
        raise NotReady(
            _("Berkas ini tidak menunggu persetujuan: %(state)s.") % {"state": batch.get_state_display()}
        )
    if batch.uploaded_by_id != by.pk:
        raise NotReady(_("Hanya pengirimnya yang dapat memulai impor ini."))
    batch.provinces = provinces_served(by)
    batch.state, batch.started_at = ImportState.RUNNING, timezone.now()
    batch.save(update_fields=["provinces", "state", "started_at"])
    return batch


@transaction.atomic
def continue_import(*, batch: BulkImport, by: User) -> BulkImport:
    """Try again from the block at which it stopped, in the provinces of today. Raises NotReady."""
    batch = locked_import(batch)
    if batch.state == ImportState.RUNNING:
        return batch
    if batch.state == ImportState.FAILED and not batch.rows_file:
        raise NotReady(
            _("Sisa barisnya sudah dihapus. Kirim berkas yang sama lagi: yang sudah masuk tidak menjadi dua.")
        )
    if batch.state != ImportState.FAILED:
        raise NotReady(_("Impor ini tidak terhenti, jadi tidak ada yang perlu dilanjutkan."))
    batch.provinces = provinces_served(batch.uploaded_by)
    batch.state, batch.trouble, batch.ended_at = ImportState.RUNNING, "", None
    batch.save(update_fields=["provinces", "state", "trouble", "ended_at"])
    return batch


@transaction.atomic
def cancel_import(*, batch: BulkImport, by: User) -> BulkImport:
    """Stop after the block that is being merged: its transaction holds the row that is locked here.

    What was taken stays, and can be undone as a whole. Raises NotRunning.
    """
    batch = locked_import(batch)
    if batch.state == ImportState.CANCELLED:
        return batch
    if batch.state not in (ImportState.RUNNING, ImportState.FAILED):
        raise NotRunning(
            _("Impor ini tidak sedang berjalan: %(state)s.") % {"state": batch.get_state_display()}
        )
    now = timezone.now()
    batch.state, batch.cancelled_by, batch.cancelled_at, batch.ended_at = ImportState.CANCELLED, by, now, now
    end_of(batch)
    return batch


@transaction.atomic
def discard_import(*, batch: BulkImport, by: User) -> BulkImport:
    """The sender has seen the preview and does not want it. Raises NotReady."""
    batch = locked_import(batch)
    if batch.state == ImportState.DISCARDED:
        return batch
    if batch.state not in (ImportState.READY, ImportState.READING):
        raise NotReady(_("Impor ini sudah dimulai. Hentikan atau batalkan di halamannya."))
    batch.state, batch.ended_at = ImportState.DISCARDED, timezone.now()
    end_of(batch)
    return batch


def forget_old_files() -> None:
    """Refused rows and files hold what a KTP holds: they go when nobody will correct, start or continue them any more."""
    now = timezone.now()
    RefusedRow.objects.filter(batch__ended_at__lt=now - KEPT_REFUSED).delete()
    for batch in BulkImport.objects.filter(state=ImportState.READY, uploaded_at__lt=now - KEPT_WAITING):
        with suppress(NotReady):  # started just now
            discard_import(batch=batch, by=batch.uploaded_by)
    failed = BulkImport.objects.filter(state=ImportState.FAILED, ended_at__lt=now - KEPT_WAITING)
    for batch in failed.exclude(rows_file=""):
        _forget_rest(batch)


@transaction.atomic
def _forget_rest(batch: BulkImport) -> None:
    """Of an import that stopped and that nobody continued. What was taken stays."""
    batch = locked_import(batch)
    if batch.state != ImportState.FAILED:
        return
    batch.trouble = _(
        "Impor terhenti setelah %(rows)s baris. Sisanya dihapus karena %(days)s hari tidak dilanjutkan; yang sudah masuk tetap ada. Kirim berkas yang sama lagi untuk sisanya."
    ) % {"rows": batch.handled, "days": KEPT_WAITING.days}
    end_of(batch)


def end_of(batch: BulkImport) -> None:
    """Save an import that has ended: nobody holds it, and its files go."""
    batch.worker = batch.heartbeat_at = None
    names = [name for name in (batch.file.name, batch.rows_file.name) if name]
    batch.file.name = batch.rows_file.name = ""
    batch.save()
    for name in names:
        _remove_after_commit(batch, name)


def _remove_after_commit(batch: BulkImport, name: str | None) -> None:
    if name:
        storage = batch.rows_file.storage
        # where the storage fails, the nightly sweep of files without a row tries again
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def locked_import_unless_held(batch: BulkImport) -> BulkImport | None:
    """As `locked_import`; None where somebody holds it: what takes minutes is waited for by nobody."""
    rows = BulkImport.objects.select_for_update(of=("self",), skip_locked=True).select_related("uploaded_by")
    return rows.filter(pk=batch.pk).first()


def locked_import(batch: BulkImport) -> BulkImport:
    """A fresh state of the row that nobody else changes before the transaction ends."""
    rows = BulkImport.objects.select_for_update(of=("self",)).select_related("uploaded_by")
    return rows.get(pk=batch.pk)
