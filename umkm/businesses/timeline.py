"""What happened to a business, the newest first: its own changes, the decisions on it, and what others tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.parts import Event

from .choices import BusinessState, Decision
from .fields import FIELD_LABELS
from .models import Business, Verification
from .standing import events_of

# edits of one person that follow each other this closely are one entry: a registration is written page by page
ONE_SITTING = timedelta(hours=1)

_MOVES = {
    (BusinessState.DRAFT, BusinessState.SUBMITTED): (gettext_lazy("Dikirim untuk diperiksa"), "waiting"),
    (BusinessState.RETURNED, BusinessState.SUBMITTED): (
        gettext_lazy("Dikirim lagi untuk diperiksa"),
        "waiting",
    ),
    (BusinessState.SUBMITTED, BusinessState.DRAFT): (
        gettext_lazy("Ditarik kembali menjadi konsep"),
        "neutral",
    ),
}


def timeline(business: Business) -> list[Event]:
    """Every entry, in a fixed number of queries besides those of other slices."""
    told = [*_changes(business), *_decisions(business), *events_of(business)]
    return sorted(told, key=lambda event: event.at, reverse=True)


def _changes(business: Business) -> Iterator[Event]:
    """From the audit trail: made, changed, moved. Decisions are told by their own records."""
    rows = list(business.events.select_related("pgh_context").order_by("pgh_id"))
    people = _people(rows)
    edited: list[Any] = []  # rows of one sitting, the row before them first
    for before, row in zip([None, *rows], rows, strict=False):
        same_sitting = (
            edited
            and _actor(edited[-1]) == _actor(row)
            and row.pgh_created_at - edited[-1].pgh_created_at < ONE_SITTING
        )
        moved = before is None or before.state != row.state
        if edited and (moved or not same_sitting):
            yield from _edit(edited, people)
            edited = []
        if before is None:
            yield Event(
                title=_("Didaftarkan sebagai konsep"), at=row.pgh_created_at, by=people.get(_actor(row), "")
            )
        elif moved:
            yield from _move(before, row, people)
        else:
            edited = edited or [before]
            edited.append(row)
    if edited:
        yield from _edit(edited, people)


def _move(before: Any, row: Any, people: dict[int | None, str]) -> Iterator[Event]:
    known = _MOVES.get((before.state, row.state))
    if known:
        title, tone = known
        yield Event(title=str(title), at=row.state_since, by=people.get(_actor(row), ""), tone=tone)


def _edit(rows: list[Any], people: dict[int | None, str]) -> Iterator[Event]:
    first, last = rows[0], rows[-1]
    labels = [
        str(label)
        for name, label in FIELD_LABELS.items()
        if getattr(first, _column(name)) != getattr(last, _column(name))
    ]
    if labels:
        title = _("Data diubah")
        yield Event(
            title=title, at=last.pgh_created_at, by=people.get(_actor(last), ""), text=", ".join(labels) + "."
        )


def _column(field: str) -> str:
    return Business._meta.get_field(field).attname


def _actor(row: Any) -> int | None:
    return row.pgh_context.metadata.get("user") if row.pgh_context else None


def _people(rows: list[Any]) -> dict[int | None, str]:
    found = User.objects.filter(pk__in={_actor(row) for row in rows} - {None})
    return {user.pk: user.full_name for user in found}


def _decisions(business: Business) -> Iterator[Event]:
    rows = business.verifications.select_related("decided_by").prefetch_related("remarks")
    for verification in rows:
        good = verification.decision == Decision.VERIFIED
        yield Event(
            title=_("Diverifikasi") if good else _("Dikembalikan untuk diperbaiki"),
            at=verification.decided_at,
            by=verification.decided_by.full_name,
            text=_words(verification),
            tone="good" if good else "attention",
        )


def _words(verification: Verification) -> str:
    lines = [
        f"{FIELD_LABELS.get(remark.field, remark.field)}: {remark.text}"
        for remark in verification.remarks.all()
    ]
    if verification.note:
        lines.append(verification.note)
    return "\n".join(lines)
