"""What only one of two can write at the same instant: the other reads a sentence, never the database's error."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from programs.training.checkin.ticks import Tick, apply_tick
from programs.training.choices import TickOutcome
from programs.training.curriculum.services import save_module
from programs.training.models import AttendanceTick, Holiday, Module, Venue
from programs.training.trainers.holidays import save_holiday
from programs.training.venues.services import create_venue, edit_venue
from soksi_portal.accounts.choices import Role
from tests.factories import make_regency, make_user, make_venue
from tests.parallel import in_parallel
from tests.programs.training.checkin.makers import make_guest, make_running

pytestmark = pytest.mark.django_db(transaction=True)


def name_of(answer) -> str:
    return answer if isinstance(answer, str) else "done"


def test_two_who_save_a_venue_of_the_same_name_leave_one():
    values = {"name": "Balai Kota", "address": "Jalan 1", "regency": make_regency(), "capacity": 40}
    people = [make_user(Role.JAMKRINDO), make_user(Role.JAMKRINDO)]
    answers = in_parallel(lambda who: create_venue(values=values, by=who), people)
    assert sorted(map(name_of, answers)) == ["VenueKnown", "done"]
    assert Venue.objects.count() == 1


def test_two_venues_renamed_alike_stay_two_by_name():
    venues, staff = [make_venue(), make_venue()], make_user(Role.JAMKRINDO)

    def rename(venue):
        values = {"name": "Balai Kota", "address": "x", "regency": venue.regency, "capacity": 200}
        return edit_venue(venue=venue, values=values, by=staff)

    assert sorted(map(name_of, in_parallel(rename, venues))) == ["VenueKnown", "done"]


def test_two_who_give_a_module_the_same_code_leave_one():
    staff = make_user(Role.JAMKRINDO)
    modules = [Module(code="KAS", title=title, goal="Uji", goals=["uji"], hours=3) for title in "AB"]
    answers = in_parallel(lambda one: save_module(module=one, requires=[], by=staff), modules)
    assert sorted(map(name_of, answers)) == ["CurriculumRefused", "done"]


def test_two_who_write_down_the_same_day_off_leave_one():
    staff = make_user(Role.JAMKRINDO)
    days = [Holiday(day=dt.date(2027, 5, 5), name=name, kind="national") for name in "AB"]
    answers = in_parallel(lambda one: save_holiday(holiday=one, by=staff), days)
    assert sorted(map(name_of, answers)) == ["HolidayKnown", "done"]


def test_one_key_for_two_sessions_counts_once():
    first = make_running()
    second = make_running()
    key = uuid.uuid4()

    def send(session):
        tick = Tick(key, guests[session.pk].pk, "present", "", 0.0)
        return apply_tick(session=session, tick=tick, by=session.trainer).outcome

    guests = {session.pk: make_guest(session) for session in (first, second)}
    answers = in_parallel(send, [first, second])
    assert sorted(answers) == [TickOutcome.APPLIED, TickOutcome.REFUSED]
    assert AttendanceTick.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "values", "sentence"),
    [
        ("venue_create", {"name": "Balai Kota", "address": "Jalan 1", "capacity": "40"}, "sudah ada di daftar tempat"),
        ("module_create", {"title": "Kas", "code": "KAS", "goal": "Uji", "goals": "uji", "hours": 3, "least_sessions": 1}, "sudah dipakai modul lain"),
        ("holiday_create", {"day": "2027-05-05", "name": "Hari", "kind": "national", "is_active": "on"}, "baru saja dicatat"),
    ],
)  # fmt: skip
def test_page_says_it_beside_the_field(client, monkeypatch, page, values, sentence):
    """As when the other's row comes between the form's look and the writing."""
    client.force_login(make_user(Role.JAMKRINDO))
    values |= {"regency": make_regency().pk} if page == "venue_create" else {}
    assert client.post(reverse(page), values).status_code == 302
    monkeypatch.setattr("django.forms.models.BaseModelForm._post_clean", _post_clean_that_sees_nothing)
    monkeypatch.setattr("programs.training.trainers.forms.HolidayForm.clean", lambda form: form.cleaned_data)
    answer = client.post(reverse(page), values)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def _post_clean_that_sees_nothing(form) -> None:
    for name, value in form.cleaned_data.items():
        if name in {field.name for field in form.instance._meta.concrete_fields}:
            setattr(form.instance, name, value)
