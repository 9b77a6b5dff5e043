"""The calendar: agenda, week and month."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from programs.training.models import Holiday
from soksi_portal.accounts.choices import Role
from tests.factories import make_cadre, make_invitation, make_province, make_session, make_user

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 2)  # a Tuesday


def on(day: date = DAY, hour: int = 9, zone: str = "Asia/Jakarta", **fields):
    starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    return make_session(starts_at=starts_at, **fields)


def shown(client, **query) -> dict[str, list]:
    days = client.get(reverse("training_calendar"), {"tanggal": DAY.isoformat()} | query).context["days"]
    return {one.date.isoformat(): [entry.session for entry in one.shown] for one in days if one.shown}


@pytest.mark.parametrize(("view", "first", "last"), [("agenda", 0, 27), ("pekan", -1, 5), ("bulan", -1, 33)])
def test_each_view_shows_its_days_and_no_other(client, staff, view, first, last):
    inside = [on(DAY + timedelta(days=first)), on(DAY + timedelta(days=last))]
    on(DAY + timedelta(days=first - 1))
    on(DAY + timedelta(days=last + 1))
    assert [one for sessions in shown(client, tampilan=view).values() for one in sessions] == inside


def test_session_stands_on_its_own_day_wherever_the_reader_lives(client, staff):
    early = on(hour=1, zone="Asia/Jayapura", provinces=[make_province("91")])  # the day before in Jakarta
    assert shown(client) == {"2027-03-02": [early]}


def test_filters_by_province_and_trainer(client, staff):
    home, papua = on(), on(provinces=[make_province("91")], zone="Asia/Jayapura")
    assert shown(client, provinsi="91") == {"2027-03-02": [papua]}
    assert shown(client, pelatih=home.trainer_id) == {"2027-03-02": [home]}
    for odd in ("x", "9" * 40, "\x00"):
        assert client.get(reverse("training_calendar"), {"provinsi": odd, "pelatih": odd}).status_code == 200


@pytest.mark.parametrize("odd", ["", "0000-00-00", "9999-12-31", "0001-01-01", "\x00", "1" * 500])
@pytest.mark.parametrize("view", ["agenda", "pekan", "bulan", "☕"])
def test_odd_days_are_answered(client, staff, view, odd):
    assert client.get(reverse("training_calendar"), {"tampilan": view, "tanggal": odd}).status_code == 200


def test_reader_elsewhere_sees_both_clocks(client):
    session = on(provinces=[make_province("91"), make_province("32")], zone="Asia/Jayapura")
    cadre = make_cadre(province=make_province("32"))
    make_invitation(session=session, person=cadre.user)
    client.force_login(cadre.user)
    page = client.get(reverse("training_calendar"), {"tanggal": DAY.isoformat()}).content.decode()
    assert "09.00–12.00 WIT" in page
    assert "(07.00–10.00 WIB di tempat Anda)" in page
    assert "Saringan" not in page


def test_others_sessions_are_not_in_the_calendar(client):
    on(provinces=[make_province("91")])
    client.force_login(make_user(Role.COORDINATOR, province=make_province("32")))
    assert shown(client) == {}


def test_holidays_and_more_than_three_a_day_in_the_month(client, staff):
    for _ in range(5):
        on()
    Holiday.objects.create(day=DAY, name="Hari Uji")
    page = client.get(
        reverse("training_calendar"), {"tanggal": DAY.isoformat(), "tampilan": "bulan"}
    ).content.decode()
    assert "2 lagi" in page
    assert "Hari Uji" in page


def test_calendar_costs_the_same_with_one_and_three_sessions(client, staff, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as captured:
            client.get(reverse("training_calendar"), {"tanggal": DAY.isoformat()})
        return len(captured)

    on(provinces=[make_province("32"), make_province("91")])
    one = queries()
    for _ in range(2):
        on(provinces=[make_province("32"), make_province("11")])
    assert queries() == one
