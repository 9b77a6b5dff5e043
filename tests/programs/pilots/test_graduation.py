"""Graduation: counted by the portal, confirmed by a person, by two where something is unmet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from programs.partnership.graduation import set_graduation_requirements
from programs.pilots.choices import PilotOutcome
from programs.pilots.errors import (
    AlreadyEnded,
    GraduationRefused,
    NotReady,
    OwnBusiness,
    ReasonMissing,
)
from programs.pilots.graduation import measures
from programs.pilots.graduation.services import (
    ask_exception,
    graduate_pilot,
    grant_exception,
    refuse_exception,
)
from programs.pilots.models import Graduation
from programs.pilots.services import end_pilot
from programs.training.choices import AttendanceStatus
from programs.training.models import Attendance
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant
from tests.factories import make_invitation, make_module, make_phase, make_pilot, make_session, make_user
from tests.programs.pilots.embryo import REASON, make_graduate, make_ready, require
from tests.programs.pilots.makers import told
from tests.programs.pilots.test_walls import check_deferred
from umkm.businesses.standing import standing_of
from umkm.businesses.story import parts

pytestmark = pytest.mark.django_db


def attend(pilot, status, module=None):
    session = make_session(
        phase=pilot.seat.phase, provinces=[pilot.seat.province], module=module or make_module()
    )
    invitation = make_invitation(session=session, pilot=pilot, state="confirmed")
    Attendance.objects.create(
        invitation=invitation, province=pilot.seat.province, status=status, recorded_by=session.trainer
    )


def test_everything_reached_and_a_person_confirms(staff):
    pilot = make_ready()
    graduation = graduate_pilot(pilot=pilot, by=staff, note=REASON)
    pilot.refresh_from_db()
    assert (pilot.outcome, pilot.end_reason, pilot.ended_by) == ("graduated", REASON, staff)
    assert graduation.figures == [{"measure": "months_on_seat", "least": 6, "reached": 7}]
    assert not pilot.seat.is_taken()
    assert told() == [
        ("pilot_ended", pilot.business.owner.full_name),
        ("pilot_ended", pilot.nomination.nominated_by.full_name),
    ]
    check_deferred()


def test_unmet_is_named_with_its_numbers(staff):
    pilot = make_ready()
    require(pilot.seat.phase, sessions_attended=4, modules_completed=2)
    attend(pilot, AttendanceStatus.PRESENT)
    with pytest.raises(NotReady, match=r"pelatihan yang dihadiri 1 dari 4; modul yang diikuti 1 dari 2"):
        graduate_pilot(pilot=pilot, by=staff)
    assert not Graduation.objects.exists()


def test_phase_without_requirements_graduates_nobody_by_itself(staff):
    pilot = make_pilot(accepted_at=timezone.now() - timedelta(days=400))
    with pytest.raises(NotReady, match="belum punya syarat"):
        graduate_pilot(pilot=pilot, by=staff)
    ask_exception(pilot=pilot, reason=REASON, by=staff)


def test_trainings_are_counted_from_their_records():
    phase = make_phase()
    require(phase, sessions_attended=2, attendance_percent=60, modules_completed=2)
    pilot = make_pilot(phase=phase)
    module = make_module()
    attend(pilot, AttendanceStatus.PRESENT, module)
    attend(pilot, AttendanceStatus.PRESENT, module)
    attend(pilot, AttendanceStatus.ABSENT)
    figures = {one.measure.value: (one.reached, one.is_met) for one in measures.figures_of(pilot)}
    assert figures == {
        "sessions_attended": (2, True),
        "attendance_percent": (66, True),
        "modules_completed": (1, False),
    }


def test_measure_that_nobody_counts_is_never_met(monkeypatch):
    pilot = make_ready()
    monkeypatch.setattr(measures, "_counters", {})
    assert [(one.reached, one.is_met) for one in measures.figures_of(pilot)] == [(None, False)]


@pytest.mark.parametrize(
    ("end", "months"),
    [((2026, 7, 14), 5), ((2026, 7, 15), 6), ((2026, 1, 20), 0), ((2027, 1, 15), 12)],
)
def test_months_are_whole(end, months):
    start = datetime(2026, 1, 15, 9, tzinfo=UTC)
    assert measures._whole_months(start, datetime(*end, 9, tzinfo=UTC)) == months


def test_end_pilot_does_not_graduate(staff):
    with pytest.raises(ReasonMissing):
        end_pilot(pilot=make_ready(), outcome=PilotOutcome.GRADUATED, reason=REASON, by=staff)


def test_exception_takes_two_people(staff):
    pilot, second = make_pilot(), make_user(Role.ADMIN)
    require(pilot.seat.phase, months_on_seat=6)
    exception = ask_exception(pilot=pilot, reason=REASON, by=staff)
    with pytest.raises(GraduationRefused, match="orang lain"):
        grant_exception(exception=exception, by=staff)
    with pytest.raises(GraduationRefused, match="Rina Suryani sudah meminta"):
        ask_exception(pilot=pilot, reason=REASON, by=second)
    graduation = grant_exception(exception=exception, by=second)
    assert (graduation.exception, graduation.confirmed_by) == (exception, second)
    assert graduation.figures == [{"measure": "months_on_seat", "least": 6, "reached": 0}]
    with pytest.raises(AlreadyEnded):
        grant_exception(exception=exception, by=second)
    check_deferred()


def test_exception_refused_is_told_to_who_asked(staff):
    pilot = make_pilot()
    exception = ask_exception(pilot=pilot, reason=REASON, by=staff)
    refuse_exception(
        exception=exception, reason="Tunggu sampai modul kedua selesai.", by=make_user(Role.ADMIN)
    )
    assert told() == [("graduation_refused", staff.full_name)]
    pilot.refresh_from_db()
    assert pilot.ended_at is None
    again = ask_exception(pilot=pilot, reason=REASON, by=staff)
    refuse_exception(exception=again, reason="Ternyata belum waktunya sama sekali.", by=staff)  # taken back
    assert len(told()) == 1


def test_exception_is_not_needed_where_everything_is_met(staff):
    with pytest.raises(GraduationRefused, match="tidak perlu"):
        ask_exception(pilot=make_ready(), reason=REASON, by=staff)


def test_nobody_graduates_an_own_business():
    pilot = make_ready()
    owner = pilot.business.owner.user
    RoleGrant.objects.create(user=owner, role=Role.JAMKRINDO)
    with pytest.raises(OwnBusiness):
        graduate_pilot(pilot=pilot, by=owner)


def test_requirements_change_until_the_phase_is_closed(staff):
    pilot = make_ready()
    changed = set_graduation_requirements(
        phase=pilot.seat.phase, wanted={"months_on_seat": 12, "sessions_attended": 1}, by=staff
    )
    assert changed == 2
    with pytest.raises(NotReady, match="bulan menempati kursi 7 dari 12"):
        graduate_pilot(pilot=pilot, by=staff)


def test_graduation_is_in_the_story_of_the_business():
    pilot = make_graduate()
    titles = [event.title for part in parts() for event in part.events(pilot.business)]
    assert "Percontohan berakhir: lulus" in titles
    assert "dapat menjadi pembina" in standing_of(pilot.business).text
