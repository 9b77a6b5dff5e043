"""What waits on `/beranda/`, what a business's story tells, and the curriculum."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from programs.training.models import Attendance, Module
from programs.training.story import events
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import waiting_for
from tests.factories import make_invitation, make_phase, make_pilot, make_province, make_session, make_user

pytestmark = pytest.mark.django_db


def actions(user) -> list[str]:
    wanted = {
        "Jawab undangan", "Lihat pelatihan", "Isi kehadiran", "Catat kehadiran", "Lihat sesi", "Jadwalkan pelatihan",
    }  # fmt: skip
    return [item.action for item in waiting_for(user) if item.action in wanted]


def test_invited_person_is_asked_to_answer_and_sees_the_next_training():
    invitation = make_invitation()
    make_invitation(session=make_session(), person=invitation.person, state="confirmed")
    make_invitation(
        session=make_session(starts_at=timezone.now() - timedelta(days=3)),
        person=invitation.person,
        pilot=invitation.pilot,
    )
    assert actions(invitation.person) == ["Jawab undangan", "Lihat pelatihan"]


@pytest.mark.parametrize(
    ("start", "action"),
    [
        (timedelta(days=2), "Lihat sesi"),
        (timedelta(minutes=30), "Catat kehadiran"),
        (timedelta(minutes=-30), "Catat kehadiran"),
        (timedelta(days=-2), "Isi kehadiran"),
    ],
)
def test_trainer_is_led_to_the_session_of_now(start, action):
    session = make_session(starts_at=timezone.now() + start)
    assert actions(session.trainer) == [action]


def test_staff_see_sessions_with_few_answers_and_pilots_without_training():
    soon = make_session(starts_at=timezone.now() + timedelta(days=3))
    make_invitation(session=soon)
    make_invitation(session=soon, state="confirmed")
    answered = make_session(starts_at=timezone.now() + timedelta(days=3))
    make_invitation(session=answered, state="confirmed")
    make_pilot(phase=make_phase(provinces=[make_province("11")]), province=make_province("11"))
    items = [
        item
        for item in waiting_for(make_user(Role.JAMKRINDO))
        if item.action in ("Lihat sesi", "Lihat siapa saja")
    ]
    assert [(item.action, item.count) for item in items] == [("Lihat sesi", None), ("Lihat siapa saja", 1)]
    assert items[0].text.startswith("1 dari 2 orang belum menjawab.")


def test_story_tells_invitation_answer_and_attendance():
    session = make_session(starts_at=timezone.now() - timedelta(hours=1))
    invitation = make_invitation(session=session, state="confirmed", answered_at=timezone.now())
    Attendance.objects.create(
        invitation=invitation, province=invitation.province, status="present", recorded_by=session.trainer
    )
    titles = [event.title for event in events(invitation.pilot.business)]
    assert titles == [
        f"Diundang ke pelatihan: {session.module}",
        f"Akan hadir: {session.module}",
        f"Kehadiran pelatihan {session.module}: hadir",
    ]


def test_modules_are_loaded_again_without_doubling():
    call_command("load_modules", verbosity=0)
    Module.objects.filter(code="ARK").update(title="Lama")
    call_command("load_modules", verbosity=0)
    assert Module.objects.count() == 6
    assert Module.objects.get(code="ARK").title == "Lama"  # as staff have written it
    assert set(Module.objects.get(code="BNK").requires.values_list("code", flat=True)) == {
        "ARK",
        "RUS",
        "LGL",
    }
    assert Module.objects.filter(goals__len__gte=3).count() == 6
