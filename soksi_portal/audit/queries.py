"""The history of one record, as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from soksi_portal.accounts.models import User


@dataclass(frozen=True)
class Change:
    """One field of one entry."""

    label: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Entry:
    """One state of a record: when it came to be, by whom, why, and what differed from the one before."""

    at: datetime
    who: str
    why: str
    url: str
    is_first: bool
    changes: tuple[Change, ...]


def history(record: Model) -> list[Entry]:
    """Newest first, in two queries: the events with their contexts, and the people."""
    rows = list(record.events.select_related("pgh_context").order_by("pgh_id"))  # type: ignore[attr-defined]
    people = _people(rows)
    entries = []
    for before, row in zip([None, *rows], rows, strict=False):
        said = _said(row)
        entries.append(
            Entry(
                at=row.pgh_created_at,
                who=people.get(said.get("user", 0), ""),
                why=str(said.get("reason", "")),
                url=str(said.get("url", "")),
                is_first=before is None,
                changes=tuple(_changes(record, before, row)) if before else (),
            )
        )
    return entries[::-1]


def _said(row: Any) -> dict[str, Any]:
    return row.pgh_context.metadata if row.pgh_context else {}


def _people(rows: list[Any]) -> dict[int, str]:
    ids = {user for row in rows if (user := _said(row).get("user"))}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name")) if ids else {}


def _changes(record: Model, before: Any, row: Any) -> list[Change]:
    found = []
    for field in type(row)._meta.concrete_fields:
        if field.name.startswith("pgh_"):
            continue
        old, new = getattr(before, field.attname), getattr(row, field.attname)
        if old != new:
            found.append(Change(_label(record, field), old, new))
    return found


def _label(record: Model, field: Field[Any, Any]) -> str:
    try:
        return str(record._meta.get_field(field.name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return field.name
