"""A pilot graduates: the portal counts, a person of Jamkrindo confirms; an exception needs a reason and two people."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import PilotOutcome
from programs.pilots.errors import GraduationRefused, NotReady
from programs.pilots.messages import tell_ended
from programs.pilots.models import Graduation, GraduationException, Pilot
from programs.pilots.services.locking import checked_reason, lock_pilot, refuse_own
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import figure, moment

from . import messages
from .measures import Figure, figures_of


@transaction.atomic
def graduate_pilot(*, pilot: Pilot, by: User, note: str = "") -> Graduation:
    """Confirm that everything is reached; the seat is free again, both sides are told.

    Raises NotReady, AlreadyEnded, OwnBusiness.
    """
    pilot = _locked(pilot, by)
    figures = figures_of(pilot)
    refuse_unready(figures)
    return _graduate(pilot, figures, by=by, note=note.strip())


@transaction.atomic
def ask_exception(*, pilot: Pilot, reason: str, by: User) -> GraduationException:
    """One person asks to let a pilot graduate although something is unmet; another one answers.

    Raises ReasonMissing, GraduationRefused, AlreadyEnded, OwnBusiness.
    """
    reason = checked_reason(reason)
    pilot = _locked(pilot, by)
    figures = figures_of(pilot)
    if figures and all(one.is_met for one in figures):
        raise GraduationRefused(_("Semua syarat sudah terpenuhi, jadi pengecualian tidak perlu."))
    open_one = open_exception(pilot)
    if open_one is not None:
        raise GraduationRefused(
            _("%(who)s sudah meminta pengecualian pada %(at)s. Orang lain yang menjawabnya.")
            % {
                "who": open_one.asked_by,
                "at": moment(open_one.asked_at, pilot.nomination.province.time_zone),
            }
        )
    with because(reason, by=by):
        return GraduationException.objects.create(pilot=pilot, reason=reason, asked_by=by)


@transaction.atomic
def grant_exception(*, exception: GraduationException, by: User, note: str = "") -> Graduation:
    """The second person agrees, and so confirms the graduation. Raises GraduationRefused, AlreadyEnded, OwnBusiness."""
    pilot = _locked(exception.pilot, by)
    exception = _open(exception)
    if exception.asked_by_id == by.pk:
        raise GraduationRefused(
            _("Anda sendiri yang meminta pengecualian ini, jadi orang lain yang menyetujui.")
        )
    _answer(exception, is_granted=True, answer=note.strip(), by=by)
    return _graduate(pilot, figures_of(pilot), by=by, note=note.strip(), exception=exception)


@transaction.atomic
def refuse_exception(*, exception: GraduationException, reason: str, by: User) -> GraduationException:
    """Not this time, and why; who asked is told. Who asked may take it back like this.

    Raises ReasonMissing, GraduationRefused, OwnBusiness.
    """
    reason = checked_reason(reason)
    pilot = _locked(exception.pilot, by)
    exception = _open(exception)
    _answer(exception, is_granted=False, answer=reason, by=by)
    if exception.asked_by_id != by.pk:
        messages.tell_exception_refused(exception, pilot)
    return exception


def refuse_unready(figures: list[Figure]) -> None:
    """Name what is missing, with its numbers. Raises NotReady."""
    if not figures:
        raise NotReady(
            _(
                "Tahap ini belum punya syarat kelulusan. Mintalah administrator menulisnya, atau ajukan pengecualian."
            )
        )
    unmet = [one for one in figures if not one.is_met]
    if unmet:
        lines = "; ".join(
            _("%(what)s %(reached)s dari %(least)s")
            % {"what": one.label.lower(), "reached": figure(one.reached), "least": figure(one.least)}
            for one in unmet
        )
        raise NotReady(_("Belum semua syarat terpenuhi: %(unmet)s.") % {"unmet": lines})


def open_exception(pilot: Pilot) -> GraduationException | None:
    return pilot.graduation_exceptions.filter(answered_at=None).select_related("asked_by").first()


def _locked(pilot: Pilot, by: User) -> Pilot:
    """As whoever decides on the province's seats; the phase is held, so that its requirements stand still."""
    pilot, _seats = lock_pilot(pilot)
    refuse_own(pilot.nomination, by)
    return pilot


def _open(exception: GraduationException) -> GraduationException:
    exception = (
        GraduationException.objects.select_for_update(of=("self",))
        .select_related("asked_by", "answered_by")
        .get(pk=exception.pk)
    )
    if exception.answered_at is not None:
        raise GraduationRefused(
            _("Permintaan ini sudah dijawab oleh %(who)s.") % {"who": exception.answered_by}
        )
    return exception


def _answer(exception: GraduationException, *, is_granted: bool, answer: str, by: User) -> None:
    exception.is_granted, exception.answer = is_granted, answer
    exception.answered_by, exception.answered_at = by, timezone.now()
    with because(answer or _("Pengecualian disetujui."), by=by):
        exception.save(update_fields=["is_granted", "answer", "answered_by", "answered_at"])


def _graduate(
    pilot: Pilot, figures: list[Figure], *, by: User, note: str, exception: GraduationException | None = None
) -> Graduation:
    now = timezone.now()
    with because(note or str(PilotOutcome.GRADUATED.label), by=by):
        graduation = Graduation.objects.create(
            pilot=pilot,
            figures=[one.as_record() for one in figures],
            exception=exception,
            confirmed_by=by,
            confirmed_at=now,
        )
        pilot.ended_by, pilot.ended_at = by, now
        pilot.outcome, pilot.end_reason = PilotOutcome.GRADUATED, note
        pilot.save(update_fields=["ended_by", "ended_at", "outcome", "end_reason"])
    tell_ended(pilot)
    return graduation
