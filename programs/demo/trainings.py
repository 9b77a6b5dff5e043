"""Sessions past and coming, who answered, who came."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from programs.pilots.models import Pilot
from programs.training import services
from programs.training.assessment.room import open_in_room
from programs.training.certificates.issuing import NEEDED, certificates_for
from programs.training.certificates.needs import awaited
from programs.training.choices import (
    AssessmentKind,
    AttendanceStatus,
    InvitationState,
    SessionMode,
    SessionState,
)
from programs.training.models import (
    Attendance,
    Certificate,
    Invitation,
    Module,
    Session,
    SessionProvince,
    Venue,
)
from soksi_portal.accounts.models import User
from umkm.regions.choices import RegencyKind, TimeZone
from umkm.regions.models import Province, Regency

from .accounts import HOME, Staff
from .assessments import make_assessments, set_pass_marks
from .selection import Selection

HALLS = ("Balai Latihan Kerja {place}", "Gedung Koperasi {place}", "Aula Kecamatan {place}")
PAST_WEEKS, COMING_WEEKS = (3, 7, 12), (1, 2, 4)
STATUSES = (
    (AttendanceStatus.PRESENT, 84),
    (AttendanceStatus.EXCUSED, 8),
    (AttendanceStatus.SICK, 4),
    (AttendanceStatus.ABSENT, 4),
)


def make_trainings(*, staff: Staff, selection: Selection, chance: random.Random, now: datetime) -> None:
    """Each province with pilots has one or two past sessions, most have one to come; one is online."""
    set_pass_marks()
    modules = list(Module.objects.order_by("code"))
    venues = {province.code: _venues(province, chance) for province in Province.objects.existing()}
    _running(selection, modules[0], staff, now)
    turn, held = 0, []
    for code, pilots in selection.pilots.items():
        if not pilots:
            continue
        province = pilots[0].seat.province
        for week in PAST_WEEKS[: chance.choice((1, 1, 2, 3))]:
            turn += 1
            start = _start(province, now - timedelta(weeks=week), turn)
            trainer = staff.trainers[turn % len(staff.trainers)]
            held += _past(
                selection, pilots, modules[turn % len(modules)], trainer, venues[code], start, staff, chance
            )
        if code == HOME or chance.random() < 0.8:
            turn += 1
            start = _start(province, now + timedelta(weeks=chance.choice(COMING_WEEKS)), turn)
            trainer = staff.trainers[0] if code == HOME else staff.trainers[turn % len(staff.trainers)]
            _coming(
                selection, province, modules[turn % len(modules)], trainer, venues[code], start, staff, chance
            )
    make_assessments(held)
    for session in held:
        _certify(session)


def _venues(province: Province, chance: random.Random) -> list[Venue]:
    places = list(Regency.objects.existing().filter(province=province, kind=RegencyKind.KOTA)[:2])
    places = places or list(Regency.objects.existing().filter(province=province)[:1])
    return [
        Venue.objects.create(
            name=HALLS[number % len(HALLS)].format(place=place.name), regency=place,
            address=f"Jalan Merdeka {chance.randint(1, 120)}", capacity=chance.choice((30, 40, 60)),
        )
        for number, place in enumerate(places)
    ]  # fmt: skip


def _start(province: Province, day: datetime, turn: int) -> datetime:
    """A working day at 9 or at 13 in the province's own time; the turn keeps trainers apart."""
    local = day.astimezone(province.zone).date() + timedelta(days=turn % 4)
    while local.weekday() >= 5:
        local += timedelta(days=1)
    return datetime.combine(local, time(9 if turn % 2 else 13), tzinfo=province.zone)


