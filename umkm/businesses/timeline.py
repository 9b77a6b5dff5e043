"""What happened to a business, the newest first: its own changes, the decisions on it, and what others tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.audit.queries import Entry, history
from soksi_portal.common.parts import Event

from .changes.queries import events as change_events
from .choices import BusinessState, Decision
from .duplicates.queries import events as merge_events
from .fields import FIELD_LABELS
from .models import Business, Verification, column_of
from .reasons import REASON_LABELS
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


def timeline(business: Business, viewer: User | None = None) -> list[Event]:
    """Every entry, in a fixed number of queries besides those of other slices."""
    told = [*_changes(business), *_decisions(business), *_told_below(business, viewer), *events_of(business)]
    return sorted(told, key=lambda event: event.at, reverse=True)


def _told_below(business: Business, viewer: User | None) -> Iterator[Event]:
    """Requests for a change, and that it became one with another."""
    yield from change_events(business)
    yield from merge_events(business, viewer)


def _changes(business: Business) -> Iterator[Event]:
    """From the audit trail: made, changed, moved. Decisions are told by their own records."""
    sitting: list[Entry] = []
    for entry in reversed(history(business)):
        move = _move(entry)
        edits = not entry.is_first and move is None
        if sitting and not (edits and _same_sitting(sitting[-1], entry)):
            yield from _edit(sitting)
            sitting = []
        if entry.is_first:
            yield Event(title=_("Didaftarkan sebagai konsep"), at=entry.at, by=entry.who)
        elif edits:
            sitting.append(entry)
        elif move in _MOVES:
            title, tone = _MOVES[move]
            yield Event(title=str(title), at=entry.at, by=entry.who, tone=tone)
    yield from _edit(sitting)


def _same_sitting(earlier: Entry, later: Entry) -> bool:
    return earlier.who == later.who and later.at - earlier.at < ONE_SITTING


def _move(entry: Entry) -> tuple[str, str] | None:
    """From which state to which; None where the state stayed."""
    label = label_in_audit("state")
    return next(((change.old, change.new) for change in entry.changes if change.label == label), None)


def label_in_audit(field: str) -> str:
    """How the audit trail names a field: the model's own words."""
    return str(Business._meta.get_field(column_of(field)).verbose_name)  # type: ignore[union-attr]


def _edit(sitting: list[Entry]) -> Iterator[Event]:
    changed = {change.label for entry in sitting for change in entry.changes}
    labels = [str(label) for name, label in FIELD_LABELS.items() if label_in_audit(name) in changed]
    if labels:
        last = sitting[-1]
        yield Event(title=_("Data diubah"), at=last.at, by=last.who, text=", ".join(labels) + ".")


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
        f"{REASON_LABELS.get(remark.field, remark.field)}: {remark.text}"
        for remark in verification.remarks.all()
    ]
    if verification.note:
        lines.append(verification.note)
    return "\n".join(lines)
