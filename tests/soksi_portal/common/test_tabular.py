"""List pages: every row once whatever the sort, odd cursors harmless, exports that run nothing."""

import base64
import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from soksi_portal.accounts.models import User
from soksi_portal.common.keyset import keyset_page
from soksi_portal.common.spreadsheet import FORMULA_STARTS, as_before_safe, safe_csv_cell, write_xlsx
from soksi_portal.common.tabular import Column, Listing
from tests.factories import make_user

COLUMNS = (
    Column("nama", "Nama", lambda user: user.full_name, sort="full_name"),
    Column("masuk", "Masuk", lambda user: user.joined_at, sort="joined_at"),
)
SAME_MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def listing(query: str = "", **options: object) -> Listing:
    request = RequestFactory().get(f"/?{query}")
    return Listing(
        request, User.objects.all(), columns=COLUMNS, default_sort="-masuk", filename="orang", **options
    )


@pytest.fixture
def people(db) -> list[User]:
    return [make_user(full_name=f"Orang {number % 3}", joined_at=SAME_MOMENT) for number in range(7)]


@pytest.mark.parametrize("order", ["full_name", "-full_name", "joined_at", "-joined_at"])
def test_keyset_gives_every_row_once_forwards_and_backwards(people, order):
    seen, after, pages = [], "", []
    while True:
        page = keyset_page(User.objects.all(), order=order, size=2, after=after)
        pages.append([row.pk for row in page.rows])
        seen += page.rows
        after = page.after
        if not after:
            break
    sign = "-" if order.startswith("-") else ""
    assert [row.pk for row in seen] == list(
        User.objects.order_by(order, f"{sign}pk").values_list("pk", flat=True)
    )
    back, before = [pages[-1]], page.before
    while before:
        page = keyset_page(User.objects.all(), order=order, size=2, before=before)
        back.insert(0, [row.pk for row in page.rows])
        before = page.before
    # backwards the pages end at the same rows; the first may be shorter
    assert [pk for rows in back for pk in rows] == [row.pk for row in seen]


@pytest.mark.parametrize("cursor", ["x", "%%%", "AAAA", "bnVsbA", "W10", "é", "e30" * 900, "WzEsMiwzXQ"])
def test_keyset_with_odd_cursor_gives_first_page(people, cursor):
    page = keyset_page(User.objects.all(), order="full_name", size=3, after=cursor)
    first = keyset_page(User.objects.all(), order="full_name", size=3)
    assert [row.pk for row in page.rows] == [row.pk for row in first.rows]


@pytest.mark.django_db
@given(text=st.text(max_size=60))
def test_keyset_never_fails_on_any_cursor(text):
    keyset_page(User.objects.all(), order="joined_at", size=3, after=text)


@pytest.mark.parametrize(
    ("order", "value"),
    [
        ("joined_at", "2026-01-01T00:00:00+23:59"),
        ("full_name", "\ud800"),
        ("joined_at", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_forged_cursor_gives_first_page(people, order, value):
    cursor = base64.urlsafe_b64encode(json.dumps([order, value, 1]).encode()).decode().rstrip("=")
    page = keyset_page(User.objects.all(), order=order, size=3, after=cursor)
    assert len(page.rows) == 3


def test_cursor_of_another_order_gives_first_page(people):
    page = keyset_page(User.objects.all(), order="full_name", size=2)
    other = keyset_page(User.objects.all(), order="-full_name", size=2, after=page.after)
    assert other.before == ""


def test_listing_links_sort_and_pages(people):
    shown = listing("urut=nama&q=a", size=3)
    assert [header.direction for header in shown.headers] == ["ascending", ""]
    assert shown.headers[0].sort_url == "?urut=-nama&q=a"
    assert [len(shown.rows), shown.summary, shown.previous_url] == [3, "7 baris", ""]
    assert "sesudah=" in shown.next_url
    assert "q=a" in shown.next_url


def test_listing_with_unknown_sort_falls_back(people):
    assert listing("urut=password").order == "-joined_at"


def test_export_holds_all_rows_not_only_the_page(people):
    answer = listing("format=csv", size=2).export()
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [rows[0], len(rows)] == [["Nama", "Masuk"], 8]


def test_export_is_not_offered_without_the_right(people):
    shown = listing("format=csv", may_export=False)
    assert [shown.wants_export, shown.csv_url] == [False, ""]


@given(st.text())
def test_csv_text_never_begins_like_a_formula(text):
    cell = safe_csv_cell(text)
    assert not cell.startswith(FORMULA_STARTS)


@given(st.lists(st.text("a1 ;,|\t\n\"'=+-@"), min_size=2))
def test_csv_is_safe_where_cells_end_at_another_mark(texts):
    """As an Indonesian Excel opens it: parted at semicolons, which leaves the quotes of inner cells without meaning."""
    line = io.StringIO()
    csv.writer(line).writerow([safe_csv_cell(text) for text in texts])
    for begin in re.split(r"[;|\t\r\n]", line.getvalue()):
        assert not begin.startswith(("=", "+", "-", "@"))


@given(st.text('a;\n"=-@ '))
def test_csv_that_is_sent_back_is_as_it_was(text):
    assert as_before_safe(safe_csv_cell(text)) == text


def test_xlsx_keeps_dangerous_text_as_text_and_numbers_as_numbers():
    file = io.BytesIO()
    write_xlsx(file, header=["a", "b", "c"], rows=[["=1+1", 12, None], ["http://x.test", 1.5, True]])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0)
    assert sheet.to_python() == [["a", "b", "c"], ["=1+1", 12.0, ""], ["http://x.test", 1.5, "ya"]]
