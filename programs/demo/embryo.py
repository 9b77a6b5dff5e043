"""In Jawa Barat one pilot has graduated and guides two businesses, one of them the demo cadre's pilot; one story is out,
one waits for the demo cadre's consent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from programs.partnership.choices import GraduationMeasure
from programs.partnership.models import GraduationRequirement
from programs.pilots.choices import MentorshipState, MentorState, NominationState, PilotOutcome
from programs.pilots.graduation.measures import figures_of
from programs.pilots.models import (
    EligibilityException,
    Graduation,
    Mentor,
    Mentorship,
    Nomination,
    NominationConsent,
    Pilot,
    Seat,
)
from programs.pilots.stories.services import (
    Picture,
    ask_consent,
    create_story,
    give_consent,
    publish_story,
)
from programs.training.choices import AttendanceStatus, InvitationState, SessionMode, SessionState
from programs.training.models import Attendance, Invitation, Module, Session, SessionProvince
from umkm.businesses.choices import DocumentKind
from umkm.businesses.models import Business, Document
from umkm.regions.choices import TimeZone

from .accounts import HOME, Staff
from .documents import make_photos
from .registry import Registry
from .selection import MOTIVATIONS, Selection

DAY = timedelta(days=1)
# a phase that began five months ago asks for less than six months
REQUIRED = {
    GraduationMeasure.MONTHS_ON_SEAT: 3,
    GraduationMeasure.SESSIONS_ATTENDED: 3,
    GraduationMeasure.ATTENDANCE_PERCENT: 75,
    GraduationMeasure.MODULES_COMPLETED: 3,
}
TRAINED_BEFORE = (125, 110, 95, 80)  # days
NOTE = "Pembukuannya rapi sejak bulan kedua, dan penjualannya tidak lagi bercampur dengan uang rumah."
ALTS = ("Lapak usaha di pagi hari, dengan atap bergaris", "Lapak yang sama menjelang sore")
PUBLISHED = (
    "Dari catatan di dinding menjadi buku kas",
    "Dulu utang pelanggan ditulis dengan kapur di dinding dapur. Kalau hujan merembes, catatannya ikut hilang.\n\n"
    "Di pelatihan Jamkrindo, yang pertama dipelajari bukan pinjaman, melainkan memisahkan uang usaha dari uang rumah."
    " Tiga bulan kemudian buku kasnya genap, dan untuk pertama kali terlihat hari apa yang paling ramai.\n\n"
    "Sekarang giliran usaha ini yang bercerita kepada tetangganya.",
)
ASKED = (
    "Subuh di dapur Siti",
    "Pukul tiga pagi dapur Siti sudah menyala. Yang berubah sejak ikut program bukan jamnya, melainkan caranya menghitung.\n\n"
    "Setiap bahan kini punya harga, dan setiap porsi punya untung yang jelas. Anak sulungnya ikut mencatat.",
)


def make_embryo(*, staff: Staff, selection: Selection, registry: Registry, now: datetime) -> None:
    phase, siti = selection.phase, selection.pilots[HOME][0]
    GraduationRequirement.objects.filter(phase=phase).delete()
    for measure, least in REQUIRED.items():
        GraduationRequirement.objects.create(phase=phase, measure=measure, least=least)
    free = _not_proposed(registry, now)
    pilot = _graduate(selection, free[0], staff=staff, now=now)
    _lineage(pilot, [siti.business, free[1]], staff=staff, now=now)
    _stories(pilot, siti, staff=staff)


def _not_proposed(registry: Registry, now: datetime) -> list[Business]:
    """Those of the home province who were verified before the phase began and are in no proposal, nor asked for one."""
    proposed = {
        *Nomination.objects.values_list("business", flat=True),
        *NominationConsent.objects.values_list("business", flat=True),
        *EligibilityException.objects.values_list("business", flat=True),
    }
    return [
        business
        for business in registry.verified[HOME]
        if business.pk not in proposed
        and business.owner.user_id
        and business.verified_at
        and business.verified_at < now - 145 * DAY
    ]


def _graduate(selection: Selection, business: Business, *, staff: Staff, now: datetime) -> Pilot:
    """Written as history: seated on the second seat, trained, graduated; the seat is free again."""
    decider, phase, judging = staff.jamkrindo[0], selection.phase, selection.judging
    judging.make_eligible(business, now - 142 * DAY)
    nomination = Nomination.objects.create(
        phase=phase, business=business, province_id=HOME, motivation=MOTIVATIONS[0],
        nominated_by=staff.coordinators[HOME], nominated_at=now - 142 * DAY,
    )  # fmt: skip
    judging.score(nomination)
    judging.review_enough(nomination)
    nomination.state, nomination.decided_by = NominationState.ACCEPTED, decider
    nomination.decided_at = now - 135 * DAY
    nomination.save()
    pilot = Pilot.objects.create(
        seat=Seat.objects.get(phase=phase, province=HOME, number=2), business=business, nomination=nomination,
        accepted_by=decider, accepted_at=nomination.decided_at,
    )  # fmt: skip
    for module, days in zip(Module.objects.order_by("code"), TRAINED_BEFORE, strict=False):
        _trained(pilot, module, now - days * DAY, staff)
    Graduation.objects.create(
        pilot=pilot, figures=[one.as_record() for one in figures_of(pilot)], confirmed_by=decider,
        confirmed_at=now - 40 * DAY,
    )  # fmt: skip
    pilot.ended_by, pilot.ended_at = decider, now - 40 * DAY
    pilot.outcome, pilot.end_reason = PilotOutcome.GRADUATED, NOTE
    pilot.save()
    return pilot


def _trained(pilot: Pilot, module: Module, start: datetime, staff: Staff) -> None:
    session = Session.objects.create(
        module=module, phase=pilot.seat.phase, mode=SessionMode.ONLINE, link="https://rapat.contoh.test/pelatihan",
        trainer=staff.trainers[-1], starts_at=start, ends_at=start + timedelta(hours=3), time_zone=TimeZone.WIB,
        capacity=20, created_by=staff.jamkrindo[0], created_at=start - 14 * DAY,
    )  # fmt: skip
    SessionProvince.objects.create(session=session, province_id=HOME)
    invitation = Invitation.objects.create(
        session=session, person_id=cast(int, pilot.business.owner.user_id), pilot=pilot, business=pilot.business, province_id=HOME, state=InvitationState.CONFIRMED,
        invited_at=start - 10 * DAY, answered_at=start - 8 * DAY,
    )  # fmt: skip
    Attendance.objects.create(
        invitation=invitation, province_id=HOME, recorded_by=session.trainer, recorded_at=start,
        status=AttendanceStatus.PRESENT,
    )  # fmt: skip
    session.state, session.held_at = SessionState.HELD, session.ends_at
    session.save()


def _lineage(pilot: Pilot, mentees: list[Business], *, staff: Staff, now: datetime) -> None:
    coordinator = staff.coordinators[HOME]
    mentor = Mentor.objects.create(
        business=pilot.business, graduation=pilot.graduation, province_id=HOME, state=MentorState.ACTIVE,
        invited_by=coordinator, invited_at=now - 39 * DAY, agreed_at=now - 38 * DAY,
    )  # fmt: skip
    for number, business in enumerate(mentees):
        begun = now - (30 - 6 * number) * DAY
        Mentorship.objects.create(
            mentor=mentor, guide=pilot.business, business=business, province_id=HOME, state=MentorshipState.ACTIVE,
            asked_by=coordinator, asked_at=begun - 3 * DAY, mentor_agreed_at=begun - DAY, mentee_agreed_at=begun,
            began_at=begun,
        )  # fmt: skip


def _stories(graduate: Pilot, siti: Pilot, *, staff: Staff) -> None:
    """By the real services, so that the consent and the messages are the real ones."""
    photos = make_photos(graduate.business)
    story = create_story(
        pilot=graduate, title=PUBLISHED[0], body=PUBLISHED[1], pictures=_pictures(photos), by=staff.board
    )
    owner = graduate.business.owner.user
    ask_consent(story=story, by=staff.board)
    if owner is not None:
        give_consent(story=story, version=1, by=owner)
        publish_story(story=story, by=staff.board)
    own = Document.objects.kept().filter(business=siti.business, kind=DocumentKind.PHOTO).order_by("pk")
    waiting = create_story(
        pilot=siti, title=ASKED[0], body=ASKED[1], pictures=_pictures(list(own)[:1]), by=staff.board
    )
    ask_consent(story=waiting, by=staff.board)


def _pictures(photos: list[Document]) -> list[Picture]:
    return [Picture(photo, alt) for photo, alt in zip(photos, ALTS, strict=False)]
