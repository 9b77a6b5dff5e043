"""Scheduling a session invites the pilots of its provinces, in one transaction, and books nobody twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.partnership.choices import PhaseState
from programs.training.choices import InvitationState, SessionMode, SessionState
from programs.training.errors import SessionRefused, TrainerBooked, VenueBooked
from programs.training.models import Invitation, Session, SessionProvince
from programs.training.services import schedule_session
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_module,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
    make_venue,
)
from tests.programs.training.makers import make_arrangement
from umkm.regions.choices import TimeZone

pytestmark = pytest.mark.django_db


def schedule(provinces=None, phase=None, **fields):
    provinces = provinces or [make_province()]
    return schedule_session(
        module=make_module(title="Arus kas"),
        phase=phase or make_phase(provinces=provinces),
        provinces=provinces,
        arrangement=make_arrangement(provinces[0], **fields),
        by=make_user(Role.JAMKRINDO),
    )


def test_session_invites_active_pilots_of_its_provinces_and_phase():
    west, papua, aceh = make_province("32"), make_province("91"), make_province("11")
    phase = make_phase(provinces=[west, papua, aceh])
    wanted = [make_pilot(phase=phase, province=west), make_pilot(phase=phase, province=papua)]
    make_pilot(phase=phase, province=aceh)
    make_pilot(phase=make_phase(provinces=[west]), province=west)
    ended = make_pilot(phase=phase, province=west)
    ended.ended_at, ended.ended_by, ended.outcome = timezone.now(), make_user(), "withdrawn"
    ended.save()

    session = schedule([west, papua], phase=phase, time_zone=TimeZone.WIT)

    assert set(session.invitations.values_list("pilot", "province", "state")) == {
        (pilot.pk, pilot.seat.province_id, InvitationState.INVITED) for pilot in wanted
    }


def test_invitation_message_has_local_time_answer_link_and_expiry():
    papua = make_province("91")
    phase = make_phase(provinces=[papua])
    pilot = make_pilot(phase=phase, province=papua)
    start = (timezone.now() + timedelta(days=9)).replace(hour=0, minute=0, second=0, microsecond=0)

    session = schedule([papua], phase=phase, starts_at=start)

    invitation = session.invitations.get()
    message = Message.objects.get(occasion="session_invited")
    assert message.recipient == pilot.business.owner.user
    assert (message.subject_ref, message.revision) == (f"session:{session.pk}", 0)
    assert message.expires_at == session.starts_at
    assert message.time_zone == "Asia/Jayapura"
    assert "pukul 09.00–12.00 WIT" in message.body
    assert f"http://testserver/undangan/{invitation.token}/" in message.body


def test_trainer_is_told():
    session = schedule()
    message = Message.objects.get(occasion="session_assigned")
    assert (message.recipient, message.subject_ref) == (session.trainer, f"session:{session.pk}")


def test_owner_of_two_pilots_gets_one_invitation():
    west = make_province()
    phase = make_phase(provinces=[west])
    first = make_pilot(phase=phase, province=west)
    business = make_business(owner=first.business.owner)
    nomination = make_nomination(
        phase=phase, province=west, business=business, state="accepted",
        decided_by=first.accepted_by, decided_at=timezone.now(),
    )  # fmt: skip
    make_pilot(phase=phase, province=west, nomination=nomination)
    assert schedule([west], phase=phase).invitations.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": timezone.now() - timedelta(minutes=1), "ends_at": timezone.now()}, "date"),
        ({"capacity": 101}, "capacity"),
        ({"capacity": 0}, "capacity"),
        ({"venue": None}, "venue"),
        ({"mode": SessionMode.ONLINE, "link": ""}, "link"),
        ({"time_zone": TimeZone.WIT}, "time_zone"),
    ],
)
def test_impossible_arrangement_is_refused_beside_its_field(changes, field):
    with pytest.raises(SessionRefused) as refused:
        schedule(**changes)
    assert refused.value.field == field
    assert not Session.objects.exists()


def test_end_before_start_is_refused():
    start = timezone.now() + timedelta(days=1)
    with pytest.raises(SessionRefused, match="sesudah jam mulai"):
        schedule(starts_at=start, ends_at=start)


def test_person_without_role_is_no_trainer():
    with pytest.raises(SessionRefused, match="bukan pelatih"):
        schedule(trainer=make_user(Role.CADRE))


def test_province_outside_the_phase_is_named():
    west, aceh = make_province("32"), make_province("11")
    with pytest.raises(SessionRefused, match="Tidak ikut dalam tahap ini: Aceh"):
        schedule([west, aceh], phase=make_phase(provinces=[west]))


def test_phase_that_is_not_open_is_refused():
    with pytest.raises(SessionRefused, match="Tahap ini belum atau tidak lagi berjalan"):
        schedule(phase=make_phase(state=PhaseState.CLOSED))


def test_provinces_of_two_zones_need_an_explicit_zone():
    provinces = [make_province("32"), make_province("91")]
    with pytest.raises(SessionRefused, match=r"berbeda zona waktu \(WIB, WIT\)"):
        schedule(provinces, venue=make_venue(provinces[0]))


def test_trainer_booked_at_that_time_is_told_with_the_other_session():
    west = make_province()
    start = (timezone.now() + timedelta(days=9)).replace(hour=2, minute=0, second=0, microsecond=0)
    first = schedule([west], starts_at=start)
    with pytest.raises(TrainerBooked) as refused:
        schedule([west], trainer=first.trainer, starts_at=start + timedelta(hours=1))
    assert refused.value.message.startswith(f"{first.trainer} sudah melatih “Arus kas” pada ")
    assert "pukul 09.00–12.00 WIB" in refused.value.message
    assert refused.value.field == "trainer"


def test_venue_booked_at_that_time_is_told():
    first = schedule()
    with pytest.raises(VenueBooked, match="sudah dipakai untuk “Arus kas”"):
        schedule(venue=first.venue)


def test_sessions_back_to_back_do_not_collide():
    first = schedule()
    second = schedule(trainer=first.trainer, venue=first.venue, starts_at=first.ends_at)
    assert second.starts_at == first.ends_at


def test_cancelled_session_leaves_trainer_and_venue_free():
    first = make_session(state=SessionState.CANCELLED, cancelled_at=timezone.now())
    second = schedule(
        trainer=first.trainer, venue=first.venue, starts_at=first.starts_at, ends_at=first.ends_at
    )
    assert second.trainer == first.trainer


@pytest.mark.parametrize("shared", ["trainer", "venue"])
def test_database_refuses_double_booking_past_the_services(shared):
    first = make_session()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_session(starts_at=first.starts_at + timedelta(hours=1), **{shared: getattr(first, shared)})


def test_database_refuses_second_invitation_of_a_person():
    session = make_session()
    pilot = make_pilot()
    fields = {
        "session": session,
        "pilot": pilot,
        "person": pilot.business.owner.user,
        "province": make_province(),
    }
    Invitation.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(**fields)


def test_province_row_carries_the_sessions_state_whatever_is_written():
    west, aceh = make_province("32"), make_province("11")
    session = make_session(provinces=[west], state=SessionState.HELD)
    SessionProvince.objects.create(session=session, province=aceh, state=SessionState.PLANNED)
    SessionProvince.objects.filter(session=session, province=west).update(state=SessionState.CANCELLED)
    assert set(session.session_provinces.values_list("province", "state")) == {("11", "held"), ("32", "held")}
