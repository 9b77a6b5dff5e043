"""Taking attendance, and when a session counts as held."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.training.choices import AttendanceStatus, InvitationState, SessionState
from programs.training.errors import AttendanceClosed, AttendanceIncomplete, StillRunning
from programs.training.models import Attendance, Session, TrainingTally
from programs.training.services import cancel_session, mark_held, record_attendance
from programs.training.tasks import fold_tallies
from soksi_portal.accounts.choices import Role
from soksi_portal.audit.queries import history
from tests.factories import make_invitation, make_province, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(starts_at=timezone.now() - timedelta(minutes=5))


def take(session, **statuses):
    return record_attendance(session=session, statuses=statuses["of"], by=session.trainer)


def test_attendance_is_recorded_and_corrected_in_the_same_row(session):
    invitation = make_invitation(session=session, state=InvitationState.CONFIRMED)
    assert take(session, of={invitation.pk: "absent"}) == 1
    assert take(session, of={invitation.pk: "present"}) == 1
    assert take(session, of={invitation.pk: "present"}) == 0
    assert Attendance.objects.values_list("invitation", "status", "recorded_by", "province").get() == (
        invitation.pk, "present", session.trainer_id, invitation.province_id,
    )  # fmt: skip


def test_attendance_opens_an_hour_before_the_start():
    early = make_session(starts_at=timezone.now() + timedelta(minutes=62))
    soon = make_session(starts_at=timezone.now() + timedelta(minutes=58))
    with pytest.raises(AttendanceClosed, match="mulai satu jam sebelum"):
        take(early, of={make_invitation(session=early).pk: "present"})
    assert take(soon, of={make_invitation(session=soon).pk: "present"}) == 1


def test_cancelled_session_takes_no_attendance():
    session = make_session(
        state=SessionState.CANCELLED,
        cancelled_at=timezone.now(),
        starts_at=timezone.now() - timedelta(hours=1),
    )
    with pytest.raises(AttendanceClosed, match="dibatalkan"):
        take(session, of={make_invitation(session=session).pk: "present"})


def test_invitation_of_another_session_is_refused(session):
    with pytest.raises(AttendanceClosed, match="tidak diundang"):
        take(session, of={make_invitation().pk: "present"})


def test_session_is_held_once_all_confirmed_are_recorded(session):
    first, second = (make_invitation(session=session, state=InvitationState.CONFIRMED) for _ in range(2))
    make_invitation(session=session)
    take(session, of={first.pk: "present"})
    with pytest.raises(AttendanceIncomplete, match="Kehadiran 1 orang belum diisi"):
        mark_held(session=session, by=session.trainer)
    take(session, of={second.pk: "sick"})
    with pytest.raises(StillRunning, match=r"dijadwalkan sampai .+ WIB"):
        mark_held(session=session, by=session.trainer)
    Session.objects.filter(pk=session.pk).update(ends_at=timezone.now())
    assert mark_held(session=session, by=session.trainer).state == SessionState.HELD
    assert mark_held(session=session, by=session.trainer).state == SessionState.HELD


def test_session_that_ended_early_is_held_by_who_says_so(session):
    take(session, of={make_invitation(session=session).pk: "present"})
    mark_held(session=session, by=session.trainer, ended_early=True)
    assert history(session)[0].why == "Kehadiran lengkap, pelatihan selesai lebih awal."


def test_database_holds_no_session_that_has_not_begun(session):
    with pytest.raises(IntegrityError, match="session_held_after_start"), transaction.atomic():
        Session.objects.filter(pk=make_session().pk).update(state=SessionState.HELD)
    Session.objects.filter(pk=session.pk).update(state=SessionState.HELD)
    with pytest.raises(IntegrityError, match="session_held_after_start"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=1))


def test_session_without_any_attendance_is_not_held(session):
    with pytest.raises(AttendanceIncomplete, match="Belum ada kehadiran"):
        mark_held(session=session, by=session.trainer)


def test_session_is_not_held_before_its_start():
    session = make_session(starts_at=timezone.now() + timedelta(minutes=30))
    take(session, of={make_invitation(session=session).pk: "present"})
    with pytest.raises(AttendanceClosed, match="belum dimulai"):
        mark_held(session=session, by=session.trainer)


def test_database_refuses_a_second_attendance_of_an_invitation(session):
    invitation = make_invitation(session=session)
    fields = {
        "invitation": invitation, "province": invitation.province, "status": "present", "recorded_by": session.trainer,
    }  # fmt: skip
    Attendance.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(**fields)


# --- the numbers that the database keeps --------------------------------------------------------


def totals() -> dict[str, dict[str, int]]:
    return {
        code: {m: n for m, n in found.items() if n} for code, found in TrainingTally.objects.totals().items()
    }


def test_sessions_count_in_each_of_their_provinces_through_every_state():
    west, papua = make_province("32"), make_province("91")
    first, second = make_session(provinces=[west, papua]), make_session(provinces=[west])
    assert totals() == {"32": {"session:planned": 2}, "91": {"session:planned": 1}}
    cancel_session(session=second, reason="Banjir", by=make_user(Role.JAMKRINDO))
    assert totals() == {"32": {"session:planned": 1, "session:cancelled": 1}, "91": {"session:planned": 1}}
    Session.objects.filter(pk=first.pk).update(starts_at=timezone.now(), state=SessionState.HELD)
    assert totals() == {"32": {"session:held": 1, "session:cancelled": 1}, "91": {"session:held": 1}}


def test_attendance_counts_exactly_through_corrections(session):
    people = [make_invitation(session=session) for _ in range(3)]
    take(session, of={one.pk: AttendanceStatus.ABSENT for one in people})
    take(session, of={people[0].pk: "present", people[1].pk: "present", people[2].pk: "absent"})
    take(session, of={people[0].pk: "present"})
    assert totals()["32"] == {"session:planned": 1, "attendance:absent": 1, "attendance:present": 2}


def test_folding_keeps_the_numbers_with_fewer_rows(session):
    take(session, of={make_invitation(session=session).pk: "present"})
    take(session, of={make_invitation(session=session).pk: "present"})
    before = totals()
    fold_tallies()
    fold_tallies()
    assert totals() == before
    assert TrainingTally.objects.count() == 2
