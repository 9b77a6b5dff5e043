"""An import runs: block after block, by one worker at a time, until it ends or its time is up.

Whoever runs it has written a number into its row and says with every block that it is alive. A worker that dies says
nothing more; the next one goes on after the last block that was committed. One that was thought dead and is not finds
another number in the row, and stops.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.encryption import Unreadable
from umkm.regions.models import Province, Regency

from ..choices import ImportState
from ..models import BulkImport, Kbli
from .blocks import Block, CutOff, read_blocks
from .checking import ALONE_UP_TO, CheckedBlock, CheckerDied, checked_blocks
from .errors import NotReady
from .merging import LostHold, merge_block
from .permissions import must_still_serve
from .rows import Surroundings
from .services import end_of, locked_import

logger = logging.getLogger(__name__)

TRIES = 5  # of one block, where somebody registers the same people at that moment
PAUSE = 0.2  # seconds before the next try


def run_import(*, batch_id: int, seconds: float = 240) -> bool:
    """Returns whether there is more to do. Does nothing where another worker runs it, or nobody shall."""
    batch = _take_hold(batch_id)
    if batch is None:
        return False
    deadline = time.monotonic() + seconds
    try:
        must_still_serve(batch)
        with batch.rows_file.open("rb") as file:
            blocks = _Waiting(read_blocks(file, start=batch.position))
            for block, checked in _pairs(batch, blocks):
                _merge(batch, block, checked)
                if time.monotonic() > deadline:
                    return _let_go(batch)
        _finish(batch)
    except LostHold:
        pass
    except FileNotFoundError:
        # written anew under another key between the reading of its name and now; or lost
        return _let_go(batch) if _has_moved(batch) else _fail(batch, _rows_lost())
    except Unreadable:
        return _fail(batch, _key_missing())
    except NotReady as refusal:
        return _fail(batch, refusal.message)
    except (CutOff, CheckerDied, DatabaseError) as fault:
        if isinstance(fault, OperationalError) and connection.connection and connection.connection.closed:
            raise  # the database went away: another worker goes on when it is back
        return _fail(batch, _troubled())
    return False


@dataclass(frozen=True)
class LeftAlone:
    """Imports whose worker has not been heard of."""

    to_read: list[int]
    to_run: list[int]
    to_undo: list[int]


def left_alone() -> LeftAlone:
    since = timezone.now() - timedelta(seconds=settings.IMPORT_LEASE_SECONDS)
    batches = BulkImport.objects.order_by("pk")
    unread = batches.filter(state=ImportState.READING, uploaded_at__lt=since).filter(
        Q(heartbeat_at=None) | Q(heartbeat_at__lt=since)
    )
    stopped = BulkImport.objects.left_alone(since=since)
    undoing = batches.filter(state=ImportState.UNDOING, undone_at__lt=since)
    return LeftAlone(*(list(found.values_list("pk", flat=True)) for found in (unread, stopped, undoing)))


def surroundings(batch: BulkImport, provinces: list[str]) -> Surroundings:
    """What the rows of this file are judged against."""
    regencies = Regency.objects.existing().order_by("code")
    return Surroundings(
        columns=batch.columns,
        regencies=[(one.code, str(one.get_kind_display()), one.name) for one in regencies],
        provinces=list(Province.objects.existing().order_by("code").values_list("code", "name")),
        classes=dict(Kbli.objects.in_force().values_list("code", "id")),
        allowed=provinces,
        today=timezone.localdate(),
    )


def _take_hold(batch_id: int) -> BulkImport | None:
    """The import, if it is this worker's now."""
    now = timezone.now()
    gone = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - timedelta(seconds=settings.IMPORT_LEASE_SECONDS))
    with transaction.atomic():
        rows = BulkImport.objects.select_for_update(of=("self",), skip_locked=True).select_related(
            "uploaded_by"
        )
        batch = rows.filter(gone, pk=batch_id, state=ImportState.RUNNING).first()
        if batch is None:
            return None
        if batch.worker is not None:  # it never let go
            batch.times_resumed += 1
            batch.resumed_at = now
        batch.worker, batch.heartbeat_at = uuid.uuid4(), now
        batch.save(update_fields=["worker", "heartbeat_at", "times_resumed", "resumed_at"])
    return batch


class _Waiting:
    """Blocks as they go to be checked, and each until it is merged: what the database refuses is told as it was sent."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self.waiting: dict[int, Block] = {}

    def __iter__(self) -> Iterator[Block]:
        for block in self._blocks:
            self.waiting[block.number] = block
            yield block


def _pairs(batch: BulkImport, blocks: _Waiting) -> Iterator[tuple[Block, CheckedBlock]]:
    around = surroundings(batch, batch.provinces)
    for checked in checked_blocks(blocks, around, alone=batch.total_rows > ALONE_UP_TO):
        yield blocks.waiting.pop(checked.number), checked


def _merge(batch: BulkImport, block: Block, checked: CheckedBlock) -> None:
    assert batch.worker is not None  # noqa: S101 — taken above
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            merge_block(batch=batch, worker=batch.worker, block=block, checked=checked, by=batch.uploaded_by)
            return
        except (IntegrityError, OperationalError):
            if not tries_left or connection.connection is None or connection.connection.closed:
                raise
            time.sleep(PAUSE)


def _let_go(batch: BulkImport) -> bool:
    """So that other tasks have their turn; the next one goes on."""
    return bool(
        BulkImport.objects.filter(pk=batch.pk, worker=batch.worker).update(worker=None, heartbeat_at=None)
    )


@transaction.atomic
def _finish(batch: BulkImport) -> None:
    current = locked_import(batch)
    if current.worker != batch.worker or current.state != ImportState.RUNNING:
        return
    current.state, current.ended_at = ImportState.DONE, timezone.now()
    end_of(current)


def _has_moved(batch: BulkImport) -> bool:
    return not BulkImport.objects.filter(pk=batch.pk, rows_file=batch.rows_file.name).exists()


def _fail(batch: BulkImport, why: str) -> bool:
    """Its rows stay, so that it can be tried again. There is no more to do until somebody asks for it."""
    logger.exception("import %s stopped", batch.pk)
    with transaction.atomic():
        current = locked_import(batch)
        if current.worker == batch.worker and current.state == ImportState.RUNNING:
            current.trouble = why % {"rows": current.handled}
            current.state, current.ended_at = ImportState.FAILED, timezone.now()
            current.worker = current.heartbeat_at = None
            current.save()
    return False


def _troubled() -> str:
    return _(
        "Impor terhenti setelah %(rows)s baris karena gangguan pada portal. Yang sudah masuk tetap ada. Lanjutkan, atau batalkan semuanya."
    )


def _key_missing() -> str:
    return _(
        "Impor terhenti setelah %(rows)s baris: sisanya tersandi dengan kunci yang tidak ada lagi di portal. Yang sudah masuk tetap ada. Kirim berkas yang sama lagi untuk sisanya, atau minta pengelola portal memasang kunci lama lalu lanjutkan."
    )


def _rows_lost() -> str:
    return _(
        "Impor terhenti setelah %(rows)s baris: sisanya tidak ada lagi di penyimpanan portal. Yang sudah masuk tetap ada. Kirim berkas yang sama lagi untuk sisanya."
    )
