"""Giving a task, reporting it done, confirming it or saying what lacks, and dropping it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.matching.choices import Side
from programs.mentoring.matching.permissions import may_give_tasks, side_of
from programs.mentoring.models import ActionItem, Visit
from programs.mentoring.reports.months import today
from programs.mentoring.visits.photos import keep_evidence, read_photos
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.documents.storing import files_with_rows
from umkm.businesses.models import Business

from . import messages
from .choices import ActionState
from .errors import ActionRefused, EvidenceMissing

FURTHEST_DUE = timedelta(days=365)
WITH_ALL = ("business__owner__user", "province", "visit", "given_by", "done_by", "ended_by")


@dataclass(frozen=True)
class Task:
    """What is agreed."""

    owner: str
    what: str
    due_on: date


@transaction.atomic
def give_tasks(
    *,
    business: Business,
    tasks: Sequence[Task],
    by: User,
    visit: Visit | None = None,
    tells: bool = True,
    follows: bool = False,
) -> list[ActionItem]:
    """Agreed on a visit, or between two; `tells` False where another message says so. Raises ActionRefused.

    `follows`: from what somebody else does, whose name and reason stand in the audit trail already.
    """
    if tasks and not may_give_tasks(by):
        raise ActionRefused(_("Tugas diberikan oleh pendamping dari Jamkrindo."))
    found = []
    for task in tasks:
        _must_be_sane(task)
        with nullcontext() if follows else because(_("Tugas disepakati."), by=by):
            item = ActionItem.objects.create(
                business=business, province=business.province, visit=visit, owner=task.owner,
                what=task.what.strip(), due_on=task.due_on, given_by=by,
            )  # fmt: skip
        if tells:
            messages.tell_given(item)
        found.append(item)
    return found


def _must_be_sane(task: Task) -> None:
    if not task.what.strip():
        raise ActionRefused(_("Tulis apa yang dikerjakan."), field="what")
    if task.due_on > today() + FURTHEST_DUE:
        raise ActionRefused(_("Tenggat ini terlalu jauh. Pilih dalam satu tahun ke depan."), field="due_on")


def report_done(*, item: ActionItem, evidence: str, photo: File[bytes] | None, by: User) -> ActionItem:
    """With words or a photo that show it; the other side is asked. Raises ActionRefused, EvidenceMissing, PictureRefused."""
    pictures = read_photos([photo] if photo else [])
    if not evidence.strip() and not pictures:
        raise EvidenceMissing(_("Tulis apa yang sudah dikerjakan, atau kirim fotonya."), field="evidence")
    with files_with_rows(), transaction.atomic():
        item = locked_item(item.pk)
        if side_of(by, item.business) != item.owner:
            raise ActionRefused(_("Tugas ini dilaporkan oleh yang mengerjakannya."))
        _must_be(item, ActionState.OPEN)
        item.state, item.evidence, item.returned_reason = ActionState.DONE, evidence.strip(), ""
        item.done_by, item.done_at = by, timezone.now()
        with because(_("Tugas dilaporkan selesai."), by=by):
            item.save()
        for picture in pictures:
            keep_evidence(item, picture, by=by)
        messages.tell_done(item)
    return item


@transaction.atomic
def confirm_done(*, item: ActionItem, by: User) -> ActionItem:
    """The other side agrees that it is done. Raises ActionRefused."""
    item = _to_answer(item, by)
    item.state, item.ended_by, item.ended_at = ActionState.CONFIRMED, by, timezone.now()
    with because(_("Tugas ditegaskan selesai."), by=by):
        item.save()
    messages.take_back(item)
    return item


@transaction.atomic
def return_item(*, item: ActionItem, reason: str, by: User) -> ActionItem:
    """Not done yet: what still lacks. Raises ActionRefused."""
    if not reason.strip():
        raise ActionRefused(_("Tulis apa yang masih kurang."), field="reason")
    item = _to_answer(item, by)
    item.state, item.returned_reason = ActionState.OPEN, reason.strip()
    with because(reason.strip(), by=by):
        item.save()
    messages.take_back(item)
    messages.tell_returned(item)
    return item


@transaction.atomic
def drop_item(*, item: ActionItem, reason: str, by: User) -> ActionItem:
    """It is no longer asked for, and why. Raises ActionRefused."""
    if not reason.strip():
        raise ActionRefused(_("Tulis alasannya. Pihak lain membacanya."), field="reason")
    item = locked_item(item.pk)
    if not may_give_tasks(by):
        raise ActionRefused(_("Tugas dihentikan oleh pendamping dari Jamkrindo."))
    _must_be(item, ActionState.OPEN, ActionState.DONE)
    item.state, item.end_reason = ActionState.DROPPED, reason.strip()
    item.ended_by, item.ended_at = by, timezone.now()
    with because(reason.strip(), by=by):
        item.save()
    messages.take_back(item)
    return item


def confirms(user: User, item: ActionItem) -> bool:
    """The other side than the one whose task it is."""
    return side_of(user, item.business) == Side(item.owner).other


def locked_item(pk: int) -> ActionItem:
    return ActionItem.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=pk)


def _to_answer(item: ActionItem, by: User) -> ActionItem:
    item = locked_item(item.pk)
    if not confirms(by, item):
        raise ActionRefused(_("Yang menegaskan adalah pihak lain, bukan yang mengerjakannya."))
    _must_be(item, ActionState.DONE)
    return item


def _must_be(item: ActionItem, *states: ActionState) -> None:
    if item.state not in states:
        raise ActionRefused(_("Tugas ini %(state)s.") % {"state": str(item.get_state_display()).lower()})