def _past(
    selection: Selection, pilots: list[Pilot], module: Module, trainer: User, venues: list[Venue], start: datetime,
    staff: Staff, chance: random.Random,
) -> list[Session]:  # fmt: skip
    """Written directly: services rightly refuse to schedule into the past. None where the trainer is taken."""
    if _is_booked(trainer, venues[0], start):
        return []
    province = pilots[0].seat.province
    session = Session.objects.create(
        module=module, phase=selection.phase, mode=SessionMode.ONSITE, venue=venues[0], trainer=trainer,
        starts_at=start, ends_at=start + timedelta(hours=3), time_zone=province.time_zone, capacity=20,
        created_by=chance.choice(staff.jamkrindo), created_at=start - timedelta(days=14),
    )  # fmt: skip
    SessionProvince.objects.create(session=session, province=province)
    for pilot in pilots:
        person = pilot.business.owner.user
        if person is None:
            continue
        invitation = Invitation.objects.create(
            session=session, person=person, pilot=pilot, business=pilot.business, province=province,
            state=InvitationState.CONFIRMED, invited_at=start - timedelta(days=14),
            answered_at=start - timedelta(days=chance.randint(2, 12)),
        )  # fmt: skip
        drawn = chance.choices([status for status, _ in STATUSES], [share for _, share in STATUSES])[0]
        Attendance.objects.create(
            invitation=invitation, province=province, recorded_by=trainer, recorded_at=start,
            status=AttendanceStatus.PRESENT if pilot == selection.pilots[HOME][0] else drawn,
        )  # fmt: skip
    session.state, session.held_at = SessionState.HELD, session.ends_at
    session.save()
    return [session]


def _certify(session: Session) -> None:
    """Two days later, past the service: nobody is told today of what came months ago."""
    ready = awaited(session).select_related(*NEEDED).order_by("pk")
    issued_at = session.ends_at + timedelta(days=2)
    Certificate.objects.bulk_create(
        certificates_for(ready, session=session, by=session.trainer, at=issued_at)
    )


def _running(selection: Selection, module: Module, staff: Staff, now: datetime) -> None:
    """One that is being held at this moment, so that the demo's trainer has attendance to take."""
    home = [pilots for code, pilots in selection.pilots.items() if code == HOME]
    others = [pilots for code, pilots in selection.pilots.items() if code != HOME and pilots]
    together = [
        pilots for pilots in home + others if pilots and pilots[0].seat.province.time_zone == TimeZone.WIB
    ][:4]
    session = Session.objects.create(
        module=module, phase=selection.phase, mode=SessionMode.ONLINE, link="https://rapat.contoh.test/pelatihan",
        trainer=staff.trainers[0], starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(minutes=150),
        time_zone=TimeZone.WIB, capacity=20, created_by=staff.jamkrindo[0], created_at=now - timedelta(days=14),
    )  # fmt: skip
    for pilots in together:
        province = pilots[0].seat.province
        SessionProvince.objects.create(session=session, province=province)
        for pilot in pilots:
            person = pilot.business.owner.user
            if person is not None:
                Invitation.objects.create(
                    session=session, person=person, pilot=pilot, business=pilot.business, province=province,
                    state=InvitationState.CONFIRMED, invited_at=now - timedelta(days=14),
                    answered_at=now - timedelta(days=9),
                )  # fmt: skip
    open_in_room(session=session, kind=AssessmentKind.PRE, by=staff.trainers[0])


def _is_booked(trainer: User, venue: Venue, start: datetime) -> bool:
    at_that_time = Session.objects.filter(starts_at__lt=start + timedelta(hours=3), ends_at__gt=start)
    return at_that_time.filter(trainer=trainer).exists() or at_that_time.filter(venue=venue).exists()


def _coming(
    selection: Selection, province: Province, module: Module, trainer: User, venues: list[Venue], start: datetime,
    staff: Staff, chance: random.Random,
) -> None:  # fmt: skip
    """Scheduled by the real service, so that invitations and messages are the real ones."""
    venue = venues[-1]
    if _is_booked(trainer, venue, start):
        return
    online = province.code != HOME and chance.random() < 0.2
    session = services.schedule_session(
        module=module, phase=selection.phase, provinces=[province], by=chance.choice(staff.jamkrindo),
        arrangement=services.Arrangement(
            trainer=trainer, starts_at=start, ends_at=start + timedelta(hours=3), capacity=20,
            mode=SessionMode.ONLINE if online else SessionMode.ONSITE,
            venue=None if online else venue,
            link="https://rapat.contoh.test/pelatihan" if online else "",
        ),
    )  # fmt: skip
    for invitation in session.invitations.all():
        if province.code != HOME and chance.random() < 0.6:  # the demo cadre's own waits for her answer
            attends = chance.random() < 0.9
            reason = "" if attends else "Ada hajatan keluarga pada hari itu."
            services.answer_invitation(
                invitation=invitation, attends=attends, why="" if attends else "family", reason=reason
            )
