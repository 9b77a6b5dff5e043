"""The statements of a business: page, workbook and PDF say the same."""

from __future__ import annotations

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from programs.mentoring.models import ReportVersion
from programs.mentoring.statements.papers import papers_of
from programs.mentoring.statements.pdf import statements_pdf
from programs.mentoring.statements.workbook import workbook_of
from tests.programs.mentoring.makers import figures, make_books, make_keeper, make_report, owner_of

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _early_november():
    with time_machine.travel("2026-11-05T03:00Z", tick=False):
        yield


def amounts(statement, label: str) -> tuple[int, ...]:
    return next(line.amounts for line in statement.lines if line.label == label)


def test_a_quarter_beside_its_beginning():
    business = make_books(months=3)[0].business
    papers = papers_of(business, months=3)
    assert papers.period == "Agustus 2026 – Oktober 2026"
    assert papers.position.columns == ("31 Oktober 2026", "31 Juli 2026")
    assert amounts(papers.position, "Kas") == (6_700_000, 1_000_000)
    assert amounts(papers.position, "Jumlah aset") == amounts(
        papers.position, "Jumlah liabilitas dan ekuitas"
    )
    assert amounts(papers.income, "Laba (rugi)") == (5_700_000,)
    assert amounts(papers.cash, "Selisih") == (0,)


def test_a_month_beside_the_one_before():
    business = make_books(months=3)[0].business
    papers = papers_of(business, until=SEPTEMBER, months=1)
    assert papers.income.columns == ("September 2026", "Agustus 2026")
    assert [point.label for point in papers.charts["sales"]] == ["Agustus 2026", "September 2026"]
    assert papers_of(business, until=date(2030, 1, 1)).last == OCTOBER
    assert papers_of(business, months=12).first == AUGUST


def test_a_loss_is_drawn_and_said_as_one():
    business = make_keeper()
    make_report(business, SEPTEMBER, is_opening=True)
    make_report(business, OCTOBER, wages=9_000_000, cash=0, drawings=0, difference_reason="x")
    (point,) = papers_of(business).charts["margin"]
    # 6,000,000 − 3,500,000 − 9,000,000, and 5,500,000 more in the till than follows from it
    assert (point.text, point.tone) == ("−17\xa0%", "bad")


def test_nothing_before_the_first_month(client):
    business = make_keeper()
    make_report(business, OCTOBER, is_opening=True)
    assert papers_of(business) is None
    client.force_login(owner_of(business))
    assert (
        "Belum ada laporan keuangan"
        in client.get(reverse("statement_page", args=[business.pk])).content.decode()
    )
    assert client.get(reverse("statement_pdf", args=[business.pk])).status_code == 404


def test_the_workbook_has_the_amounts_as_numbers():
    business = make_books(make_keeper(), months=2)[0].business
    business.name = "=HYPERLINK(1)"
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_of(papers_of(business, months=2))))
    assert book.sheet_names == ["Laporan posisi keuangan", "Laporan laba rugi", "Arus uang", "Catatan"]
    rows = book.get_sheet_by_name("Laporan laba rugi").to_python()
    assert rows[0][0] == "=HYPERLINK(1)"
    assert next(row[1] for row in rows if row[0] == "Penjualan") == 12_000_000
    notes = [row[0] for row in book.get_sheet_by_name("Catatan").to_python()]
    assert "1. Umum" in notes


def test_the_pdf_takes_names_as_they_are():
    business = make_books(months=1)[0].business
    business.name = '#panic("x") $y$ \\ "Toko" <script>'
    assert statements_pdf(papers_of(business), made="Dicetak.").startswith(b"%PDF")


def test_downloads_are_named_and_never_kept(client):
    business = make_books(months=1)[0].business
    client.force_login(owner_of(business))
    for name, kind in (("statement_pdf", "pdf"), ("statement_xlsx", "xlsx")):
        response = client.get(reverse(name, args=[business.pk]) + "?sampai=2026-10&bulan=1")
        assert response["Content-Disposition"].endswith(f'-2026-10.{kind}"')
        assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "query", ["sampai=x&bulan=0", "sampai=2026-99&bulan=-1", "sampai=%00", "bulan=9999999999999"]
)
def test_what_cannot_be_read_shows_the_usual(client, query):
    business = make_books(months=1)[0].business
    client.force_login(owner_of(business))
    assert client.get(reverse("statement_page", args=[business.pk]) + f"?{query}").status_code == 200


def test_a_correction_counts_from_when_it_was_sent():
    business = make_books(months=2)[0].business
    report = business.monthly_reports.get(month=SEPTEMBER)
    ReportVersion.objects.create(
        report=report,
        number=2,
        reason="Uji",
        sent_by=owner_of(business),
        **figures() | {"sales": 6_500_000, "cash": 3_400_000},
    )
    papers = papers_of(business, months=2)
    assert amounts(papers.income, "Penjualan") == (12_500_000,)
    # October was counted before; what is missing now stands in the open
    assert amounts(papers.cash, "Selisih") == (-500_000,)
