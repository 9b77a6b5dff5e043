"""Waitlisted and graduated businesses watch, where pilots leave places."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.training.choices import InvitationKind, InvitationState
from programs.training.errors import (
    CapacityTaken,
    InvitationEnded,
    ObserversRefused,
    ReasonMissing,
    SessionClosed,
)
from programs.training.inviting.candidates import observer_candidates
from programs.training.inviting.deadline import pilots_deadline
from programs.training.models import Invitation, Session
from programs.training.queries import held_for_pilots, places_for_observers
from programs.training.services import answer_invitation, invite_observers, withdraw_observer
from programs.training.tasks import fill_free_places, invite_new_pilots
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_pilot, make_province, make_session, make_user
from tests.programs.pilots.embryo import make_graduate
from tests.programs.training.inviting.makers import make_observer, make_open, make_seated, make_waitlisted
from tests.programs.training.test_changing import change
from umkm.cadres.models import Cadre

pytestmark = pytest.mark.django_db


def invite(session: Session, *nominations) -> list[Invitation]:
    ids = [one.business_id for one in nominations]
    return invite_observers(session=session, businesses=ids, by=make_user(Role.JAMKRINDO))


def answer(invitation: Invitation, attends: bool = True) -> str:
    return answer_invitation(invitation=invitation, attends=attends, why="" if attends else "busy").state


def test_waitlisted_by_rank_then_graduates_are_candidates_and_nobody_else():
    session = make_session(provinces=[make_province("32")])
    second, first = make_waitlisted(session, 2), make_waitlisted(session, 1)
    graduate = make_graduate(province=make_province("32"))
    make_graduate(province=make_province("11"))
    gone, restricted = make_waitlisted(session, 3), make_waitlisted(session, 4)
    gone.business.owner.user.is_active = False
    gone.business.owner.user.save()
    Cadre.objects.filter(pk=restricted.business.owner_id).update(restricted_at=timezone.now())
    make_observer(session, rank=5)
    make_pilot(phase=session.phase, province=session.provinces.get())
    found = observer_candidates(session)
    assert [one.business for one in found] == [first.business, second.business, graduate.business]
    assert [one.why.split()[0] for one in found] == ["Daftar", "Daftar", "Lulus"]


def test_candidates_cost_the_same_queries_however_many(django_assert_num_queries):
    session = make_session()
    for rank in (1, 2, 3):
        make_waitlisted(session, rank)
        with django_assert_num_queries(3):
            assert len(observer_candidates(session)) == rank


def test_pilots_are_invited_first_then_observers_with_the_deadline_told():
    session = make_session(capacity=5)
    pilot = make_pilot(phase=session.phase, province=session.provinces.get())
    (observer,) = invite(session, make_waitlisted(session))
    assert list(session.invitations.order_by("pk").values_list("kind", "pilot", "business")) == [
        ("pilot", pilot.pk, pilot.business_id),
        ("observer", None, observer.business_id),
    ]
    session.refresh_from_db()
    assert session.pilots_first_until == session.starts_at - timedelta(days=3)
    message = Message.objects.get(recipient=observer.person)
    assert message.occasion == "session_invited"
    assert "sebagai pengamat" in message.body
    assert "didahulukan sampai" in message.body


def test_deadline_leaves_pilots_a_day_and_never_passes_the_start():
    now = timezone.now()
    assert pilots_deadline(now + timedelta(days=10)) == now + timedelta(days=10) - timedelta(days=3)
    late = pilots_deadline(now + timedelta(days=2))
    assert timedelta(hours=24) <= late - now < timedelta(hours=24, minutes=1)
    assert pilots_deadline(now + timedelta(hours=3)) == now + timedelta(hours=3)


def test_places_kept_for_seats_go_to_no_observer_before_the_deadline():
    session = make_open(3)  # two seats in the province, one of them without a pilot yet
    seated = make_seated(session)
    first, second = make_observer(session, rank=1), make_observer(session, rank=2)
    assert (held_for_pilots(session), places_for_observers(session)) == (2, 1)
    assert [answer(first), answer(second)] == ["confirmed", "waiting"]
    assert answer(seated) == "confirmed"
    late = make_pilot(phase=session.phase, province=session.provinces.get())
    assert invite_new_pilots() == (1, 0)
    assert answer(Invitation.objects.get(pilot=late)) == "confirmed"


def test_what_pilots_leave_goes_to_waiting_observers_after_the_deadline():
    session = make_open(2)
    waiting = [make_observer(session, rank=rank) for rank in (1, 2, 3)]
    assert [answer(one) for one in waiting] == ["waiting"] * 3
    assert fill_free_places() == 0
    Session.objects.filter(pk=session.pk).update(pilots_first_until=timezone.now() - timedelta(seconds=1))
    assert fill_free_places() == 2
    assert fill_free_places() == 0
    states = [Invitation.objects.get(pk=one.pk).state for one in waiting]
    assert states == ["confirmed", "confirmed", "waiting"]
    told = Message.objects.filter(occasion="invitation_moved_up").values_list("recipient", flat=True)
    assert sorted(told) == sorted(one.person_id for one in waiting[:2])


def test_pilot_waits_before_observers_who_waited_longer():
    session = make_open(1, deadline_passed=True)
    holder, early, late = make_observer(session), make_observer(session, rank=2), make_seated(session)
    assert [answer(holder), answer(early), answer(late)] == ["confirmed", "waiting", "waiting"]
    answer(holder, attends=False)
    assert [Invitation.objects.get(pk=one.pk).state for one in (early, late)] == ["waiting", "confirmed"]


def test_declining_pilot_leaves_a_place_that_stays_kept_until_the_deadline():
    session = make_open(2)
    seated, observer = make_seated(session), make_observer(session)
    answer(seated)
    answer(observer)
    answer(seated, attends=False)
    assert Invitation.objects.get(pk=observer.pk).state == InvitationState.WAITING
    assert answer(seated) == "confirmed"


def test_no_observer_without_a_place_left():
    session = make_session(capacity=2)
    with pytest.raises(ObserversRefused, match="Tidak ada tempat tersisa"):
        invite(session, make_waitlisted(session))
    assert session.invitations.count() == 0


def test_same_people_twice_and_strangers_are_refused():
    session = make_session(capacity=9)
    nomination = make_waitlisted(session)
    invite(session, nomination)
    elsewhere = make_waitlisted(make_session(provinces=[make_province("91")]))
    for wrong in (nomination, elsewhere):
        with pytest.raises(ObserversRefused, match="sudah diundang"):
            invite(session, wrong)
    with pytest.raises(ObserversRefused, match="Pilih"):
        invite(session)


def test_session_that_began_invites_nobody():
    session = make_session(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(SessionClosed):
        invite(session, make_waitlisted(session))


def test_observer_who_gets_a_seat_keeps_the_answer_and_comes_first():
    session = make_open(1)
    nomination = make_waitlisted(session)
    (observer,) = [make_observer(session, rank=2)]
    answer(observer)
    nomination = observer.business.nominations.get()
    nomination.state, nomination.waitlist_rank = "accepted", None
    nomination.save()
    pilot = make_pilot(province=nomination.province, nomination=nomination)
    assert invite_new_pilots() == (1, 0)
    assert Invitation.objects.values_list("kind", "pilot", "state").get(pk=observer.pk) == (
        InvitationKind.PILOT, pilot.pk, InvitationState.CONFIRMED,
    )  # fmt: skip
    assert invite_new_pilots() == (0, 0)


def test_withdrawn_observer_is_told_why_and_the_next_moves_up():
    session = make_open(1, deadline_passed=True)
    first, second = make_observer(session), make_observer(session, rank=2)
    answer(first)
    answer(second)
    staff = make_user(Role.JAMKRINDO)
    with pytest.raises(ReasonMissing):
        withdraw_observer(invitation=first, reason=" ", by=staff)
    for _ in range(2):
        withdraw_observer(invitation=first, reason="Tempatnya dipakai panitia.", by=staff)
    first.refresh_from_db()
    assert (first.state, first.ended_by, first.end_reason, first.revision) == (
        "cancelled", staff, "Tempatnya dipakai panitia.", 1,
    )  # fmt: skip
    assert first.ended_at is not None
    assert Invitation.objects.get(pk=second.pk).state == "confirmed"
    told = Message.objects.get(recipient=first.person, occasion="session_cancelled")
    assert "Tempatnya dipakai panitia." in told.body
    assert first.business.pk in [one.business.pk for one in observer_candidates(session)]


def test_pilots_invitation_is_not_withdrawn():
    with pytest.raises(InvitationEnded):
        withdraw_observer(invitation=make_seated(make_open(3)), reason="x", by=make_user(Role.JAMKRINDO))


def test_invited_again_after_the_end_begins_anew():
    session = make_open(5)
    observer = make_observer(session)
    answer(observer, attends=False)
    withdraw_observer(invitation=observer, reason="Keliru.", by=make_user(Role.JAMKRINDO))
    (again,) = invite(session, observer.business.nominations.get())
    assert (again.pk, again.state, again.why, again.end_reason, again.ended_at, again.revision) == (
        observer.pk, "invited", "", "", None, 2,
    )  # fmt: skip


def test_smaller_session_keeps_the_places_of_pilots_and_a_later_seat_forbids_no_move():
    session = make_open(3)
    observer = make_observer(session)
    answer(observer)
    with pytest.raises(CapacityTaken, match="2 tempat masih dijaga"):
        change(session, capacity=2)
    session.phase.provinces.update(quota=3)  # more are kept now than there is room for, by nobody's promise
    assert held_for_pilots(session) == 3
    hour = timedelta(hours=1)
    moved = change(session, starts_at=session.starts_at + hour, ends_at=session.ends_at + hour)
    assert moved.revision == 1


# --- walls, past the services ----------------------------------------------------------------------


def refused(name: str, **values) -> None:
    pk = values.pop("pk")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Invitation.objects.filter(pk=pk).update(**values)


def test_database_keeps_places_for_pilots():
    session = make_open(3)
    make_seated(session)
    first, second = make_observer(session), make_observer(session, rank=2)
    Invitation.objects.filter(pk=first.pk).update(state="confirmed")
    refused("places_held_for_pilots", pk=second.pk, state="confirmed")
    with pytest.raises(IntegrityError, match="capacity_holds_pilots"), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(capacity=2)
    Session.objects.filter(pk=session.pk).update(pilots_first_until=timezone.now())
    Invitation.objects.filter(pk=second.pk).update(state="confirmed")


def test_database_knows_no_observer_who_may_not_watch():
    session = make_open(9)
    other = make_observer(make_open(9, provinces=[make_province("91")]))
    with pytest.raises(IntegrityError, match="observer_eligible"), transaction.atomic():
        Invitation.objects.create(
            session=session,
            person=other.person,
            kind="observer",
            business=other.business,
            province=other.province,
        )


def test_database_fits_kind_pilot_and_business():
    session = make_open(9)
    seated, observer = make_seated(session), make_observer(session)
    refused("invitation_kind_fits", pk=observer.pk, kind="pilot")
    refused("invitation_kind_fits", pk=seated.pk, pilot=None)
    refused("business_of_pilot", pk=seated.pk, business=observer.business)
    filled = Invitation.objects.create(
        session=make_session(), person=seated.person, pilot=seated.pilot, province=seated.province
    )
    assert Invitation.objects.get(pk=filled.pk).business == seated.business
