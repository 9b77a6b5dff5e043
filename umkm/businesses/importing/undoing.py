"""An import is taken back as a whole, while nothing was built on it.

What it created goes, past the trigger that keeps businesses: they were nobody's work yet. What it changed becomes what
it was. Whether somebody has worked with a record since, the record's own history and every table that refers to it say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pghistory.models
import pgtrigger
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.cadres.models import Cadre

from ..choices import DuplicateState, ImportState
from ..models import BulkImport, Business, Claim, ImportedRow, PossibleDuplicate
from ..models.imports import UNDOABLE
from .errors import BuiltUpon, ReasonMissing
from .merging import CONTEXT
from .services import end_of, locked_import, locked_import_unless_held
from .staging import run_sql

AT_ONCE = 5_000  # rows that are taken back while the page waits
WALLS = (
    "businesses.Business:keep_business",
    "businesses.Business:state_flow",
    "businesses.Business:state_keeps_facts",
    "businesses.Business:state_keeps_keys",
    "businesses.PossibleDuplicate:keep_duplicate",
    "cadres.Cadre:keep_cadre",
    "cadres.Cadre:state_flow",
)


@transaction.atomic
def ask_undo(*, batch: BulkImport, by: User, reason: str) -> BulkImport:
    """From here on it is being undone; `undo` does it. Raises BuiltUpon, ReasonMissing."""
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing(_("Tulis mengapa impor ini dibatalkan."), field="reason")
    batch = locked_import(batch)
    if batch.state in (ImportState.UNDOING, ImportState.UNDONE):
        return batch
    if batch.state not in UNDOABLE:
        raise BuiltUpon(_("Impor ini belum selesai, jadi belum ada yang dibatalkan. Hentikan dulu."))
    # of many rows `undo` asks, outside the page: it asks again in any case
    found = built_upon(batch) if batch.handled <= AT_ONCE else ""
    if found:
        raise BuiltUpon(found)
    batch.state, batch.trouble = ImportState.UNDOING, ""
    batch.undone_by, batch.undone_at, batch.undo_reason = by, timezone.now(), reason[:300]
    end_of(batch)
    return batch


def undo(*, batch: BulkImport) -> BulkImport:
    """All of it, or, where somebody has begun to work with it meanwhile, nothing. Doing it twice does it once."""
    with transaction.atomic():
        held = locked_import_unless_held(batch)
        if held is None or held.state != ImportState.UNDOING:
            return batch
        batch = held
        assert batch.undone_by is not None  # noqa: S101 — by a constraint
        _hold_records(batch)
        found = built_upon(batch)
        if found:
            batch.state, batch.trouble = ImportState.DONE, found
            batch.undone_by, batch.undone_at, batch.undo_reason = None, None, ""
        else:
            with because(batch.undo_reason, by=batch.undone_by), pgtrigger.ignore(*WALLS):
                _take_back(batch)
            batch.state, batch.undone_at = ImportState.UNDONE, timezone.now()
        batch.save()
    return batch


def built_upon(batch: BulkImport) -> str:
    """What speaks against undoing, in words; empty where nothing does."""
    with connection.cursor() as cursor:
        lines = sorted({line for statement in _objections() for line in _lines(cursor, statement, batch)})
    if not lines:
        return ""
    named = ", ".join(str(line) for line in lines[:5])
    return ngettext(
        "Impor ini tidak bisa dibatalkan: %(count)s barisnya sudah diperiksa, diubah, atau dipakai (baris %(lines)s).",
        "Impor ini tidak bisa dibatalkan: %(count)s barisnya sudah diperiksa, diubah, atau dipakai (baris %(lines)s).",
        len(lines),
    ) % {"count": len(lines), "lines": named + (" …" if len(lines) > 5 else "")}


def _lines(cursor: Any, statement: str, batch: BulkImport) -> list[int]:
    run_sql(cursor, statement, batch=batch.pk, key=CONTEXT, number=str(batch.pk))
    return [line for (line,) in cursor.fetchall()]


def _objections() -> Iterator[str]:
    """Statements that give the lines of rows with which somebody has worked since."""
    for model, column in ((Business, "business"), (Cadre, "cadre")):
        yield _newest_event_is_anothers(model, column)
        for table, field in _referring(model):
            yield _referred_to(table, field, column)
    yield _ROWS + " JOIN cadres_cadre AS c ON c.id = r.cadre_id WHERE r.cadre_outcome = 'taken' AND c.user_id IS NOT NULL" + _OF_BATCH  # fmt: skip
    # a business that others brought, or the cadre began
    yield (
        _ROWS
        + " JOIN businesses_business AS b ON b.owner_id = r.cadre_id WHERE r.cadre_outcome = 'taken' AND NOT EXISTS ("
        "SELECT FROM businesses_importedrow AS o WHERE o.business_id = b.id AND o.batch_id = r.batch_id"
        " AND o.outcome = 'taken')" + _OF_BATCH
    )


# every part of these statements is our own constant, or the name of a table of ours
_ROWS = "SELECT DISTINCT r.line FROM businesses_importedrow AS r"
_OF_BATCH = " AND r.batch_id = %(batch)s ORDER BY 1"


def _newest_event_is_anothers(model: type[models.Model], column: str) -> str:
    events = f"{model._meta.db_table}event"
    outcome = "r.outcome" if column == "business" else "r.cadre_outcome"
    return (
        f"{_ROWS} CROSS JOIN LATERAL (SELECT e.pgh_context_id FROM {events} AS e WHERE e.pgh_obj_id = r.{column}_id"  # noqa: S608
        " ORDER BY e.pgh_id DESC LIMIT 1) AS newest LEFT JOIN pghistory_context AS c ON c.id = newest.pgh_context_id"
        f" WHERE {outcome} <> 'unchanged' AND c.metadata ->> %(key)s IS DISTINCT FROM %(number)s{_OF_BATCH}"
    )


def _referring(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Tables of all slices that refer to records of `model`, but the history, the import's own, and who has just looked."""
    own = (ImportedRow, PossibleDuplicate, Business, Claim)
    for relation in model._meta.related_objects:
        other = relation.related_model
        if issubclass(other, (*own, pghistory.models.Event)) or other._meta.proxy:  # type: ignore[arg-type]
            continue
        yield other._meta.db_table, str(relation.field.column)  # type: ignore[union-attr]
    if model is Business:
        yield "businesses_business", "merged_into_id"


