"""How an invitation came to where it stands: who answered when, from which way, and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from programs.training.choices import InvitationKind, InvitationState
from programs.training.models import Invitation
from soksi_portal.accounts.models import User
from soksi_portal.common.parts import Event

SHOWN = ("state", "why", "reason", "substitute_id", "kind", "answered_at")


def history_of(invitation: Invitation) -> list[Event]:
    """The newest first, out of the audit trail, which nobody can change; four queries."""
    rows = list(invitation.events.select_related("pgh_context").order_by("pgh_id"))  # type: ignore[attr-defined]
    people = dict(
        User.objects.filter(pk__in={pk for row in rows if (pk := _by(row))}).values_list("pk", "full_name")
    )
    guests = {one.pk: one.shown_name for one in invitation.substitutes.all()}
    found = [
        _event(before, row, people, guests)
        for before, row in zip([None, *rows], rows, strict=False)
        if before is None or any(getattr(before, name) != getattr(row, name) for name in SHOWN)
    ]
    return found[::-1]


def _by(row: Any) -> int | None:
    said = row.pgh_context.metadata if row.pgh_context else {}
    return said.get("user") or row.answered_by_id


def _event(before: Any, row: Any, people: dict[int, str], guests: dict[int, str]) -> Event:
    lines = [_words(row)]
    if row.substitute_id and (before is None or before.substitute_id != row.substitute_id):
        lines.append(_("Yang datang: %(name)s") % {"name": guests.get(row.substitute_id, "")})
    answered = before is not None and before.answered_at != row.answered_at
    if answered and row.answered_via:
        lines.append(_("Lewat: %(way)s") % {"way": row.get_answered_via_display()})
    return Event(
        title=_title(before, row),
        at=row.pgh_created_at,
        by=people.get(_by(row) or 0, ""),
        text="\n".join(line for line in lines if line),
        tone=InvitationState(row.state).tone,
    )


def _words(row: Any) -> str:
    if row.state == InvitationState.CANCELLED:
        return str(row.end_reason)
    return ": ".join(part for part in (str(row.get_why_display()) if row.why else "", row.reason) if part)


def _title(before: Any, row: Any) -> str:
    if before is None or before.state == InvitationState.CANCELLED:
        return _("Diundang sebagai %(kind)s") % {"kind": InvitationKind(row.kind).label}
    if before.kind != row.kind:
        return _("Menjadi undangan %(kind)s") % {"kind": InvitationKind(row.kind).label}
    if before.state == row.state and before.substitute_id != row.substitute_id:
        return _("Mengirim pengganti") if row.substitute_id else _("Datang sendiri, tanpa pengganti")
    if (before.state, row.state) == (InvitationState.WAITING, InvitationState.CONFIRMED):
        return _("Mendapat tempat dari daftar tunggu")
    return {
        InvitationState.CONFIRMED: _("Menjawab akan hadir"),
        InvitationState.DECLINED: _("Menjawab tidak dapat hadir"),
        InvitationState.WAITING: _("Menjawab akan hadir; masuk daftar tunggu"),
        InvitationState.CANCELLED: _("Undangan berakhir"),
    }.get(InvitationState(row.state), str(row.get_state_display()))
