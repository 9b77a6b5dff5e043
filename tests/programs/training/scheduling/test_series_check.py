"""The form that moves a series says at once what collides on each date, and when all of it is free."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from programs.training.models import Session
from tests.factories import make_session
from tests.programs.training.scheduling.test_moving import WEEK, make_series

pytestmark = pytest.mark.django_db


def typed(session: Session, **changes) -> dict:
    start, end = (at.astimezone(session.zone) for at in (session.starts_at, session.ends_at))
    return {
        "scope": "semua", "mode": session.mode, "venue": session.venue_id, "link": "", "date": start.date(),
        "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", "time_zone": session.time_zone,
        "trainer": session.trainer_id, "capacity": session.capacity,
    } | changes  # fmt: skip


def check(client, session, **changes):
    return client.get(reverse("series_check", args=[session.pk]), typed(session, **changes))


def test_each_date_is_looked_at_and_all_are_free_at_what_is_proposed(client, staff):
    first, second, third = make_series()
    # the day after the second date, where the second would go; and in the morning of a proposal for the first
    make_session(trainer=first.trainer, starts_at=second.starts_at + timedelta(days=1))
    make_session(trainer=first.trainer, starts_at=third.starts_at + timedelta(days=1, hours=5))
    answer = check(client, first, date=(first.starts_at + timedelta(days=1)).date())
    plan = answer.context["plan"]
    assert [bool(line.collisions) for line in plan.lines] == [False, True, False]
    page = answer.content.decode()
    assert plan.lines[1].collisions[0].sentence in html.unescape(page)
    assert page.count('name="pakai"') == len(plan.free) > 0
    taken = list(
        Session.objects.filter(trainer=first.trainer, series=None).values_list("starts_at", "ends_at")
    )
    for free in plan.free:
        shift = free.starts_at - first.starts_at
        for one in (first, second, third):
            assert not any(
                start < one.ends_at + shift and end > one.starts_at + shift for start, end in taken
            )


def test_what_moves_along_is_not_in_the_way_of_itself(client, staff):
    first, *_others = make_series()
    plan = check(client, first, date=(first.starts_at + WEEK).date()).context["plan"]
    assert plan.found == []
    assert plan.free == []


def test_a_proposed_time_is_taken_over_and_moves_nothing_yet(client, staff):
    first, second, _third = make_series()
    make_session(trainer=first.trainer, starts_at=second.starts_at + timedelta(days=1))
    free = check(client, first, date=(first.starts_at + timedelta(days=1)).date()).context["plan"].free[0]
    answer = client.post(reverse("series_edit", args=[first.pk]), typed(first) | {"pakai": free.value})
    assert f'value="{free.value.split()[1]}"' in answer.content.decode()
    assert not any(one.forbids for one in answer.context["plan"].found)
    assert Session.objects.get(pk=first.pk).starts_at == first.starts_at


@pytest.mark.parametrize("odd", ["", "x", "9" * 40, "\x00", "0001-01-01", "25:99"])
def test_odd_values_are_answered_with_what_is_missing(client, staff, odd):
    first = make_series()[0]
    for field in ("date", "start", "trainer", "capacity", "scope", "venue"):
        answer = check(client, first, **{field: odd})
        assert answer.status_code == 200
        assert "Belum dapat diperiksa" in answer.content.decode()


def test_single_session_has_no_series_to_check(client, staff):
    assert client.get(reverse("series_check", args=[make_session().pk])).status_code == 404
