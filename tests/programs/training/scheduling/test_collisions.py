"""What the form says collides, and the free times it proposes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.training.models import Attendance, Holiday
from programs.training.scheduling.candidates import starts_of
from programs.training.scheduling.collisions import collisions_of
from programs.training.scheduling.freetimes import free_times
from programs.training.trainers.services import add_absence, save_profile
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_invitation,
    make_module,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
    make_venue,
)

from .clock import FRIDAY, MONDAY, TUESDAY, at, candidate, coming

pytestmark = pytest.mark.django_db


def said(wanted) -> list[tuple[str, bool]]:
    return [(one.kind, one.forbids) for one in collisions_of(wanted)]


def test_a_quiet_tuesday_collides_with_nothing():
    assert (
        said(candidate(coming(TUESDAY), provinces=[make_province()], trainer=make_user(Role.TRAINER))) == []
    )


def test_trainer_and_venue_forbid_and_the_session_itself_does_not_collide():
    home, day = make_province(), coming(TUESDAY)
    session = make_session(provinces=[home], starts_at=at(day, "10:00"))
    same = {"provinces": [home], "trainer": session.trainer, "venue": session.venue}
    assert said(candidate(day, **same)) == [("trainer", True), ("venue", True)]
    assert said(candidate(day, session=session, **same)) == []
    assert said(candidate(day, "13:00", "15:00", **same)) == []


def test_absence_forbids():
    trainer, day = make_user(Role.TRAINER), coming(TUESDAY)
    add_absence(trainer=trainer, first=day, last=day, reason="ill", by=trainer)
    assert said(candidate(day, provinces=[make_province()], trainer=trainer)) == [("trainer", True)]


def test_holiday_warns_where_it_is_one():
    home, papua, day = make_province("32"), make_province("91"), coming(TUESDAY)
    Holiday.objects.create(day=day, name="Hari Injil", province=papua)
    assert said(candidate(day, provinces=[home])) == []
    (found,) = collisions_of(candidate(day, provinces=[home, papua]))
    assert (found.kind, found.forbids) == ("holiday", False)
    assert "di Papua: Hari Injil" in found.sentence
    Holiday.objects.update(province=None)
    assert said(candidate(day, provinces=[home])) == [("holiday", False)]
    Holiday.objects.update(is_active=False)
    assert said(candidate(day, provinces=[home])) == []


@pytest.mark.parametrize(
    ("begins", "ends", "meets"),
    [
        ("08:00", "11:30", False),
        ("08:00", "11:31", True),
        ("12:59", "15:00", True),
        ("13:00", "15:00", False),
    ],
)
def test_friday_prayer_warns_from_half_past_eleven_to_one(begins, ends, meets):
    found = said(candidate(coming(FRIDAY), begins, ends, provinces=[make_province()]))
    assert found == ([("prayer", False)] if meets else [])
    assert said(candidate(coming(TUESDAY), begins, ends, provinces=[make_province()])) == []


def test_friday_prayer_is_local_in_each_zone():
    home, papua = make_province("32"), make_province("91")  # 10.00 WIB is 12.00 WIT
    (found,) = collisions_of(candidate(coming(FRIDAY), "09:30", "11:00", provinces=[home, papua]))
    assert "WIT" in found.sentence
    assert "WIB" not in found.sentence


def test_another_session_of_the_same_people_warns():
    home, day = make_province(), coming(TUESDAY)
    phase = make_phase(provinces=[home])
    pilot = make_pilot(phase=phase, province=home)
    other = make_session(phase=phase, provinces=[home], starts_at=at(day, "10:00"))
    invitation = make_invitation(session=other, pilot=pilot)
    wanted = {"provinces": [home], "phase": phase}
    (found,) = collisions_of(candidate(day, **wanted))
    assert (found.kind, found.forbids) == ("participants", False)
    assert found.sentence.startswith(f"1 peserta yang sama diundang ke “{other.module}”")
    type(invitation).objects.update(state="declined", why="other")
    assert said(candidate(day, **wanted)) == []


def test_trainer_outside_the_profile_warns_and_without_a_profile_does_not():
    home, trainer, module = make_province(), make_user(Role.TRAINER), make_module()
    wanted = candidate(coming(TUESDAY), provinces=[home], trainer=trainer, module=module)
    assert said(wanted) == []
    save_profile(
        trainer=trainer, time_zone="Asia/Jayapura", languages=["id"], provinces=[make_province("91")],
        modules=[make_module()], by=trainer,
    )  # fmt: skip
    assert said(wanted) == [("trainer", False), ("trainer", False)]


def test_what_the_module_builds_on_warns_until_it_was_taken_or_is_planned_before():
    home, day = make_province(), coming(TUESDAY)
    phase = make_phase(provinces=[home])
    pilots = [make_pilot(phase=phase, province=home) for _ in range(2)]
    first, then = make_module(title="Pembukuan"), make_module()
    then.prerequisites.create(requires=first)
    wanted = {"provinces": [home], "phase": phase, "module": then}
    (found,) = collisions_of(candidate(day, **wanted))
    assert found.sentence == "2 dari 2 peserta belum mengikuti “Pembukuan”, yang mendahuluinya."

    held = make_session(
        module=first,
        phase=phase,
        provinces=[home],
        state="held",
        starts_at=at(coming(MONDAY, weeks=-4), "09:00"),
    )
    came = make_invitation(session=held, pilot=pilots[0], state="confirmed")
    Attendance.objects.create(invitation=came, province=home, status="present", recorded_by=held.trainer)
    assert [one.sentence[:12] for one in collisions_of(candidate(day, **wanted))] == ["1 dari 2 pes"]
    planned = make_session(
        module=first, phase=phase, provinces=[home], starts_at=at(coming(MONDAY, weeks=1), "09:00")
    )
    make_invitation(session=planned, pilot=pilots[1])
    assert said(candidate(day, **wanted)) == []


def test_checks_cost_the_same_with_one_and_three_people(django_assert_max_num_queries):
    home, day = make_province(), coming(TUESDAY)
    phase = make_phase(provinces=[home], quota=3)

    def queries() -> int:
        make_invitation(
            session=make_session(phase=phase, provinces=[home], starts_at=at(day, "10:00")),
            pilot=make_pilot(phase=phase, province=home),
        )
        with django_assert_max_num_queries(20) as captured:
            collisions_of(
                candidate(
                    day, provinces=[home], phase=phase, trainer=make_user(Role.TRAINER), module=make_module()
                )
            )
        return len(captured)

    one = queries()
    queries()
    assert queries() == one


def test_free_times_avoid_all_that_is_taken():
    """Tuesday morning the venue, Tuesday afternoon the trainer, Wednesday off, Thursday away, Friday from one."""
    home, day = make_province(), coming(TUESDAY)
    trainer, venue = make_user(Role.TRAINER), make_venue()
    make_session(provinces=[home], venue=venue, starts_at=at(day, "08:00"), ends_at=at(day, "11:00"))
    make_session(provinces=[home], trainer=trainer, starts_at=at(day, "12:00"), ends_at=at(day, "16:00"))
    Holiday.objects.create(day=day + timedelta(days=1), name="Libur")
    away = day + timedelta(days=2)
    add_absence(trainer=trainer, first=away, last=away, reason="duty", by=trainer)
    found = free_times(candidate(day, provinces=[home], trainer=trainer, venue=venue))
    friday, monday = day + timedelta(days=3), day + timedelta(days=6)
    assert [one.value for one in found[:3]] == [
        f"{friday} 08:00 11:00",
        f"{friday} 13:00 16:00",
        f"{monday} 08:00 11:00",
    ]
    assert len(found) == 5
    assert not any(
        collisions_of(candidate(day, provinces=[home], trainer=trainer, venue=venue).at(one.starts_at))
        for one in found
    )


def test_free_times_of_a_daily_series_suit_each_of_its_days():
    """From a Thursday on, three working days: the third is the Monday after."""
    day = coming(FRIDAY) - timedelta(days=1)
    first = candidate(day, provinces=[make_province()], trainer=make_user(Role.TRAINER))
    monday = day + timedelta(days=4)
    make_session(trainer=first.trainer, starts_at=at(monday, "08:00"), ends_at=at(monday, "17:00"))
    starts = starts_of(first.starts_at, "daily", 3)
    beside = [first.at(start) for start in starts[1:]]
    found = free_times(first, beside=beside, follow=lambda start: starts_of(start, "daily", 3)[1:])
    taken = {one.starts_at.astimezone(first.zone).date() for one in found}
    assert found
    assert not taken & {day, day + timedelta(days=1), monday}  # their third, second and first day
    assert min(taken) == monday + timedelta(days=1)


def test_free_times_suit_the_clock_of_all_who_take_part():
    home, papua = make_province("32"), make_province("91")
    found = free_times(
        candidate(coming(MONDAY), "15:00", "18:00", provinces=[home, papua], trainer=make_user(Role.TRAINER))
    )
    # 13.00 WIB is 15.00 WIT, so three hours end at 18.00 there; later would be evening
    assert {one.value.split(" ", 1)[1] for one in found} <= {"08:00 11:00", "12:00 15:00", "13:00 16:00"}
    assert all(one.starts_at > timezone.now() for one in found)
