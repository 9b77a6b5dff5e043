"""Writing encrypted numbers anew: under the newest key, or their blind indexes under another key.

Batch by batch, each a short transaction that locks its rows, so that it runs beside people who write; what is done
already is passed over, so that it can be stopped and started again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.db import IntegrityError, connection, transaction
from django.db.models import BinaryField, Model, QuerySet
from django.db.models.functions import Length, Substr

from soksi_portal.common.encryption import Unreadable, blind_index, current_number, decrypt, encrypt
from umkm.cadres.models import Cadre

from ..models import Business, ChangeRequest, RefusedRow

BATCH = 500
# a number that is written anew is the same number: neither a change of the record nor an entry of its trail
SAME_NUMBER = (
    "cadres.Cadre:update_update",
    "businesses.KeptCadre:state_keeps_person",
    "businesses.Business:update_update",
    "businesses.Business:state_keeps_facts",
    "businesses.ChangeRequest:update_update",
    "businesses.ChangeRequest:change_stays",
)


@dataclass(frozen=True)
class Secret:
    """A column that holds something encrypted; `index` beside it, where it is matched by a keyed hash."""

    model: type[Model]
    column: str
    index: str = ""
    purpose: str = ""

    @property
    def name(self) -> str:
        return f"{self.model._meta.verbose_name}: {self.column}"

    def rows(self) -> QuerySet[Any]:
        rows = self.model._default_manager.filter(**{f"{self.column}__isnull": False})
        return rows.annotate(length=Length(self.column)).filter(length__gt=0)  # empty: of an erased person

    def to_renew(self) -> QuerySet[Any]:
        """Those under another key than the newest: the first byte says which."""
        newest = bytes((current_number(),))
        return (
            self.rows()
            .annotate(key=Substr(self.column, 1, 1, output_field=BinaryField()))
            .exclude(key=newest)
        )


SECRETS = (
    Secret(Cadre, "nik_encrypted", "nik_hash", "nik"),
    Secret(Business, "npwp_encrypted", "npwp_hash", "npwp"),
    Secret(ChangeRequest, "new_secret", "new_hash", "nik"),
    Secret(RefusedRow, "cells_encrypted"),
)


@dataclass
class Outcome:
    """How it went with one column."""

    done: int = 0
    unreadable: list[int] = field(default_factory=list)  # no key in the settings opens them
    taken: list[int] = field(
        default_factory=list
    )  # the number came in twice while two index keys were in use


def renew(secret: Secret) -> Iterator[Outcome]:
    """Under the newest key; the outcome so far after each batch."""
    return _in_batches(
        secret, secret.to_renew, secret.column, lambda row: encrypt(decrypt(_stored(secret, row)))
    )


def reindex(secret: Secret) -> Iterator[Outcome]:
    """The hashes under the BLIND_INDEX_KEY of now. Matching is whole again once it is through."""

    def hash_of(row: Any) -> bytes | None:
        made = blind_index(decrypt(_stored(secret, row)), purpose=secret.purpose)
        return None if bytes(getattr(row, secret.index) or b"") == made else made

    return _in_batches(secret, secret.rows, secret.index, hash_of)


def _stored(secret: Secret, row: Any) -> bytes:
    return bytes(getattr(row, secret.column))


def _in_batches(
    secret: Secret,
    wanted: Callable[[], QuerySet[Any]],
    column: str,
    value_of: Callable[[Any], bytes | None],
) -> Iterator[Outcome]:
    outcome, last = Outcome(), 0
    columns = [name for name in (secret.column, secret.index) if name]
    while True:
        with pgtrigger.ignore(*SAME_NUMBER), transaction.atomic():
            batch = list(
                wanted()
                .filter(pk__gt=last)
                .order_by("pk")
                .only("pk", *columns)
                .select_for_update(of=("self",), no_key=True)[:BATCH]
            )
            if not batch:
                break
            values = _values(batch, value_of, outcome)
            try:
                with transaction.atomic():
                    outcome.done += _write(secret, column, values)
            except IntegrityError:
                _one_by_one(secret, column, values, outcome)
        last = batch[-1].pk
        yield outcome


def _values(batch: list[Any], value_of: Callable[[Any], bytes | None], outcome: Outcome) -> dict[int, bytes]:
    values = {}
    for row in batch:
        try:
            made = value_of(row)
        except Unreadable:
            outcome.unreadable.append(row.pk)
        else:
            if made is not None:
                values[row.pk] = made
    return values


def _write(secret: Secret, column: str, values: dict[int, bytes]) -> int:
    if not values:
        return 0
    quote = connection.ops.quote_name
    statement = (
        f"UPDATE {quote(secret.model._meta.db_table)} AS t SET {quote(column)} = v.made"  # noqa: S608 — our names
        " FROM unnest(%s::bigint[], %s::bytea[]) AS v(id, made) WHERE t.id = v.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values), list(values.values())])
        return int(cursor.rowcount)


def _one_by_one(secret: Secret, column: str, values: dict[int, bytes], outcome: Outcome) -> None:
    for pk, made in values.items():
        try:
            with transaction.atomic():
                outcome.done += _write(secret, column, {pk: made})
        except IntegrityError:
            outcome.taken.append(pk)
