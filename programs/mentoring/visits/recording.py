"""Writing a visit down, once, also from a phone that had no line: a key lets each sheet in once, and none is written over
what its writer has not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.actions.services import Task, give_tasks
from programs.mentoring.matching.permissions import may_write_down
from programs.mentoring.models import Visit, VisitEntry
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from soksi_portal.common.offline import wait_turn
from umkm.businesses.documents.pictures import Picture
from umkm.businesses.documents.storing import files_with_rows

from . import messages
from .choices import EntryOutcome, VisitState
from .errors import VisitRefused
from .photos import keep_photos, read_photos
from .services import locked_visit

OLDEST = timedelta(days=60)  # a sheet that waited longer counts as written then


@dataclass(frozen=True)
class Sheet:
    """What somebody wrote. `ago` rather than a time: clocks of phones are wrong, but their seconds are as long as ours."""

    key: UUID
    base: int  # the version of the record that was read before writing
    findings: str
    ago: float = 0.0  # seconds
    continues: UUID | None = None  # the writer's own earlier sheet, whose answer was lost on the way
    next_on: date | None = None
    position: tuple[Decimal, Decimal] | None = None
    tasks: Sequence[Task] = field(default_factory=tuple)
    photos: Sequence[File[bytes]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Answer:
    outcome: EntryOutcome
    visit: Visit
    sentence: str = ""

    @property
    def is_kept(self) -> bool:
        return self.outcome in (EntryOutcome.APPLIED, EntryOutcome.SAME)


def record_visit(*, visit: Visit, sheet: Sheet, by: User) -> Answer:
    """Raises PictureRefused, PhotoRefused, VisitRefused (where nothing of it is kept, so that it can be sent again)."""
    pictures = read_photos(sheet.photos)  # takes its time, so before anything is locked
    with files_with_rows(), transaction.atomic():
        wait_turn(sheet.key)
        visit = locked_visit(visit.pk)
        found = VisitEntry.objects.filter(key=sheet.key).first()
        if found is not None:
            return _known(found, visit, by)
        outcome, sentence = _decided(visit, sheet, pictures, by)
        now = timezone.now()
        VisitEntry.objects.create(
            key=sheet.key, visit=visit, base=sheet.base, written_at=_written_at(sheet, now), received_at=now,
            sent_by=by, outcome=outcome,
        )  # fmt: skip
    return Answer(outcome, visit, sentence)


def _known(found: VisitEntry, visit: Visit, by: User) -> Answer:
    if found.visit_id != visit.pk or found.sent_by_id != by.pk:
        return Answer(EntryOutcome.REFUSED, visit, _("Catatan ini tidak dikenal."))
    if found.outcome in (EntryOutcome.APPLIED, EntryOutcome.SAME):
        return Answer(EntryOutcome.SAME, visit)
    is_conflict = found.outcome == EntryOutcome.CONFLICT
    sentence = conflict_sentence(visit) if is_conflict else _refusal(visit, by, found.written_at)
    return Answer(EntryOutcome(found.outcome), visit, sentence)


def _decided(visit: Visit, sheet: Sheet, pictures: Sequence[Picture], by: User) -> tuple[EntryOutcome, str]:
    if sentence := _refusal(visit, by, _written_at(sheet, timezone.now())):
        return EntryOutcome.REFUSED, sentence
    if not sheet.findings.strip():
        raise VisitRefused(_("Tulis apa yang Anda temukan."), field="findings")
    if visit.version != sheet.base and not _continues(visit, sheet, by):
        return EntryOutcome.CONFLICT, conflict_sentence(visit)
    is_first = visit.version == 0
    _write(visit, sheet, by)
    keep_photos(visit, pictures, by=by)
    given = give_tasks(business=visit.business, tasks=sheet.tasks, visit=visit, by=by, tells=not is_first)
    if is_first:
        messages.tell_recorded(visit, tasks=len(given))
    return EntryOutcome.APPLIED, ""


def _refusal(visit: Visit, by: User, written_at: datetime) -> str:
    if not may_write_down(by, visit, written_at):
        return _("Hanya pendamping usaha ini yang mencatat kunjungannya.")
    if visit.state == VisitState.CANCELLED:
        return _("Kunjungan ini dibatalkan oleh %(who)s: %(reason)s") % {
            "who": visit.cancelled_by,
            "reason": visit.cancel_reason,
        }
    return ""


def _continues(visit: Visit, sheet: Sheet, by: User) -> bool:
    """What stands is the writer's own earlier sheet, though its answer never came back."""
    if sheet.continues is None:
        return False
    newest = visit.entries.filter(outcome=EntryOutcome.APPLIED).order_by("-pk").first()
    return newest is not None and newest.key == sheet.continues and newest.sent_by_id == by.pk


def _write(visit: Visit, sheet: Sheet, by: User) -> None:
    now = timezone.now()
    if visit.state != VisitState.DONE:
        if visit.state == VisitState.PROPOSED:  # held though nobody answered
            visit.is_spontaneous, visit.agreed_by, visit.agreed_at = True, by, now
            visit.waits_for = ""
            visit.revision += 1
        visit.state = VisitState.DONE
        visit.held_at = min(visit.starts_at, _written_at(sheet, now))
    visit.findings, visit.next_on = sheet.findings.strip(), sheet.next_on
    if sheet.position is not None:
        visit.latitude, visit.longitude = sheet.position
    visit.recorded_by, visit.recorded_at = by, now
    visit.version += 1
    with because(_("Kunjungan dicatat."), by=by):
        visit.save()


def _written_at(sheet: Sheet, now: datetime) -> datetime:
    return now - timedelta(seconds=min(max(sheet.ago, 0), OLDEST.total_seconds()))


def conflict_sentence(visit: Visit) -> str:
    return _(
        "%(who)s sudah mencatat kunjungan ini, %(when)s. Tulisan Anda belum dipakai dan tidak hilang: bandingkan"
        " keduanya, lalu pilih."
    ) % {"who": visit.recorded_by, "when": moment(visit.recorded_at, visit.province.time_zone)}
