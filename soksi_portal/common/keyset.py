"""Pages by key: page 10,000 costs what page 1 costs, and a row that comes in does not shift the others."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections
from django.db.models import F, Model, Q, QuerySet

KEY = "keyset_value"


@dataclass(frozen=True)
class KeysetPage:
    rows: list[Any]
    after: str  # cursor of the next page, empty on the last
    before: str  # cursor of the previous page, empty on the first


def keyset_page(
    queryset: QuerySet[Any], *, order: str, size: int, after: str = "", before: str = ""
) -> KeysetPage:
    """`size` rows of `queryset` in the order of the field path `order` ("-created_at" is descending).

    Ties are broken by the primary key in the same direction. The field must not be null. A cursor that
    is broken, or was made for another order, gives the first page.
    """
    descending = order.startswith("-")
    path = order.removeprefix("-")
    keyed = queryset.annotate(**{KEY: F(path)})
    cursor, backwards = (before, True) if before else (after, False)
    position = _read(cursor, keyed, order)
    backwards = backwards and position is not None
    down = descending != backwards
    if position is not None:
        keyed = keyed.filter(_beyond(*position, down=down))
    sign = "-" if down else ""
    found = list(keyed.order_by(f"{sign}{KEY}", f"{sign}pk")[: size + 1])
    more = len(found) > size
    rows = found[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more or backwards)
    has_previous = bool(rows) and (position is not None if not backwards else more)
    return KeysetPage(
        rows=rows,
        after=_write(rows[-1], order) if has_next else "",
        before=_write(rows[0], order) if has_previous else "",
    )


def _beyond(value: Any, pk: Any, *, down: bool) -> Q:
    """Rows behind the position. The first condition alone bounds the index scan."""
    compare = "lt" if down else "gt"
    return Q(**{f"{KEY}__{compare}e": value}) & (
        Q(**{f"{KEY}__{compare}": value}) | Q(**{f"pk__{compare}": pk})
    )


def _write(row: Model, order: str) -> str:
    text = json.dumps([order, getattr(row, KEY), row.pk], cls=DjangoJSONEncoder)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, keyed: QuerySet[Any], order: str) -> tuple[Any, Any] | None:
    """The position in `cursor`; None where it is not one of ours for this order."""
    if not cursor or len(cursor) > 2000:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, value, pk = json.loads(base64.urlsafe_b64decode(padded.encode("ascii", "strict")))
        if made_for != order or value is None or "\x00" in f"{value}{pk}":
            return None
        field = keyed.query.annotations[KEY].output_field
        f"{value}{pk}".encode()  # half a character is no text
        position = _in_utc(field.to_python(value)), keyed.model._meta.pk.to_python(pk)
        field.get_db_prep_value(position[0], connections[keyed.db])
        _within_bigint(*position)
    except (
        ValueError,
        TypeError,
        ValidationError,
        binascii.Error,
        UnicodeError,
        RecursionError,
        OverflowError,
    ):
        return None
    return position


def _in_utc(value: Any) -> Any:
    """A moment by UTC: PostgreSQL refuses the farther offsets that Python allows."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _within_bigint(*values: Any) -> None:
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        raise ValueError("beyond a bigint")