def _referred_to(table: str, field: str, column: str) -> str:
    outcome = "r.outcome" if column == "business" else "r.cadre_outcome"
    return (
        f'{_ROWS} JOIN "{table}" AS t ON t."{field}" = r.{column}_id WHERE {outcome} = \'taken\'{_OF_BATCH}'
    )


def _hold_records(batch: BulkImport) -> None:
    """Nobody begins to work with what goes. First the businesses, then the members: as everywhere."""
    with connection.cursor() as cursor:
        for table, column in (("businesses_business", "business_id"), ("cadres_cadre", "cadre_id")):
            run_sql(
                cursor,
                f"SELECT count(*) FROM (SELECT FROM {table} AS t WHERE t.id IN (SELECT r.{column} FROM"  # noqa: S608
                " businesses_importedrow AS r WHERE r.batch_id = %(batch)s) ORDER BY t.id FOR UPDATE) AS held",
                batch=batch.pk,
            )


def _take_back(batch: BulkImport) -> None:
    pairs = PossibleDuplicate.objects.filter(state=DuplicateState.OPEN)
    rows = ImportedRow.objects.filter(batch=batch)
    brought = rows.filter(outcome="taken").values("business")
    people = rows.filter(cadre_outcome="taken").values("cadre")
    pairs.filter(models.Q(first__in=brought) | models.Q(second__in=brought)).delete()
    Claim.objects.filter(models.Q(business__in=brought) | models.Q(cadre__in=people)).delete()
    with connection.cursor() as cursor:
        for statement in (
            "DELETE FROM businesses_business WHERE id IN (SELECT business_id FROM businesses_importedrow"
            " WHERE batch_id = %(batch)s AND outcome = 'taken')",
            "DELETE FROM cadres_cadre WHERE id IN (SELECT cadre_id FROM businesses_importedrow"
            " WHERE batch_id = %(batch)s AND cadre_outcome = 'taken')",
            _restore(Business, "business"),
            _restore(Cadre, "cadre"),
            "DELETE FROM businesses_importedrow WHERE batch_id = %(batch)s",
        ):
            run_sql(cursor, statement, batch=batch.pk)


def _restore(model: type[models.Model], column: str) -> str:
    """Every column that is stored as it was: what the database computes follows."""
    table = model._meta.db_table
    columns = [
        f'"{field.column}"'
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated and field.column != "search"
    ]
    before = ", ".join(f"b.{name}" for name in columns)
    return (
        f"UPDATE {table} AS t SET ({', '.join(columns)}) = ROW({before}) FROM businesses_importedrow AS r,"  # noqa: S608
        f" jsonb_populate_record(NULL::{table}, r.{column}_before) AS b"
        f" WHERE r.batch_id = %(batch)s AND r.{column}_before IS NOT NULL AND t.id = r.{column}_id"
    )
