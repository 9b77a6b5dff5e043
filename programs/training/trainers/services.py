"""What a trainer teaches and where, and when that person is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import SessionState
from programs.training.errors import AbsenceRefused
from programs.training.models import (
    Module,
    Session,
    TrainerAbsence,
    TrainerModule,
    TrainerProfile,
    TrainerProvince,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment_range
from umkm.regions.choices import TimeZone
from umkm.regions.models import Province

FURTHEST = dt.timedelta(days=730)
LONGEST = dt.timedelta(days=366)
SESSIONS_NAMED = 3


@transaction.atomic
def save_profile(
    *,
    trainer: User,
    time_zone: str,
    languages: Iterable[str],
    provinces: Iterable[Province],
    modules: Iterable[Module],
    by: User,
) -> TrainerProfile:
    """Two who save at once queue up at the person's row: the later one's word counts whole."""
    User.objects.select_for_update(no_key=True).get(pk=trainer.pk)
    with because(_("Profil pelatih disimpan."), by=by):
        profile, _is_new = TrainerProfile.objects.get_or_create(user=trainer)
        if (profile.time_zone, profile.languages) != (time_zone, list(languages)):
            profile.time_zone, profile.languages = time_zone, list(languages)
            profile.save()
        wanted = {one.code for one in provinces}
        known = set(profile.trainer_provinces.values_list("province_id", flat=True))
        profile.trainer_provinces.exclude(province__in=wanted).delete()
        for code in sorted(wanted - known):
            TrainerProvince.objects.create(profile=profile, province_id=code)
        chosen = {one.pk for one in modules}
        taught = set(profile.trainer_modules.values_list("module_id", flat=True))
        profile.trainer_modules.exclude(module__in=chosen).delete()
        for pk in sorted(chosen - taught):
            TrainerModule.objects.create(profile=profile, module_id=pk)
    return profile


def zone_of_trainer(trainer: User) -> str:
    profile = TrainerProfile.objects.filter(user=trainer).first()
    return profile.time_zone if profile else TimeZone.WIB


@transaction.atomic
def add_absence(*, trainer: User, first: dt.date, last: dt.date, reason: str, by: User) -> TrainerAbsence:
    """Whole days where the trainer lives. Sessions that stand in the way are named: they are moved first."""
    trainer = User.objects.select_for_update(no_key=True).get(pk=trainer.pk)
    zone = zone_of_trainer(trainer)
    _refuse_odd(trainer, first, last, zone)
    absence = TrainerAbsence(
        trainer=trainer,
        starts_at=dt.datetime.combine(first, dt.time(0), tzinfo=ZoneInfo(zone)),
        ends_at=dt.datetime.combine(last + dt.timedelta(days=1), dt.time(0), tzinfo=ZoneInfo(zone)),
        time_zone=zone,
        reason=reason,
        created_by=by,
    )
    _refuse_sessions(absence)
    other = trainer.absences.filter(
        ended_at=None, starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at
    ).first()
    if other:
        sentence = _("Sudah tercatat tidak bertugas pada %(days)s.")
        raise AbsenceRefused(sentence % {"days": other.days_words}, field="first")
    try:
        with transaction.atomic(), because(_("Ketidakhadiran dicatat."), by=by):
            absence.save()
    except IntegrityError:  # somebody came past the services in the same moment
        _refuse_sessions(absence)
        raise
    return absence


def _refuse_odd(trainer: User, first: dt.date, last: dt.date, zone: str) -> None:
    if not trainer.has_role(Role.TRAINER):
        raise AbsenceRefused(_("Orang ini bukan pelatih."))
    today = timezone.localdate(timezone=ZoneInfo(zone))
    if last < first:
        raise AbsenceRefused(_("Hari terakhir tidak boleh sebelum hari pertama."), field="last")
    if last < today:
        raise AbsenceRefused(_("Hari-hari ini sudah lewat."), field="last")
    if first > today + FURTHEST or last - first > LONGEST:
        raise AbsenceRefused(_("Paling lama setahun, dan mulai paling lambat dua tahun lagi."), field="last")


def _refuse_sessions(absence: TrainerAbsence) -> None:
    standing = (
        Session.objects.exclude(state=SessionState.CANCELLED)
        .filter(trainer=absence.trainer, starts_at__lt=absence.ends_at, ends_at__gt=absence.starts_at)
        .select_related("module")
        .order_by("starts_at")
    )
    named = [
        _("“%(module)s” %(time)s")
        % {"module": one.module, "time": moment_range(one.starts_at, one.ends_at, one.time_zone)}
        for one in standing[:SESSIONS_NAMED]
    ]
    if named:
        sentence = _("Masih ada sesi pada hari itu: %(sessions)s. Pindahkan atau alihkan dahulu.")
        raise AbsenceRefused(sentence % {"sessions": "; ".join(named)}, field="first")


@transaction.atomic
def end_absence(*, absence: TrainerAbsence, by: User) -> TrainerAbsence:
    """Taken back: the trainer can be booked on those days again. Twice is once."""
    absence = TrainerAbsence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if absence.ended_at is None:
        absence.ended_at, absence.ended_by = timezone.now(), by
        with because(_("Ketidakhadiran dicabut."), by=by):
            absence.save(update_fields=["ended_at", "ended_by"])
    return absence
