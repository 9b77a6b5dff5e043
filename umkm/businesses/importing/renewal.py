"""What imports keep encrypted, written anew: stored rows of files, and records as they were before (for an undo).

Comes after the records themselves (`personal/renewal.py`): what an import copies from them meanwhile is new already.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import connection, transaction
from django.db.models import Q

from soksi_portal.common.encryption import Unreadable, blind_index, current_number, decrypt, encrypt

from ..models import BulkImport, RefusedRow
from ..personal.renewal import BATCH, Outcome
from .blocks import CutOff, is_under_newest_key, renew_blocks
from .services import locked_import

FILES = ("file", "rows_file")


@dataclass(frozen=True)
class KeptNumber:
    """A number within a record as it was: hexadecimal, as PostgreSQL writes it into JSON."""

    column: str  # of ImportedRow
    number: str  # its key, and that of its blind index
    index: str
    purpose: str

    @property
    def name(self) -> str:
        return f"baris impor: {self.column}.{self.number}"


KEPT_NUMBERS = (
    KeptNumber("cadre_before", "nik_encrypted", "nik_hash", "nik"),
    KeptNumber("business_before", "npwp_encrypted", "npwp_hash", "npwp"),
)


def renew_kept(kept: KeptNumber) -> Iterator[Outcome]:
    """Under the newest key; the outcome so far after each batch."""
    newest = "\\x" + bytes((current_number(),)).hex()
    return _in_batches(
        kept, kept.number, f"left({_text(kept)}, 4) <> %s", [newest], lambda stored: encrypt(decrypt(stored))
    )


def reindex_kept(kept: KeptNumber) -> Iterator[Outcome]:
    """The hashes under the BLIND_INDEX_KEY of now: an undo must not bring the old ones back."""
    return _in_batches(
        kept, kept.index, "true", [], lambda stored: blind_index(decrypt(stored), purpose=kept.purpose)
    )


def forget_hashes() -> Iterator[Outcome]:
    """Of refused rows, which live for a quarter of a year: without them an erasure opens the cells instead."""
    yield Outcome(done=RefusedRow.objects.exclude(people=None).update(people=None))


def _text(kept: KeptNumber) -> str:
    return f"{kept.column} ->> '{kept.number}'"


def _in_batches(
    kept: KeptNumber, key: str, wanted: str, values: list[Any], made_of: Callable[[bytes], bytes]
) -> Iterator[Outcome]:
    # every part of these statements is our own constant
    select = (
        f"SELECT id, {_text(kept)} FROM businesses_importedrow WHERE id > %s AND {_text(kept)} IS NOT NULL"  # noqa: S608
        f" AND {wanted} ORDER BY id LIMIT {BATCH} FOR UPDATE"
    )
    update = (
        f"UPDATE businesses_importedrow AS r SET {kept.column} = r.{kept.column} || jsonb_build_object('{key}', v.made)"  # noqa: S608
        " FROM unnest(%s::bigint[], %s::text[]) AS v(id, made) WHERE r.id = v.id"
    )
    outcome, last = Outcome(), 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(select, [last, *values])
            rows = cursor.fetchall()
            if not rows:
                break
            made = {}
            for row, stored in rows:
                try:
                    made[row] = "\\x" + made_of(bytes.fromhex(stored[2:])).hex()
                except Unreadable:
                    outcome.unreadable.append(row)
            cursor.execute(update, [list(made), list(made.values())])
            outcome.done += len(made)
        last = rows[-1][0]
        yield outcome


def renew_files() -> Iterator[Outcome]:
    """Those of imports that have not ended. The outcome names imports."""
    outcome = Outcome()
    for batch in BulkImport.objects.exclude(Q(file="") & Q(rows_file="")).order_by("pk"):
        for field in FILES:
            try:
                outcome.done += _renew_file(batch, field)
            except (Unreadable, CutOff, FileNotFoundError):
                outcome.unreadable.append(batch.pk)
        yield outcome


def _renew_file(batch: BulkImport, field: str) -> int:
    """A new file beside the old one, which whoever reads it reads to its end; then the row names the new one."""
    stored = getattr(batch, field)
    old = stored.name
    if not old:
        return 0
    with stored.open("rb") as source, tempfile.TemporaryFile() as target:
        if is_under_newest_key(source):
            return 0
        renew_blocks(source, target)
        target.seek(0)
        stored.save("renewed", File(target), save=False)
    new, storage = stored.name, stored.storage
    with transaction.atomic():
        current = locked_import(batch)
        is_wanted = getattr(current, field).name == old  # else it has ended meanwhile
        if is_wanted:
            BulkImport.objects.filter(pk=batch.pk).update(**{field: new})
        transaction.on_commit(lambda: storage.delete(old if is_wanted else new))
    return int(is_wanted)
