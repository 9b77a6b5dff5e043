"""A trainer's absence and sessions never overlap, whoever writes; when a session changed is always known."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from programs.training.choices import SessionState
from programs.training.errors import AbsenceRefused, TrainerAway
from programs.training.models import Session, TrainerAbsence
from programs.training.services import reschedule_session, schedule_session
from programs.training.trainers.services import add_absence, end_absence
from soksi_portal.accounts.choices import Role
from tests.factories import make_module, make_phase, make_province, make_session, make_user
from tests.parallel import in_parallel
from tests.programs.training.makers import make_arrangement
from tests.programs.training.test_changing import arrangement_of

from .clock import TUESDAY, at, coming


def make_absence(trainer, *, day=None, **fields):
    """Past the service: one whole day in Jakarta."""
    day = day or coming(TUESDAY)
    fields = {
        "starts_at": at(day, "00:00"), "ends_at": at(day + timedelta(days=1), "00:00"),
        "reason": "leave", "created_by": trainer,
    } | fields  # fmt: skip
    return TrainerAbsence.objects.create(trainer=trainer, **fields)


@pytest.mark.django_db
def test_session_in_an_absence_is_refused_by_the_database():
    trainer, day = make_user(Role.TRAINER), coming(TUESDAY)
    make_absence(trainer, day=day)
    with pytest.raises(IntegrityError, match="trainer_present"), transaction.atomic():
        make_session(trainer=trainer, starts_at=at(day, "21:00"))
    make_session(
        trainer=trainer, starts_at=at(day, "21:00"), state=SessionState.CANCELLED, cancelled_at=timezone.now()
    )
    elsewhere = make_session(trainer=trainer, starts_at=at(day + timedelta(days=1), "00:00"))
    with pytest.raises(IntegrityError, match="trainer_present"), transaction.atomic():
        Session.objects.filter(pk=elsewhere.pk).update(starts_at=at(day, "23:59"))


@pytest.mark.django_db
def test_absence_over_a_session_is_refused_by_the_database():
    session = make_session(starts_at=at(coming(TUESDAY), "09:00"))
    with pytest.raises(IntegrityError, match="absence_free"), transaction.atomic():
        make_absence(session.trainer)
    ended = make_absence(session.trainer, ended_at=timezone.now(), ended_by=session.trainer)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        TrainerAbsence.objects.filter(pk=ended.pk).update(ended_at=None, ended_by=None)


@pytest.mark.django_db
def test_absence_that_was_taken_back_stays_so():
    trainer = make_user(Role.TRAINER)
    absence = make_absence(trainer)
    end_absence(absence=absence, by=trainer)
    again = {"ended_at": None, "ended_by": None}
    for changed in (again, {"ended_at": timezone.now()}, {"ends_at": at(coming(TUESDAY), "12:00")}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            TrainerAbsence.objects.filter(pk=absence.pk).update(**changed)
    assert make_absence(trainer).ended_at is None  # written down anew


@pytest.mark.django_db
def test_two_absences_of_one_trainer_never_overlap():
    trainer = make_user(Role.TRAINER)
    make_absence(trainer)
    with pytest.raises(IntegrityError, match="absence_once"), transaction.atomic():
        make_absence(trainer)


@pytest.mark.django_db
def test_services_say_politely_who_is_away_and_which_session_stands():
    province, day = make_province(), coming(TUESDAY)
    trainer, staff = make_user(Role.TRAINER), make_user(Role.JAMKRINDO)
    session = make_session(trainer=trainer, starts_at=at(day, "09:00"), provinces=[province])
    with pytest.raises(AbsenceRefused, match="Masih ada sesi pada hari itu: “Modul Uji") as refusal:
        add_absence(trainer=trainer, first=day, last=day, reason="leave", by=trainer)
    assert refusal.value.field == "first"

    away = day + timedelta(days=7)
    absence = add_absence(
        trainer=trainer, first=away, last=away + timedelta(days=1), reason="leave", by=trainer
    )
    moved = arrangement_of(session)
    moved = type(moved)(**{**vars(moved), "starts_at": at(away, "09:00"), "ends_at": at(away, "12:00")})
    with pytest.raises(TrainerAway, match="tidak bertugas pada") as refusal:
        reschedule_session(session=session, arrangement=moved, by=staff)
    assert refusal.value.field == "trainer"
    end_absence(absence=absence, by=staff)
    assert reschedule_session(session=session, arrangement=moved, by=staff).starts_at == at(away, "09:00")


@pytest.mark.django_db
def test_change_of_a_session_is_dated_however_it_is_written():
    session = make_session()
    before = Session.objects.get(pk=session.pk).changed_at
    Session.objects.filter(pk=session.pk).update(capacity=session.capacity)
    assert Session.objects.get(pk=session.pk).changed_at == before
    Session.objects.filter(pk=session.pk).update(capacity=session.capacity + 1)
    assert Session.objects.get(pk=session.pk).changed_at > before


@pytest.mark.django_db(transaction=True)
def test_absence_and_session_at_the_same_instant_leave_one_of_them():
    province, staff, trainer = make_province(), make_user(Role.JAMKRINDO), make_user(Role.TRAINER)
    phase, module, day = make_phase(provinces=[province]), make_module(), coming(TUESDAY)
    wanted = make_arrangement(province, trainer=trainer, starts_at=at(day, "09:00"))

    def act(what: str) -> str:
        if what == "absence":
            add_absence(trainer=trainer, first=day, last=day, reason="leave", by=staff)
        else:
            schedule_session(module=module, phase=phase, provinces=[province], arrangement=wanted, by=staff)
        return what

    answers = Counter(in_parallel(act, ["absence", "session"] * 3))

    assert answers["absence"] + answers["session"] == 1
    assert TrainerAbsence.objects.count() + Session.objects.count() == 1
    assert set(answers) <= {"absence", "session", "AbsenceRefused", "TrainerAway", "TrainerBooked"}


@pytest.mark.django_db(transaction=True)
def test_absence_and_session_that_pass_the_services_still_meet_the_wall():
    trainer, day = make_user(Role.TRAINER), coming(TUESDAY)
    template = make_session(
        starts_at=at(day + timedelta(days=3), "09:00"), mode="online", link="https://a.test", venue=None
    )

    def act(what: str) -> str:
        if what == "absence":
            make_absence(trainer, day=day)
        else:
            session = Session.objects.get(pk=template.pk)
            session.pk, session.trainer = None, trainer
            session.starts_at, session.ends_at = at(day, "09:00"), at(day, "12:00")
            session.save(force_insert=True)
        return "written"

    answers = Counter(in_parallel(act, ["absence", "session"] * 3))
    assert answers == {"written": 1, "IntegrityError": 5}
