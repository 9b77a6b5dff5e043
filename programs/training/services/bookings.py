"""When, where and by whom a session is held, and that nobody and no place is booked twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import HELD_AT_VENUE, JOINED_BY_LINK, SessionMode, SessionState
from programs.training.errors import SessionRefused, TrainerAway, TrainerBooked, VenueBooked
from programs.training.models import Session, TrainerAbsence, Venue
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure, moment_range
from soksi_portal.common.errors import RuleViolation
from umkm.regions.choices import TimeZone
from umkm.regions.models import Province

from .locking import lock_people


@dataclass(frozen=True)
class Arrangement:
    """All of a session that can be changed later. `time_zone` empty: the one that its provinces share."""

    trainer: User
    starts_at: datetime
    ends_at: datetime
    capacity: int
    mode: str = SessionMode.ONSITE
    venue: Venue | None = None
    link: str = ""
    time_zone: str = ""


def apply(arrangement: Arrangement, session: Session, *, provinces: Iterable[Province]) -> None:
    """Put the arrangement on the session, unsaved, after checking it."""
    _refuse_impossible(arrangement)
    session.trainer = arrangement.trainer
    session.starts_at, session.ends_at = arrangement.starts_at, arrangement.ends_at
    session.mode = arrangement.mode
    session.venue = arrangement.venue if arrangement.mode in HELD_AT_VENUE else None
    session.link = arrangement.link if arrangement.mode in JOINED_BY_LINK else ""
    session.capacity = arrangement.capacity
    session.time_zone = zone_for(arrangement.time_zone, provinces=provinces, venue=session.venue)


def _refuse_impossible(arrangement: Arrangement) -> None:
    if arrangement.starts_at <= timezone.now():
        raise SessionRefused(_("Waktu mulai sudah lewat. Pilih waktu yang akan datang."), field="date")
    if arrangement.ends_at <= arrangement.starts_at:
        raise SessionRefused(_("Jam selesai harus sesudah jam mulai."), field="end")
    if not arrangement.trainer.has_role(Role.TRAINER):
        raise SessionRefused(_("Orang ini bukan pelatih."), field="trainer")
    if arrangement.capacity < 1:
        raise SessionRefused(_("Kapasitas paling sedikit 1 orang."), field="capacity")
    if arrangement.mode in JOINED_BY_LINK and not arrangement.link:
        raise SessionRefused(_("Tulis tautan untuk bergabung."), field="link")
    if arrangement.mode not in HELD_AT_VENUE:
        return
    if arrangement.venue is None:
        raise SessionRefused(_("Pilih tempat pelatihan."), field="venue")


def zone_for(chosen: str, *, provinces: Iterable[Province], venue: Venue | None) -> str:
    """The zone in which the clock times are meant: the provinces' own; among several, the one chosen."""
    own = {province.time_zone for province in provinces}
    possible = own | ({venue.regency.province.time_zone} if venue else set())
    if not chosen and len(possible) == 1:
        return possible.pop()
    names = ", ".join(zone.label for zone in TimeZone if zone.value in possible)
    if not chosen:
        sentence = _(
            "Provinsi atau tempatnya berbeda zona waktu (%(zones)s). Pilih jam mana yang Anda maksud."
        )
        raise SessionRefused(sentence % {"zones": names}, field="time_zone")
    if chosen not in possible:
        sentence = _("Zona waktu provinsi yang dipilih adalah %(zones)s. Pilih salah satunya.")
        raise SessionRefused(sentence % {"zones": names}, field="time_zone")
    return chosen


WALLS = ("session_trainer_booked_once", "session_venue_booked_once", "trainer_present")


def save_booked(session: Session) -> None:
    """Save `session`, or say politely what holds the trainer or the venue at that time.

    Locking venue and trainer makes two bookings at once queue up, so that the second sees the first;
    the exclusion constraints and the trigger of absences are the wall for whoever comes past this.
    """
    if session.venue_id:
        hall = Venue.objects.select_for_update(no_key=True).get(pk=session.venue_id)
        _refuse_hall(session, hall)
    before = Session.objects.filter(pk=session.pk).values_list("trainer", flat=True)  # is told as well
    lock_people({session.trainer_id, *before})
    _refuse_unfree(session)
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        if any(wall in str(error) for wall in WALLS):
            _refuse_unfree(session)
        raise


def _refuse_hall(session: Session, hall: Venue) -> None:
    """As it is now that it is locked: somebody may have changed it since it was chosen."""
    if not hall.is_in_use:
        sentence = _("%(venue)s tidak dipakai lagi. Pilih tempat lain.")
        raise SessionRefused(sentence % {"venue": hall}, field="venue")
    if session.capacity > hall.capacity:
        sentence = _("%(venue)s menampung %(places)s orang. Kurangi kapasitas atau pilih tempat lain.")
        values = {"venue": hall, "places": figure(hall.capacity)}
        raise SessionRefused(sentence % values, field="capacity")


def _refuse_unfree(session: Session) -> None:
    refusal = next(in_the_way(session), None)
    if refusal:
        raise refusal


def in_the_way(session: Session, *, moving: Collection[int] = ()) -> Iterator[RuleViolation]:
    """What of trainer and venue is not free at the time of a session, saved or not.

    The other session is named with its time, whether or not the reader may open it. `moving`: sessions that go
    elsewhere together with this one, so that their present time is nobody's.
    """
    at_that_time = (
        Session.objects.exclude(state=SessionState.CANCELLED)
        .exclude(pk__in=[pk for pk in (session.pk, *moving) if pk])
        .filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
        .select_related("module")
        .order_by("starts_at")
    )
    other = at_that_time.filter(trainer=session.trainer_id).first() if session.trainer_id else None
    if other:
        sentence = _("%(who)s sudah melatih “%(module)s” pada %(time)s. Pilih waktu atau pelatih lain.")
        yield TrainerBooked(sentence % _naming(other, session.trainer), field="trainer")
    away = _absence_at(session) if session.trainer_id else None
    if away:
        sentence = _("%(who)s tidak bertugas pada %(days)s. Pilih waktu atau pelatih lain.")
        yield TrainerAway(sentence % {"who": session.trainer, "days": away.days_words}, field="trainer")
    other = at_that_time.filter(venue=session.venue_id).first() if session.venue_id else None
    if other:
        sentence = _("%(who)s sudah dipakai untuk “%(module)s” pada %(time)s. Pilih waktu atau tempat lain.")
        yield VenueBooked(sentence % _naming(other, session.venue), field="venue")


def _absence_at(session: Session) -> TrainerAbsence | None:
    standing = TrainerAbsence.objects.standing().filter(trainer=session.trainer_id)
    return standing.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at).first()


def _naming(other: Session, who: object) -> dict[str, object]:
    time = moment_range(other.starts_at, other.ends_at, other.time_zone)
    return {"who": who, "module": other.module, "time": time}
