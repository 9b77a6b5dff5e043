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

from .choices import ActionOccasion


def person_of(item: ActionItem, side: str) -> User | None:
    """Whoever it is now: after a handover the next mentor."""
    if side == Side.CADRE:
        return item.business.owner.user
    assignment = assignment_of(item.business_id)
    return assignment.mentor.user if assignment else None


def tell_given(item: ActionItem) -> None:
    if item.owner == Side.CADRE:
        _tell(
            item,
            Side.CADRE,
            ActionOccasion.ACTION_GIVEN,
            _("Tugas untuk %(business)s"),
            _("Yang disepakati: %(what)s. Selesaikan paling lambat %(due)s."),
        )


def tell_done(item: ActionItem) -> None:
    """Whoever confirms."""
    _take_back(item, _("Sudah dilaporkan selesai."))
    _tell(
        item,
        Side(item.owner).other,
        ActionOccasion.ACTION_DONE,
        _("Dilaporkan selesai: %(what)s"),
        _(
            "%(who)s melaporkan tugas “%(what)s” dari %(business)s selesai. Tegaskan, atau tulis yang masih kurang."
        ),
        revision=_times(item),
        who=item.done_by,
    )


def tell_returned(item: ActionItem) -> None:
    _tell(
        item,
        item.owner,
        ActionOccasion.ACTION_RETURNED,
        _("Masih kurang: %(what)s"),
        _("Tugas “%(what)s” dari %(business)s belum selesai. Yang masih kurang: %(reason)s"),
        revision=_times(item),
        reason=item.returned_reason,
    )


def take_back(item: ActionItem) -> None:
    _take_back(item, _("Tugasnya sudah berakhir."))


def overdue_text(item: ActionItem, person: User) -> tuple[str, str]:
    facts = _facts(item)
    words = _(
        "Tugas “%(what)s” dari %(business)s tenggatnya %(due)s. Laporkan selesai, atau bicarakan waktunya."
    )
    return _("Tugas lewat tenggat: %(what)s") % facts, _letter(item, person, words % facts)


def _take_back(item: ActionItem, reason: str) -> None:
    cancel_about(subject_ref=item.subject_ref, reason=reason)


def _times(item: ActionItem) -> int:
    """How often it was reported done: each time is told of."""
    return int(item.done_at.timestamp()) if item.done_at else 0


def _tell(
    item: ActionItem, side: str, occasion: str, title: str, words: str, *, revision: int = 0, **more: Any
) -> None:
    person = person_of(item, side)
    if person is None:
        return
    facts = _facts(item) | more
    enqueue(
        occasion=occasion,
        subject_ref=item.subject_ref,
        revision=revision,
        recipient=person,
        title=title % facts,
        body=_letter(item, person, words % facts),
        time_zone=item.province.time_zone,
    )


def _facts(item: ActionItem) -> dict[str, Any]:
    return {"business": item.business.name, "what": item.what, "due": day(item.due_on)}


def _letter(item: ActionItem, person: User, words: str) -> str:
    greeting = _("Halo %(name)s,") % {"name": person.full_name}
    return "\n\n".join((greeting, words, urljoin(settings.PORTAL_URL, item.get_absolute_url())))
