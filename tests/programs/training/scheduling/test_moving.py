"""A series, or what is left of it, moved and cancelled in one act, with one message a person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.training.errors import ReasonMissing, SeriesRefused
from programs.training.models import Invitation, Session, SessionSeries
from programs.training.scheduling.moving import cancel_series, move_series
from programs.training.services import reschedule_session
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_pilot, make_province, make_session, make_user, make_venue
from tests.parallel import in_parallel
from tests.programs.training.test_changing import arrangement_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def make_series(number: int = 3, **fields) -> list[Session]:
    """One a week, from a Wednesday 9 o'clock in ten days or more on, with one pilot who is invited to all."""
    staff, province = make_user(Role.JAMKRINDO), make_province()
    start = timezone.localtime(timezone.now() + timedelta(days=10)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    start += timedelta(days=(2 - start.weekday()) % 7)
    series = SessionSeries.objects.create(rhythm="weekly", created_by=staff)
    fields = {"trainer": make_user(Role.TRAINER), "venue": make_venue(province), "series": series} | fields
    sessions = [
        make_session(provinces=[province], starts_at=start + WEEK * n, **fields) for n in range(number)
    ]
    pilot = make_pilot(phase=sessions[0].phase, province=province)
    for session in sessions:
        make_invitation(session=session, pilot=pilot)
    return sessions


def move(session: Session, *, whole: bool = False, by=None, **changes) -> list[Session]:
    session = Session.objects.select_related("trainer", "venue__regency__province").get(pk=session.pk)
    if "starts_at" in changes:
        changes.setdefault("ends_at", changes["starts_at"] + (session.ends_at - session.starts_at))
    arrangement = replace(arrangement_of(session), **changes)
    return move_series(
        session=session, arrangement=arrangement, whole=whole, by=by or make_user(Role.JAMKRINDO)
    )


def starts(sessions: list[Session]) -> list:
    return [Session.objects.get(pk=one.pk).starts_at for one in sessions]


@pytest.mark.parametrize("shift", [WEEK, -WEEK, timedelta(days=1), timedelta(hours=1)])
def test_whole_series_moves_into_the_times_that_its_own_sessions_leave(shift):
    sessions = make_series()
    before = starts(sessions)
    moved = move(sessions[1], whole=True, starts_at=sessions[1].starts_at + shift)
    assert starts(sessions) == [one + shift for one in before]
    assert [one.revision for one in moved] == [1, 1, 1]


def test_from_this_one_on_leaves_the_earlier_ones():
    sessions = make_series()
    before = starts(sessions)
    move(sessions[1], starts_at=sessions[1].starts_at + timedelta(days=1))
    assert starts(sessions) == [before[0], *(one + timedelta(days=1) for one in before[1:])]


def test_each_person_reads_of_it_once_with_old_and_new_times():
    sessions = make_series()
    (person,) = {one.person for one in Invitation.objects.all()}
    move(sessions[0], starts_at=sessions[0].starts_at + timedelta(days=1))
    message = Message.objects.get(recipient=person)
    assert (message.occasion, message.subject_ref) == ("series_changed", f"trainings:{person.pk}")
    assert message.body.count("Dahulu: ") == 3
    assert message.body.count("/undangan/") == 3
    trained = Message.objects.get(recipient=sessions[0].trainer)
    assert trained.body.count("daftar hadir") == 3


def test_only_what_differs_is_taken_over():
    sessions = make_series(capacity=20)
    Session.objects.filter(pk=sessions[2].pk).update(capacity=7)
    other = make_user(Role.TRAINER)
    move(sessions[0], trainer=other)
    assert set(Session.objects.values_list("trainer", flat=True)) == {other.pk}
    assert Session.objects.get(pk=sessions[2].pk).capacity == 7
    told = Message.objects.get(recipient=other)
    assert told.occasion == "series_changed"
    assert Message.objects.filter(recipient=sessions[0].trainer).count() <= 1


def test_one_that_cannot_be_moved_moves_none_and_is_named():
    sessions = make_series()
    before = starts(sessions)
    make_session(trainer=sessions[0].trainer, starts_at=before[2] + timedelta(days=1))
    with pytest.raises(SeriesRefused, match="Tidak ada yang diubah"):
        move(sessions[0], starts_at=before[0] + timedelta(days=1))
    assert starts(sessions) == before
    assert not Message.objects.exists()


def test_what_has_begun_is_left_alone():
    sessions = make_series()
    Session.objects.filter(pk=sessions[0].pk).update(starts_at=timezone.now() - timedelta(hours=1))
    move(sessions[1], whole=True, starts_at=sessions[1].starts_at + timedelta(days=1))
    assert [Session.objects.get(pk=one.pk).revision for one in sessions] == [0, 1, 1]
    with pytest.raises(SeriesRefused):
        move(sessions[0], starts_at=sessions[1].starts_at + timedelta(days=2))


def test_cancelled_series_is_told_once_with_the_reason():
    sessions, staff = make_series(), make_user(Role.JAMKRINDO)
    (person,) = {one.person for one in Invitation.objects.all()}
    with pytest.raises(ReasonMissing):
        cancel_series(session=sessions[1], whole=False, reason=" ", by=staff)
    cancel_series(session=sessions[1], whole=False, reason="Gedung rusak", by=staff)
    states = [Session.objects.get(pk=one.pk).state for one in sessions]
    assert states == ["planned", "cancelled", "cancelled"]
    message = Message.objects.get(recipient=person)
    assert message.occasion == "series_cancelled"
    assert message.body.count("DIBATALKAN: Gedung rusak") == 2


def test_last_one_of_a_series_is_told_as_itself():
    sessions = make_series()
    cancel_series(session=sessions[2], whole=False, reason="Banjir", by=make_user(Role.JAMKRINDO))
    assert set(Message.objects.values_list("occasion", flat=True)) == {"session_cancelled"}


def test_later_change_of_one_session_takes_the_waiting_schedule_along():
    """The older message never arrives with a time that no longer is."""
    sessions = make_series()
    (person,) = {one.person for one in Invitation.objects.all()}
    move(sessions[0], starts_at=sessions[0].starts_at + timedelta(days=1))
    first = Session.objects.select_related("trainer", "venue__regency__province").get(pk=sessions[0].pk)
    later = replace(
        arrangement_of(first),
        starts_at=first.starts_at + timedelta(hours=4),
        ends_at=first.ends_at + timedelta(hours=4),
    )
    reschedule_session(session=first, arrangement=later, by=make_user(Role.JAMKRINDO))
    mine = Message.objects.filter(recipient=person, subject_ref=f"trainings:{person.pk}").order_by("pk")
    assert list(mine.values_list("state", flat=True)) == ["cancelled", "pending"]
    assert "pukul 13.00" in mine.last().body
    assert mine.first().body != mine.last().body


@pytest.mark.django_db(transaction=True)
def test_two_staff_moving_one_series_leave_it_whole():
    sessions = make_series()
    before, staff = starts(sessions), [make_user(Role.JAMKRINDO) for _ in range(4)]
    answers = in_parallel(
        lambda one: len(move(sessions[0], starts_at=before[0] + timedelta(days=1), by=one)), staff
    )
    shifts = {(now - then) for now, then in zip(starts(sessions), before, strict=True)}
    assert len(shifts) == 1  # all by as much, whoever came first
    assert shifts.pop() % timedelta(days=1) == timedelta(0)
    assert 3 in answers


# --- pages ---------------------------------------------------------------------------------------------


def form_of(session: Session, **changes) -> dict[str, object]:
    start, end = (timezone.localtime(at, session.zone) for at in (session.starts_at, session.ends_at))
    return {
        "scope": "mulai", "mode": session.mode, "venue": session.venue_id, "date": f"{start:%Y-%m-%d}",
        "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", "trainer": session.trainer_id,
        "capacity": session.capacity, "time_zone": session.time_zone,
    } | changes  # fmt: skip


def test_new_dates_and_collisions_are_shown_before_anything_moves(client, staff):
    sessions = make_series()
    friday = (sessions[0].starts_at + timedelta(days=2)).date()
    url = reverse("series_edit", args=[sessions[0].pk])
    values = form_of(sessions[0], date=friday.isoformat(), start="11:00", end="14:00")
    response = client.post(url, values)
    page = response.content.decode()
    assert page.count("Bertepatan dengan salat Jumat") == 3
    assert "lewati" not in page
    assert not Message.objects.exists()
    agreed = client.post(url, values | {"tetap": response.context["plan"].fingerprint}, follow=True)
    assert "3 sesi diubah" in agreed.content.decode()


def test_collision_with_another_booking_is_shown_and_refused(client, staff):
    sessions = make_series()
    other = make_session(venue=sessions[0].venue, starts_at=sessions[1].starts_at + timedelta(days=1))
    tomorrow = (timezone.localtime(sessions[0].starts_at) + timedelta(days=1)).date().isoformat()
    page = client.post(reverse("series_edit", args=[sessions[0].pk]), form_of(sessions[0], date=tomorrow))
    assert f"sudah dipakai untuk “{other.module}”" in page.content.decode()
    assert {one.revision for one in Session.objects.all()} == {0}


def test_series_is_cancelled_from_its_page(client, staff):
    sessions = make_series()
    url = reverse("series_cancel", args=[sessions[0].pk])
    assert client.post(url, {"scope": "semua", "reason": ""}).context["form"].errors
    page = client.post(url, {"scope": "semua", "reason": "Banjir"}, follow=True).content.decode()
    assert "3 sesi dibatalkan" in page


def test_single_session_has_no_series_to_move(client, staff):
    assert client.get(reverse("series_edit", args=[make_session().pk])).status_code == 404
