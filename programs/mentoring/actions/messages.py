"""What cadre and mentor are told about a task: few messages, since the list shows the rest."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from programs.mentoring.matching.choices import Side
from programs.mentoring.matching.permissions import assignment_of
from programs.mentoring.models import ActionItem
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.outbox.services import cancel_about, enqueue
from soksi_portal.outbox.texts.occasion import Filling

from .choices import ActionOccasion


def person_of(item: ActionItem, side: str) -> User | None:
    """Whoever it is now: after a handover the next mentor."""
    if side == Side.CADRE:
        return item.business.owner.user
    assignment = assignment_of(item.business_id)
    return assignment.mentor.user if assignment else None


def tell_given(item: ActionItem) -> None:
    if item.owner == Side.CADRE:
        _tell(item, Side.CADRE, ActionOccasion.ACTION_GIVEN)


def tell_done(item: ActionItem) -> None:
    """Whoever confirms."""
    _take_back(item, _("Sudah dilaporkan selesai."))
    _tell(
        item,
        Side(item.owner).other,
        ActionOccasion.ACTION_DONE,
        revision=_times(item),
        pelapor=item.done_by,
    )


def tell_returned(item: ActionItem) -> None:
    _tell(
        item,
        item.owner,
        ActionOccasion.ACTION_RETURNED,
        revision=_times(item),
        kurang=item.returned_reason,
    )


def take_back(item: ActionItem) -> None:
    _take_back(item, _("Tugasnya sudah berakhir."))


def overdue_text(item: ActionItem) -> Filling:
    return Filling(_facts(item))


def _take_back(item: ActionItem, reason: str) -> None:
    cancel_about(subject_ref=item.subject_ref, reason=reason)


def _times(item: ActionItem) -> int:
    """How often it was reported done: each time is told of."""
    return int(item.done_at.timestamp()) if item.done_at else 0


def _tell(item: ActionItem, side: str, occasion: str, *, revision: int = 0, **more: Any) -> None:
    person = person_of(item, side)
    if person is None:
        return
    enqueue(
        occasion=occasion,
        subject_ref=item.subject_ref,
        revision=revision,
        recipient=person,
        fields=_facts(item) | more,
        time_zone=item.province.time_zone,
    )


def _facts(item: ActionItem) -> dict[str, Any]:
    return {
        "usaha": item.business.name,
        "tugas": item.what,
        "tenggat": day(item.due_on),
        "tautan": urljoin(settings.PORTAL_URL, item.get_absolute_url()),
    }
