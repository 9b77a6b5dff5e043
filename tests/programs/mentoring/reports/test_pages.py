"""The pages of a report: what is typed is kept, what is wrong is said, amounts are for few eyes."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from programs.mentoring.models import FigureOpening, Report
from programs.mentoring.reports import services
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.mentoring.makers import make_books, make_keeper, make_report, owner_of

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _early_november():
    with time_machine.travel("2026-11-05T03:00Z", tick=False):
        yield


@pytest.fixture
def sheet(client) -> Report:
    """October is being filled in by its owner."""
    business = make_keeper()
    make_report(business, SEPTEMBER, is_opening=True, receivables=75_000)
    report = make_report(business, OCTOBER, sent=False)
    Report.objects.filter(pk=report.pk).update(
        sales=None, receivables=None, equipment_bought=None, employees=None
    )
    report.refresh_from_db()
    client.force_login(owner_of(business))
    return report


def step(client, report: Report, slug: str, query: str = "", **typed: str):
    return client.post(reverse("report_step", args=[report.pk, slug]) + query, typed)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_a_page_keeps_what_is_typed_and_goes_on(client, sheet):
    response = step(client, sheet, "penjualan", sales="12 juta")
    assert response["Location"] == reverse(
        "report_step", args=[sheet.pk, "alat"]
    )  # the next one that is not done
    sheet.refresh_from_db()
    assert (sheet.sales, sheet.receivables) == (12_000_000, 0)
    assert step(client, sheet, "alat")["Location"] == reverse("report_step", args=[sheet.pk, "pekerja"])
    assert step(client, sheet, "pekerja", employees="2")["Location"] == reverse(
        "report_check", args=[sheet.pk]
    )
    back = step(client, sheet, "penjualan", "?periksa", sales="13 juta")
    assert back["Location"] == reverse("report_check", args=[sheet.pk])


def test_half_a_page_is_kept_for_later(client, sheet):
    response = step(client, sheet, "penjualan", receivables="50.000", nanti="1")
    assert response["Location"] == reverse("report_edit", args=[sheet.pk])
    sheet.refresh_from_db()
    assert (sheet.sales, sheet.receivables) == (None, 50_000)
    assert "Sedang diisi" in text(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("slug", "typed", "sentence"),
    [
        ("penjualan", {"sales": ""}, "Tulis jumlahnya. Bila tidak ada, tulis 0."),
        ("penjualan", {"sales": "banyak"}, "Tulis jumlahnya dengan angka saja"),
        ("penjualan", {"sales": "9" * 40}, "Jumlah ini terlalu besar"),
        ("penjualan", {"sales": "1\x002"}, "karakter"),
        ("alat", {"equipment_bought": "2 juta"}, "Tulis alat apa."),
        ("alat", {"equipment_bought": "2 juta", "equipment_name": "Oven"}, "Tulis kira-kira berapa tahun"),
        ("alat", {"equipment_name": "Oven"}, "Tulis harganya, atau kosongkan semua"),
        ("alat", {"equipment_bought": "2 juta", "equipment_name": "O\x00", "equipment_years": "3"}, "tanda yang tidak bisa disimpan"),
        ("alat", {"equipment_bought": "2 juta", "equipment_name": "Oven", "equipment_years": "50"}, "antara 1 dan 20 tahun"),
        ("pekerja", {"employees": "dua"}, "dengan angka, misalnya 2"),
        ("pekerja", {"employees": "99999"}, "terlalu besar"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(client, sheet, slug, typed, sentence):
    response = step(client, sheet, slug, **typed)
    assert response.status_code == 200
    if "\x00" in "".join(typed.values()):
        assert "field-wrong" in text(response) or sentence in text(response)
    else:
        assert sentence in text(response)
        assert all(value in text(response) for value in typed.values())


def test_last_months_figure_stands_beside_the_field(client, sheet):
    page = text(client.get(reverse("report_step", args=[sheet.pk, "penjualan"])))
    assert "Saldo awal: Rp 75.000" in page
    services.save_figures(report=sheet, values={"sales": 6_000_000, "receivables": 75_000, "employees": 1, "equipment_bought": 0}, by=owner_of(sheet.business))  # fmt: skip
    services.send_report(report=sheet, by=owner_of(sheet.business))
    november = make_report(sheet.business, date(2026, 11, 1), sent=False)
    page = text(client.get(reverse("report_step", args=[november.pk, "penjualan"])))
    assert "Bulan lalu: Rp 6.000.000" in page
    assert "Bulan lalu: Rp 75.000" in page


def test_no_such_page(client, sheet):
    assert client.get(reverse("report_step", args=[sheet.pk, "tidak-ada"])).status_code == 404
    assert (
        client.get(reverse("report_step", args=[sheet.pk, "piutang"])).status_code == 404
    )  # of opening balances


def test_a_slip_is_asked_about_and_not_refused(client, sheet):
    services.save_figures(report=sheet, values={"sales": 6_000_000, "receivables": 75_000, "employees": 1, "equipment_bought": 0, "stock": 50_000_000}, by=owner_of(sheet.business))  # fmt: skip
    page = text(client.get(reverse("report_check", args=[sheet.pk])))
    assert "Persediaan akhir lebih besar" in page
    assert "Kirim laporan" in page


def test_the_same_sheet_sent_twice_is_one(client, sheet):
    by = owner_of(sheet.business)
    services.save_figures(report=sheet, values={"sales": 6_000_000, "receivables": 75_000, "employees": 1, "equipment_bought": 0}, by=by)  # fmt: skip
    url = reverse("report_check", args=[sheet.pk])
    assert client.post(url)["Location"] == reverse("report_sent", args=[sheet.pk])
    assert client.post(url)["Location"] == sheet.get_absolute_url()
    assert sheet.versions.count() == 1
    page = step(client, sheet, "penjualan", sales="1")
    assert page["Location"] == sheet.get_absolute_url()


def test_a_coordinator_reads_when_it_came_and_no_amounts(client):
    report = make_books()[1]
    client.force_login(make.make_user(Role.COORDINATOR, province=report.province))
    page = text(client.get(reverse("book_detail", args=[report.business_id])))
    assert "Oktober 2026" in page
    assert "Tepat waktu" in page
    assert "Rp" not in page
    for name, args in (("report_detail", [report.pk]), ("statement_page", [report.business_id])):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert not FigureOpening.objects.exists()


def test_whoever_reads_amounts_of_others_is_written_down_for_the_owner(client):
    report = make_books()[1]
    staff = make.make_user(Role.JAMKRINDO, full_name="Pendamping Uji")
    client.force_login(staff)
    for _ in range(2):
        assert "6.000.000" in text(client.get(report.get_absolute_url()))
    assert FigureOpening.objects.get().opened_by == staff
    client.force_login(owner_of(report.business))
    assert "Pendamping Uji" in text(client.get(reverse("book_detail", args=[report.business_id])))
    client.get(report.get_absolute_url())
    assert FigureOpening.objects.count() == 1


def test_a_restricted_persons_books_are_for_herself_and_admins(client):
    report = make_books()[1]
    type(report.business.owner).objects.filter(pk=report.business.owner_id).update(
        restricted_at=timezone.now()
    )
    for role, status in ((Role.JAMKRINDO, 404), (Role.ADMIN, 200)):
        client.force_login(make.make_user(role))
        assert client.get(report.get_absolute_url()).status_code == status
    client.force_login(owner_of(report.business))
    assert client.get(report.get_absolute_url()).status_code == 200


def test_versions_are_shown_with_what_changed(client):
    report = make_books()[1]
    by = owner_of(report.business)
    services.close_months(
        business=report.business, until=OCTOBER, partner="Bank Uji", by=make.make_user(Role.JAMKRINDO)
    )
    report = services.begin_correction(report=report, by=by)
    services.save_figures(report=report, values={"sales": 6_100_000, "cash": 3_000_000}, by=by)
    services.send_report(report=report, by=by, reason="Satu nota tertinggal.")
    client.force_login(by)
    page = text(client.get(report.get_absolute_url()))
    assert "Dilaporkan kepada Bank Uji." in page
    assert "Koreksi setelah dilaporkan: Satu nota tertinggal." in page
    assert "Penjualan: Rp 6.000.000 → Rp 6.100.000" in page
    statements = text(client.get(reverse("statement_page", args=[report.business_id])))
    assert "Koreksi setelah angka dilaporkan" in statements
    assert "Satu nota tertinggal." in statements
