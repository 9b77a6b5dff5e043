from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.formats import date_format

from soksi_portal.common import display
from soksi_portal.common.templatetags import portal

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Jakarta", "Senin, 23 November 2026 pukul 08.00 WIB"),
        ("Asia/Makassar", "Senin, 23 November 2026 pukul 09.00 WITA"),
        ("Asia/Jayapura", "Senin, 23 November 2026 pukul 10.00 WIT"),
        (None, "Senin, 23 November 2026 pukul 08.00 WIB"),
        ("Asia/Tokyo", "Senin, 23 November 2026 pukul 10.00 UTC+0900"),
    ],
)
def test_moment_names_its_zone(zone, shown):
    assert display.moment(MONDAY, zone) == shown


def test_moment_range_of_one_day_names_the_day_once():
    shown = display.moment_range(MONDAY, MONDAY + timedelta(hours=3), "Asia/Makassar")
    assert shown == "Senin, 23 November 2026 pukul 09.00–12.00 WITA"


def test_moment_range_over_midnight_names_both_days():
    shown = display.moment_range(MONDAY, MONDAY + timedelta(hours=15), "Asia/Makassar")
    assert shown == ("Senin, 23 November 2026 pukul 09.00 WITA – Selasa, 24 November 2026 pukul 00.00 WITA")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(1250000, f"Rp{NBSP}1.250.000"), (0, f"Rp{NBSP}0"), (-5000, f"−Rp{NBSP}5.000"), (None, "–")],
)
def test_rupiah(amount, shown):
    assert display.rupiah(amount) == shown


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [(1234567, 0, "1.234.567"), (12.5, 1, "12,5"), (0, 0, "0"), (None, 0, "–")],
)
def test_figure(number, decimals, shown):
    assert display.figure(number, decimals) == shown


@pytest.mark.parametrize(("part", "whole", "shown"), [(1, 3, f"33{NBSP}%"), (0, 4, f"0{NBSP}%"), (0, 0, "–")])
def test_percent_of_nothing_is_no_number(part, whole, shown):
    assert display.percent(part, whole) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+62812345678", "0812-3456-78"),
        ("+6512345678", "+6512345678"),
        ("", "–"),
    ],
)
def test_phone(number, shown):
    assert display.phone(number) == shown


@pytest.mark.parametrize(
    ("away", "shown"),
    [
        (timedelta(seconds=-5), "baru saja"),
        (timedelta(seconds=5), "sebentar lagi"),
        (timedelta(hours=-2, minutes=-10), "2 jam lalu"),
        (timedelta(days=-3, hours=-5), "3 hari lalu"),
        (timedelta(days=3, hours=5), "dalam 3 hari"),
    ],
)
def test_ago_speaks_of_the_largest_unit(away, shown):
    assert display.ago(MONDAY + away, now=MONDAY) == shown


def test_dates_have_no_point_after_the_month():
    assert (date_format(date(2026, 11, 23)), date_format(date(2026, 8, 9), "SHORT_DATE_FORMAT")) == (
        "23 November 2026",
        "9 Agu 2026",
    )


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_local_time_carries_the_exact_moment():
    assert render('{% local_time at "Asia/Makassar" %}', at=MONDAY) == (
        '<time datetime="2026-11-23T09:00:00+08:00">Senin, 23 November 2026 pukul 09.00 WITA</time>'
    )


def test_local_time_of_nothing_is_a_dash():
    assert render("{% local_time at %}{% since at %}{% local_date at %}", at=None) == "–––"


def test_badge_escapes_its_label_and_knows_its_tones():
    shown = render('{% badge label "bad" %}|{% badge label "<x>" %}', label="<b>")
    assert [part.split(">")[0] for part in shown.split("|")] == [
        '<span class="tag tag-bad"',
        '<span class="tag tag-neutral"',
    ]
    assert "<b>" not in shown


def test_query_string_changes_and_removes():
    request = RequestFactory().get("/?urut=nama&sesudah=x&q=a&q=b")
    shown = render('{% query_string urut="-nama" sesudah=None %}', request=request)
    assert shown == "?urut=-nama&amp;q=a&amp;q=b"


def test_sort_header_turns_the_order_round():
    request = RequestFactory().get("/?urut=nama")
    shown = render('{% sort_header "nama" "Nama" %}', request=request)
    assert shown == (
        '<th scope="col" aria-sort="ascending"><a class="sort" href="?urut=-nama">Nama '
        '<span aria-hidden="true">▲</span></a></th>'
    )


@pytest.mark.parametrize(("value", "shown"), [(1200, "1.200"), (None, "–"), ("x", "x"), (True, True)])
def test_localized_writes_only_numbers_anew(value, shown):
    assert portal.localized(value) == shown


@pytest.mark.parametrize(
    ("cookie", "shown"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"><script>', ""), ("", "")],
)
def test_theme_comes_from_the_cookie_and_nothing_else_does(cookie, shown):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert portal.theme_attribute(Context({"request": request})) == shown
