"""Series: all of them or none, and the pages that show them before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from programs.training.errors import SeriesRefused
from programs.training.models import Holiday, PhaseModule, Session, SessionSeries
from programs.training.scheduling.candidates import starts_of
from programs.training.scheduling.series import Meeting, schedule_series
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_module,
    make_phase,
    make_pilot,
    make_province,
    make_session,
    make_user,
    make_venue,
)
from tests.programs.training.makers import make_arrangement

from .clock import FRIDAY, TUESDAY, at, coming

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers():
    """Four Tuesdays in Jawa Barat."""
    home = make_province()
    phase = make_phase(provinces=[home])
    make_pilot(phase=phase, province=home)
    return {
        "module": make_module(title="Arus kas").pk, "phase": phase.pk, "provinces": ["32"], "mode": "hybrid",
        "venue": make_venue(home).pk, "link": "https://rapat.test/a", "date": coming(TUESDAY).isoformat(),
        "start": "09:00", "end": "11:00", "time_zone": "", "trainer": make_user(Role.TRAINER).pk,
        "capacity": "20", "rhythm": "weekly", "times": "4", "modules": "same",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("once", [0]),
        ("daily", [0, 3, 4]),
        ("weekly", [0, 7, 14]),
        ("biweekly", [0, 14, 28]),
        ("fourweekly", [0, 28, 56]),
    ],
)
def test_beginnings_of_a_series_from_a_friday(rhythm, days):
    first = at(coming(FRIDAY), "09:00")
    assert starts_of(first, rhythm, 3) == [first + timedelta(days=number) for number in days]


def test_series_is_scheduled_with_everyone_invited_to_each(client, staff, answers):
    page = client.post(reverse("session_create"), answers, follow=True).content.decode()
    assert "4 sesi dijadwalkan." in page
    sessions = Session.objects.order_by("starts_at")
    assert [one.starts_at for one in sessions] == [
        at(coming(TUESDAY), "09:00") + timedelta(weeks=n) for n in range(4)
    ]
    assert {(one.mode, one.series_id) for one in sessions} == {("hybrid", SessionSeries.objects.get().pk)}
    assert Message.objects.filter(occasion="session_invited").count() == 4


def test_one_date_that_cannot_be_refuses_all_and_is_named(client, staff, answers):
    busy = make_session(starts_at=at(coming(TUESDAY), "10:00") + timedelta(weeks=2))
    response = client.post(reverse("session_create"), answers | {"trainer": busy.trainer_id})
    assert Session.objects.get() == busy
    assert not SessionSeries.objects.exists()
    assert not Message.objects.exists()
    (sentence,) = response.context["form"].errors["trainer"]
    assert sentence.startswith("Tidak ada yang dijadwalkan. Sesi Selasa,")
    assert [bool(line.collisions) for line in response.context["plan"].lines] == [False, False, True, False]


def test_dates_left_out_are_not_scheduled(client, staff, answers):
    busy = make_session(starts_at=at(coming(TUESDAY), "10:00") + timedelta(weeks=2))
    left_out = (coming(TUESDAY) + timedelta(weeks=2)).isoformat()
    client.post(reverse("session_create"), answers | {"trainer": busy.trainer_id, "lewati": [left_out]})
    assert Session.objects.exclude(pk=busy.pk).count() == 3


def test_each_meeting_takes_the_next_module_of_the_path(client, staff, answers):
    modules = [make_module(), *[make_module() for _ in range(3)]]
    for number, module in enumerate(modules, 1):
        PhaseModule.objects.create(phase_id=answers["phase"], module=module, position=number)
    along = answers | {"module": modules[1].pk, "modules": "path", "times": "3"}
    client.post(reverse("session_create"), along)
    assert list(Session.objects.order_by("starts_at").values_list("module", flat=True)) == [
        one.pk for one in modules[1:]
    ]
    response = client.post(reverse("session_create"), along | {"times": "4"})
    assert "tinggal 3 modul" in response.context["form"].errors["times"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("times", ""),
        ("times", "1"),
        ("times", "21"),
        ("times", "9" * 40),
        ("rhythm", "kadang"),
        ("rhythm", "\x00"),
        ("modules", "☕"),
    ],
)
def test_odd_series_are_answered_beside_the_field(client, staff, answers, field, value):
    response = client.post(reverse("session_create"), answers | {field: value})
    assert list(response.context["form"].errors) == [field]
    assert not Session.objects.exists()
    assert client.get(reverse("session_check"), answers | {field: value, "lewati": "\x00"}).status_code == 200


def test_series_past_the_form_has_two_to_twenty_sessions():
    home = make_province()
    for number in (0, 1, 21):
        with pytest.raises(SeriesRefused):
            schedule_series(
                meetings=[Meeting(at(coming(TUESDAY), "09:00"), make_module())] * number, phase=make_phase(),
                provinces=[home], arrangement=make_arrangement(home), rhythm="weekly", by=make_user(Role.JAMKRINDO),
            )  # fmt: skip


def test_looking_first_saves_nothing_and_shows_every_date(client, staff, answers):
    Holiday.objects.create(day=coming(TUESDAY) + timedelta(weeks=1), name="Hari Raya")
    page = client.post(reverse("session_create"), answers | {"periksa": "1"}).content.decode()
    assert not Session.objects.exists()
    assert page.count("Lewati tanggal ini") == 4
    assert "hari libur: Hari Raya." in page
    assert "Waktu berikutnya yang bebas" in page


def test_warning_is_read_before_it_is_scheduled_all_the_same(client, staff, answers):
    once = answers | {"rhythm": "once", "times": ""}
    Holiday.objects.create(day=coming(TUESDAY), name="Hari Raya")
    response = client.post(reverse("session_create"), once)
    assert "Ada peringatan." in response.content.decode()
    assert not response.context["form"].errors
    agreed = response.context["plan"].fingerprint
    assert f'name="tetap" value="{agreed}"' in response.content.decode()
    client.post(reverse("session_create"), once | {"tetap": "on"})
    assert not Session.objects.exists()
    client.post(reverse("session_create"), once | {"tetap": agreed})
    assert Session.objects.count() == 1


def test_agreement_to_one_warning_is_none_to_another(client, staff, answers):
    once = answers | {"rhythm": "once", "times": ""}
    Holiday.objects.create(day=coming(TUESDAY), name="Hari Raya")
    agreed = client.post(reverse("session_create"), once).context["plan"].fingerprint
    Holiday.objects.update(name="Hari lain")
    client.post(reverse("session_create"), once | {"tetap": agreed})
    assert not Session.objects.exists()


def test_proposed_time_is_put_into_the_form_and_nothing_is_saved(client, staff, answers):
    once = answers | {"rhythm": "once", "times": ""}
    Holiday.objects.create(day=coming(TUESDAY), name="Hari Raya")
    free = client.get(reverse("session_check"), once).context["plan"].free[0]
    response = client.post(reverse("session_create"), once | {"pakai": free.value})
    assert not Session.objects.exists()
    assert response.context["form"]["date"].value() == free.value.split()[0]
    assert response.context["plan"].found == []
    for odd in ("\x00", "a b c", "9" * 300, "1 2"):
        assert client.post(reverse("session_create"), once | {"pakai": odd}).status_code == 200


def test_change_is_checked_without_colliding_with_itself(client, staff, answers):
    session = make_session(provinces=[make_province()], starts_at=at(coming(TUESDAY), "09:00"))
    typed = answers | {"trainer": session.trainer_id, "venue": session.venue_id}
    url = reverse("session_check")
    assert client.get(url, typed | {"sesi": session.pk}).context["plan"].found == []
    assert client.get(url, typed).context["plan"].forbidden
    for odd in ("x", "9" * 40, "-1", "\x00"):
        assert client.get(url, typed | {"sesi": odd}).status_code == 404
    Holiday.objects.create(day=coming(TUESDAY), name="Hari Raya")
    edit = reverse("session_edit", args=[session.pk])
    response = client.post(edit, typed | {"time_zone": "Asia/Jakarta"})
    assert response.context["plan"].must_be_agreed
    agreed = response.context["plan"].fingerprint
    assert client.post(edit, typed | {"time_zone": "Asia/Jakarta", "tetap": agreed}).status_code == 302
