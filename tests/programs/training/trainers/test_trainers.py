"""Trainers' profiles and absences, and the days off."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from programs.training.models import Holiday, TrainerAbsence, TrainerProfile
from programs.training.trainers.holidays import refresh_holidays
from programs.training.trainers.services import add_absence
from soksi_portal.accounts.choices import Role
from tests.factories import make_module, make_province, make_session, make_user

pytestmark = pytest.mark.django_db


def soon(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_profile_is_saved_changed_and_kept_in_the_trail(client, staff):
    trainer, module = make_user(Role.TRAINER), make_module()
    url = reverse("trainer_edit", args=[trainer.pk])
    typed = {
        "time_zone": "Asia/Makassar",
        "languages": ["id", "bug"],
        "modules": [module.pk],
        "provinces": [make_province("73").code],
    }
    client.post(url, typed)
    profile = TrainerProfile.objects.get(user=trainer)
    assert (profile.time_zone, profile.languages) == ("Asia/Makassar", ["id", "bug"])
    client.post(url, typed | {"provinces": [make_province("91").code], "modules": []})
    assert [str(one) for one in profile.provinces.all()] == ["Papua"]
    assert not profile.modules.exists()
    page = client.get(reverse("trainer_detail", args=[trainer.pk])).content.decode()
    assert "Indonesia, Bugis" in page
    for field, odd in (
        ("languages", ["xx"]),
        ("languages", []),
        ("time_zone", "Mars"),
        ("provinces", ["\x00"]),
        ("modules", ["9" * 30]),
    ):
        assert list(client.post(url, typed | {field: odd}).context["form"].errors) == [field]


def test_trainer_says_when_away_and_takes_it_back(client):
    trainer = make_user(Role.TRAINER)
    client.force_login(trainer)
    add = reverse("absence_add", args=[trainer.pk])
    client.post(add, {"first": soon(5), "last": soon(6), "reason": "leave"})
    absence = TrainerAbsence.objects.get()
    assert (absence.first_day.isoformat(), absence.last_day.isoformat()) == (soon(5), soon(6))
    page = client.get(reverse("trainer_detail", args=[trainer.pk])).content.decode()
    assert absence.days_words in page
    client.post(reverse("absence_end", args=[absence.pk]))
    absence.refresh_from_db()
    assert (absence.ended_by, absence.ended_at is None) == (trainer, False)
    assert not TrainerAbsence.objects.standing().exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"last": soon(4)}, "last"), ({"first": soon(-5), "last": soon(-4)}, "last"), ({"last": soon(500)}, "last"),
        ({"first": "9999-12-31", "last": "9999-12-31"}, "first"), ({"first": "\x00"}, "first"), ({"reason": "x"}, "reason"),
        ({"first": soon(800), "last": soon(801)}, "last"), ({"first": "31-02-2027"}, "first"),
    ],
)  # fmt: skip
def test_odd_absence_is_answered_beside_the_field(client, staff, typed, field):
    trainer = make_user(Role.TRAINER)
    response = client.post(
        reverse("absence_add", args=[trainer.pk]),
        {"first": soon(5), "last": soon(6), "reason": "leave"} | typed,
    )
    assert field in response.context["form"].errors
    assert not TrainerAbsence.objects.exists()


def test_absence_over_a_session_names_it(client, staff):
    session = make_session()
    day = session.starts_at.astimezone(session.zone).date().isoformat()
    response = client.post(
        reverse("absence_add", args=[session.trainer_id]), {"first": day, "last": day, "reason": "leave"}
    )
    assert str(session.module) in response.context["form"].errors["first"][0]


def test_list_of_trainers_costs_the_same_with_one_and_three(client, staff, django_assert_max_num_queries):
    def queries() -> int:
        trainer = make_session().trainer
        TrainerProfile.objects.create(user=trainer).trainer_provinces.create(province=make_province())
        today = timezone.localdate()
        away = make_user(Role.TRAINER)
        add_absence(trainer=away, first=today, last=today, reason="ill", by=staff)
        with django_assert_max_num_queries(20) as captured:
            page = client.get(reverse("trainer_list")).content.decode()
        assert "Tidak bertugas" in page
        return len(captured)

    one = queries()
    queries()
    assert queries() == one


def test_holidays_come_from_the_library_and_staff_keep_the_last_word():
    refresh_holidays(2026)
    names = dict(Holiday.objects.values_list("day", "name"))
    assert names[date(2026, 12, 25)] == "Hari Raya Natal"
    assert Holiday.objects.get(day=date(2026, 12, 24)).kind == "joint"
    count = Holiday.objects.count()
    staff = make_user(Role.JAMKRINDO)
    Holiday.objects.filter(day=date(2026, 12, 24)).update(is_active=False, changed_by=staff)
    Holiday.objects.create(day=date(2026, 12, 22), name="Hari Ibu", changed_by=staff)
    stale = Holiday.objects.create(day=date(2026, 12, 21), name="Salah hitung")
    refresh_holidays(2026)
    assert Holiday.objects.count() == count + 2
    assert not Holiday.objects.get(day=date(2026, 12, 24)).is_active
    assert Holiday.objects.get(day=date(2026, 12, 22)).is_active
    stale.refresh_from_db()
    assert not stale.is_active
    call_command("load_holidays", verbosity=0)


def test_holiday_is_added_and_changed_by_staff(client, staff):
    typed = {
        "day": "2027-03-02",
        "name": "Galungan",
        "kind": "national",
        "province": make_province("51").code,
        "is_active": "on",
    }
    client.post(reverse("holiday_create"), typed)
    holiday = Holiday.objects.get()
    assert (holiday.province.name, holiday.changed_by) == ("Bali", staff)
    assert list(client.post(reverse("holiday_create"), typed).context["form"].errors) == ["day"]
    client.post(reverse("holiday_edit", args=[holiday.pk]), typed | {"is_active": ""})
    holiday.refresh_from_db()
    assert not holiday.is_active
    for field, odd in (
        ("day", "0001-01-01"),
        ("day", "\x00"),
        ("kind", "x"),
        ("province", "\x00"),
        ("province", "9" * 40),
        ("name", ""),
    ):
        assert list(
            client.post(reverse("holiday_create"), typed | {"day": "2027-04-06"} | {field: odd})
            .context["form"]
            .errors
        ) == [field]
    for year in ("2027", "0000", "9999", "x", "\x00"):
        assert client.get(reverse("holiday_list"), {"tahun": year}).status_code == 200
