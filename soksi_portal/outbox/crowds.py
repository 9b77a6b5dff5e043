"""One message to many people: planned by one statement in the database, however many they are.

    plan_for_many(occasion="digest", people=User.objects.with_role(Role.BOARD), subject_ref="digest:2026-11-27",
                  fields={"tautan": …})

Nothing of it passes through this process. As with `enqueue`, the same is planned once, and whoever has no address
gets a failed row. Whoever wants none of it is left out of `people` by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.utils import timezone

from soksi_portal.accounts.models import User
from soksi_portal.common.background import once_committed

from . import occasions
from .channels import SENDERS
from .choices import ON_PHONE, Channel, MessageState
from .models import Message
from .quiethours import after_quiet_hours
from .texts.filling import as_it_is
from .texts.services import text_for

NAME = "{nama}"
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
Expression = tuple[str, list[Any]]  # SQL and its parameters


@dataclass(frozen=True)
class Crowd:
    """What is said to all of them."""

    occasion: str
    subject_ref: str
    title: str
    body: str
    short: str
    due_at: datetime
    channel: Channel
    revision: int
    lead_minutes: int
    expires_at: datetime | None
    ignores_quiet_hours: bool

    def leaves_at(self, zone: str) -> datetime:
        return self.due_at if self.ignores_quiet_hours else after_quiet_hours(self.due_at, zone)


# long by its names: each is a column that a caller may set
@transaction.atomic
def plan_for_many(
    *,
    occasion: str,
    people: QuerySet[User],
    subject_ref: str,
    fields: Mapping[str, object] | None = None,
    variant: str = "",
    title: str = "",
    body: str = "",
    short: str = "",
    due_at: datetime | None = None,
    channel: Channel = Channel.EMAIL,
    revision: int = 0,
    lead_minutes: int = 0,
    expires_at: datetime | None = None,
    ignores_quiet_hours: bool = False,
) -> int:
    """Returns how many were planned anew. `{nama}` in the text is the person's name; the text is the occasion's, filled
    with `fields`, as `enqueue` has it.

    `people` may be annotated with `zone`, the time zone of each; else all are taken to live in WIB.
    """
    now = timezone.now()
    wording = as_it_is(title, body, short)
    if fields is not None:
        wording = text_for(occasions.find(occasion, variant), {"nama": NAME, **fields})
    crowd = Crowd(
        occasion, subject_ref, wording.title, wording.body, wording.short, due_at or now, channel, revision, lead_minutes, expires_at,
        ignores_quiet_hours,
    )  # fmt: skip
    columns = _columns(crowd, now)
    source, source_values = _source(people, channel)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    values = ", ".join(sql for sql, _given in columns.values())
    statement = (
        f"INSERT INTO outbox_message ({names}) SELECT {values} FROM ({source}) AS person "  # noqa: S608 — own names
        "ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*(one for _sql, given in columns.values() for one in given), *source_values]
        )
        planned = int(cursor.rowcount)
    if planned and crowd.due_at <= now:
        once_committed("soksi_portal.outbox.tasks.deliver_due", expires=60)
    return planned


def _source(people: QuerySet[User], channel: Channel) -> tuple[str, tuple[Any, ...]]:
    """number, name, zone, address of each person."""
    if "zone" not in people.query.annotations:
        people = people.annotate(zone=Value(ZONES[0]))
    address = "phone" if channel in ON_PHONE else "email"
    rows = people.order_by().values_list("pk", "full_name", "zone", address)
    sql, values = rows.query.sql_with_params()
    return f"SELECT * FROM ({sql}) AS found (number, name, zone, address)", values  # noqa: S608 — Django's own


def _columns(crowd: Crowd, now: datetime) -> dict[str, Expression]:
    """Each column of a message; those not named here have their default."""
    no_address = str(SENDERS[crowd.channel].no_address)
    morning = "CASE person.zone " + "WHEN %s THEN %s::timestamptz " * len(ZONES) + "ELSE %s::timestamptz END"
    moments = [value for zone in ZONES for value in (zone, crowd.leaves_at(zone))]
    named: dict[str, Expression] = {
        "recipient_id": ("person.number", []),
        "title": ("left(replace(%s, %s, person.name), 200)", [crowd.title, NAME]),
        "body": ("replace(%s, %s, person.name)", [crowd.body, NAME]),
        "short": ("left(replace(%s, %s, person.name), 300)", [crowd.short, NAME]),
        "in_inbox": ("%s", [not occasions.is_private(crowd.occasion)]),
        "time_zone": ("person.zone", []),
        "address": ("coalesce(person.address, '')", []),
        "next_attempt_at": (morning, [*moments, crowd.leaves_at(ZONES[0])]),
        "state": (_by_address("%s", "%s"), [MessageState.PENDING, MessageState.FAILED]),
        "ended_at": (_by_address("NULL", "%s::timestamptz"), [now]),
        "last_error": (_by_address("''", "%s"), [no_address]),
    }
    same = {
        name: getattr(crowd, name)
        for name in (
            "occasion", "subject_ref", "due_at", "channel", "revision", "lead_minutes", "expires_at",
            "ignores_quiet_hours",
        )
    }  # fmt: skip
    columns: dict[str, Expression] = {}
    for field in Message._meta.concrete_fields:
        if not field.primary_key and field.column:
            value = same.get(field.name, field.get_default())
            column = str(field.column)
            columns[column] = named.get(column) or (
                f"%s::{field.db_type(connection)}",
                [field.get_db_prep_save(value, connection)],
            )
    return columns


def _by_address(given: str, missing: str) -> str:
    return f"CASE WHEN person.address > '' THEN {given} ELSE {missing} END"
