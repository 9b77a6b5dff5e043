"""A file arrives, is read, and waits for its sender's word before anything is written. Each rule locks the import first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import IO

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.sheets import UnreadableSheet, read_sheet
from umkm.regions.scoping import province_codes

from ..choices import ImportState
from ..models import BulkImport, RefusedRow
from .blocks import Row, write_blocks
from .errors import NotReady, NotRunning
from .headings import LOOKED_AT, WrongHeadings, columns_of, looks_like_heading
from .permissions import may_import_everywhere

KEPT_REFUSED = timedelta(days=90)
KEPT_WAITING = timedelta(days=14)
LONGEST_NAME = 120
LONGEST_HEADING = 80


@transaction.atomic
def receive_file(*, file: File[bytes], by: User) -> BulkImport:
    """Keep what was sent; `prepare` reads it."""
    name = "".join(letter for letter in str(file.name or "") if letter.isprintable())[-LONGEST_NAME:]
    batch = BulkImport(uploaded_by=by, filename=name or _("tanpa nama"), size=file.size or 0)
    batch.file.save("as-sent", file, save=False)
    batch.save()
    return batch


def prepare(*, batch: BulkImport) -> BulkImport:
    """Read the whole file once: its format, its columns, its rows. Doing it twice does it once.

    What cannot be read ends here, with a sentence for its sender and nothing kept.
    """
    with transaction.atomic():
        held = locked_import_unless_held(batch)
        if held is None or held.state != ImportState.READING:
            return batch
        batch = held
        try:
            with batch.file.open("rb") as file, tempfile.TemporaryFile() as blocks:
                _read(batch, file, blocks)
                blocks.seek(0)
                batch.rows_file.save("rows", File(blocks), save=False)
            batch.state = ImportState.READY
        except (UnreadableSheet, WrongHeadings) as fault:
            batch.state, batch.trouble, batch.ended_at = ImportState.UNREADABLE, fault.message, timezone.now()
        sent = batch.file.name
        batch.file.name = ""
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
    everywhere = may_import_everywhere(by)
    provinces = [] if everywhere else province_codes(by)
    if not everywhere and not provinces:
        raise NotReady(
            _("Anda tidak sedang bertugas di provinsi mana pun, jadi impor ini tidak dapat dimulai.")
        )
    batch.provinces = provinces
    batch.state, batch.started_at = ImportState.RUNNING, timezone.now()
    batch.save(update_fields=["provinces", "state", "started_at"])
    return batch


@transaction.atomic
def continue_import(*, batch: BulkImport, by: User) -> BulkImport:
    """Try again from the block at which it stopped. Raises NotReady."""
    batch = locked_import(batch)
    if batch.state == ImportState.RUNNING:
        return batch
    if batch.state != ImportState.FAILED or not batch.rows_file:
        raise NotReady(_("Impor ini tidak terhenti, jadi tidak ada yang perlu dilanjutkan."))
    batch.state, batch.trouble, batch.ended_at = ImportState.RUNNING, "", None
    batch.save(update_fields=["state", "trouble", "ended_at"])
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
    """Refused rows and files hold what a KTP holds: they go when nobody will correct or start them any more."""
    now = timezone.now()
    RefusedRow.objects.filter(batch__ended_at__lt=now - KEPT_REFUSED).delete()
    for batch in BulkImport.objects.filter(state=ImportState.READY, uploaded_at__lt=now - KEPT_WAITING):
        discard_import(batch=batch, by=batch.uploaded_by)


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
        transaction.on_commit(lambda: storage.delete(name))


def locked_import_unless_held(batch: BulkImport) -> BulkImport | None:
    """As `locked_import`; None where somebody holds it: what takes minutes is waited for by nobody."""
    rows = BulkImport.objects.select_for_update(of=("self",), skip_locked=True).select_related("uploaded_by")
    return rows.filter(pk=batch.pk).first()


def locked_import(batch: BulkImport) -> BulkImport:
    """A fresh state of the row that nobody else changes before the transaction ends."""
    rows = BulkImport.objects.select_for_update(of=("self",)).select_related("uploaded_by")
    return rows.get(pk=batch.pk)
