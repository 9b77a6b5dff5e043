"""What is held about a person's mentoring, and taking an erased person out of it."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.mentoring.actions.choices import ActionState
from programs.mentoring.matching.messages import subject_of, subject_of_handover
from programs.mentoring.matching.services import lock_business
from programs.mentoring.models import ActionItem, Assignment, Handover, Visit, VisitPhoto
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.outbox.models import Message
from umkm.businesses.models import Business
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .choices import VisitState
from .photos import take_away


def mentoring_held(user: User) -> Iterable[Section]:
    visits = Visit.objects.filter(business__owner__user=user).select_related(
        "business", "province", "mentor__user", "recorded_by"
    )
    yield Section(
        key="kunjungan",
        title=_("Kunjungan pendampingan"),
        purpose=_("Untuk mendampingi usaha Anda dan mengingat yang disepakati."),
        records=tuple(_visit(one) for one in visits.order_by("-starts_at", "-pk")),
        empty=_("Belum ada kunjungan."),
        rank=56,
    )
    tasks = ActionItem.objects.filter(business__owner__user=user).select_related("business", "given_by")
    yield Section(
        key="tugas",
        title=_("Tugas pendampingan"),
        purpose=_("Untuk mencatat siapa mengerjakan apa, sampai kapan."),
        records=tuple(_task(one) for one in tasks.order_by("-given_at", "-pk")),
        empty=_("Belum ada tugas."),
        rank=57,
    )


def _visit(one: Visit) -> Record:
    return Record(
        title=str(one),
        when=one.starts_at,
        url=one.get_absolute_url(),
        facts=(
            Fact("usaha", _("Usaha"), one.business.name),
            Fact("pendamping", _("Pendamping"), str(one.mentor)),
            Fact("waktu", _("Waktu"), one.starts_at),
            Fact("tempat", _("Tempat"), one.place),
            Fact("dibahas", _("Yang dibahas"), one.agenda),
            Fact("status", _("Status"), str(one.get_state_display())),
            Fact("temuan", _("Temuan"), one.findings),
            Fact("letak", _("Letak"), one.position),
            Fact("berikutnya", _("Kunjungan berikutnya"), one.next_on),
            Fact("alasan", _("Alasan dibatalkan"), one.cancel_reason),
        ),
    )


def _task(one: ActionItem) -> Record:
    return Record(
        title=one.what,
        when=one.given_at,
        url=one.get_absolute_url(),
        facts=(
            Fact("usaha", _("Usaha"), one.business.name),
            Fact("tugas", _("Tugas"), one.what),
            Fact("siapa", _("Siapa"), str(one.get_owner_display())),
            Fact("tenggat", _("Tenggat"), one.due_on),
            Fact("status", _("Status"), str(one.get_state_display())),
            Fact("bukti", _("Buktinya"), one.evidence),
            Fact("kurang", _("Yang masih kurang"), one.returned_reason),
            Fact("alasan", _("Alasan"), one.end_reason),
        ),
    )


def lock(cadre: Cadre) -> None:
    for pk in Business.objects.filter(owner=cadre).order_by("pk").values_list("pk", flat=True):
        lock_business(pk)


def obstacles(cadre: Cadre) -> list[str]:
    """None of their own: while a business is mentored, its tie asks for the end first."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That there were visits and tasks stays, with their days; words, photos and places go, and what was planned."""
    visits = list(Visit.objects.filter(business__owner=cadre).values_list("pk", flat=True))
    tasks = list(ActionItem.objects.filter(business__owner=cadre).values_list("pk", flat=True))
    _end_open(visits, tasks, by)
    _forget_visits(visits)
    _forget_tasks(tasks)
    photos = VisitPhoto.objects.kept().filter(Q(visit__in=visits) | Q(action__in=tasks))
    found = list(photos.select_for_update(of=("self",)))
    for photo in found:
        take_away(photo, by=by)
    _forget_mentors(cadre)
    about = [f"visit:{pk}" for pk in visits] + [f"action:{pk}" for pk in tasks]
    forget_messages(Message.objects.filter(subject_ref__in=about))
    return {"visits": len(visits), "action_items": len(tasks), "visit_photos": len(found)}


def _end_open(visits: list[int], tasks: list[int], by: User) -> None:
    now = timezone.now()
    Visit.objects.planned().filter(pk__in=visits).update(
        state=VisitState.CANCELLED, waits_for="", cancelled_by=by, cancelled_at=now, cancel_reason=GONE,
        revision=F("revision") + 1,
    )  # fmt: skip
    ActionItem.objects.unfinished().filter(pk__in=tasks).update(
        state=ActionState.DROPPED, ended_by=by, ended_at=now, end_reason=GONE
    )


def _forget_visits(ids: list[int]) -> None:
    rows = Visit.objects.filter(pk__in=ids)
    rows.update(agenda="", place="", revision=F("revision") + 1)
    rows.held().update(findings=GONE, next_on=None, latitude=None, longitude=None, version=F("version") + 1)
    rows.exclude(cancel_reason="").update(cancel_reason=GONE)
    forget(Visit, ids, agenda="", place="", findings="", cancel_reason="")
    forget_reasons(Visit, ids, words=GONE)


def _forget_tasks(ids: list[int]) -> None:
    rows = ActionItem.objects.filter(pk__in=ids)
    rows.update(what=GONE, evidence="", returned_reason="")
    rows.exclude(end_reason="").update(end_reason=GONE)
    forget(ActionItem, ids, what=GONE, evidence="", returned_reason="", end_reason="")
    forget_reasons(ActionItem, ids, words=GONE)


def _forget_mentors(cadre: Cadre) -> None:
    """Who mentored stays; why, in words that may tell of the person, goes."""
    rows = Assignment.objects.filter(business__owner=cadre)
    ids = list(rows.values_list("pk", flat=True))
    handovers = Handover.objects.filter(assignment__in=ids)
    handed = list(handovers.values_list("pk", flat=True))
    with pgtrigger.ignore("mentoring.Assignment:assignment_stays"):
        rows.update(reason=GONE)
    rows.exclude(end_reason="").update(end_reason=GONE)
    handovers.update(reason=GONE)
    handovers.exclude(answer_reason="").update(answer_reason=GONE)
    forget(Assignment, ids, reason=GONE, end_reason="")
    forget(Handover, handed, reason=GONE, answer_reason="")
    forget_reasons(Assignment, ids, words=GONE)
    forget_reasons(Handover, handed, words=GONE)
    about = [subject_of(Assignment(pk=pk)) for pk in ids] + [
        subject_of_handover(Handover(pk=pk)) for pk in handed
    ]
    forget_messages(Message.objects.filter(subject_ref__in=about))


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
