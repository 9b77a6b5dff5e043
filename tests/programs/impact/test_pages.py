"""The page: empty, withheld, full, stale; its download; and asking for a new count."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.impact.choices import METHOD
from programs.impact.models import Snapshot
from soksi_portal.accounts.choices import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
URL = "/dampak/"
TOO_FEW = {
    "state": "too_few", "due": {"pilot": 9, "comparison": 3}, "known": {"pilot": 4, "comparison": 2},
    "paired": {"pilot": 3, "comparison": 2}, "strata": 1, "means": None, "estimate": None, "cells": [],
}  # fmt: skip
NO_DISCIPLINE = {"pilots": 2, "first": None, "last": None, "estimate": None}
CELL = {
    "group": "pilot",
    "size": "all",
    "cases": 14,
    "before": 2.5,
    "after": 4.25,
    "change": 1.75,
    "spread": 0.5,
}
HIDDEN = dict.fromkeys(("cases", "before", "after", "change", "spread")) | {
    "group": "comparison",
    "size": "micro",
}


def estimate(effect: float, low: float, high: float, **fields: Any) -> dict[str, Any]:
    return {"effect": effect, "low": low, "high": high, "error": 0.1, "covariance": "cluster", "freedom": 30, "clusters": 31, "strata": 9} | fields  # fmt: skip


def told(means: tuple[list[float], list[float]], found: dict[str, Any], **fields: Any) -> dict[str, Any]:
    groups = {"pilot": 40, "comparison": 50}
    return {
        "state": "enough", "due": groups, "known": groups, "paired": groups, "strata": 9,
        "means": {"pilot": means[0], "comparison": means[1]}, "estimate": found, "cells": [CELL, HIDDEN],
    } | fields  # fmt: skip


def make_snapshot(
    sales=TOO_FEW, employees=TOO_FEW, bank=TOO_FEW, discipline=NO_DISCIPLINE, **fields
) -> Snapshot:
    figures = {"outcomes": {"sales": sales, "employees": employees, "bank": bank}, "discipline": discipline}
    return Snapshot.objects.create(
        **{"method": METHOD, "pilots": 76, "comparisons": 90, "figures": figures, **fields}
    )


@pytest.fixture
def staff(client):
    user = make.make_user(Role.JAMKRINDO)
    client.force_login(user)
    return user


def text(client) -> str:
    return " ".join(client.get(URL).content.decode().replace("\u00a0", " ").split())


def test_before_the_first_count_the_page_says_how_it_comes_and_how_it_is_counted(client, staff):
    page = text(client)
    assert "Belum pernah dihitung" in page
    assert "Selisih dari selisih" in page
    assert "Unduh angkanya" not in page
    assert client.get(f"{URL}?format=csv").status_code == 200


def test_too_few_are_withheld_and_said_to_be(client, staff):
    make_snapshot()
    page = text(client)
    assert page.count("Baru 3 percontohan dan 2 pembanding yang berpasangan") == 3
    assert "Rentang" not in page.split("Bagaimana ini dihitung")[0].replace("Rentang keyakinan", "")
    assert "Baru 2 percontohan yang sudah 12 bulan wajib melapor" in page


def test_effects_are_told_in_their_units_with_bounds_and_verdict(client, staff):
    make_snapshot(
        sales=told(([18.0, 18.4], [17.5, 17.7]), estimate(0.2, 0.1, 0.3)),
        employees=told(([2.0, 3.0], [2.0, 2.5]), estimate(-0.5, -1.5, 0.5)),
        bank=told(([0.1, 0.4], [0.1, 0.2]), estimate(0.2, -0.01, 0.41)),
        discipline={"pilots": 20, "first": 0.5, "last": 0.8, "estimate": estimate(0.3, 0.1, 0.5)},
    )
    page = text(client)
    assert "percontohan berubah +22 % (antara +11 % dan +35 %). Rentang itu tidak memuat nol" in page
    assert (
        "percontohan berubah −0,50 orang (antara −1,50 orang dan +0,50 orang). Rentang itu memuat nol" in page
    )
    assert "percontohan berubah +20 poin persen (antara −1 poin persen dan +41 poin persen)" in page
    assert "20 percontohan. Perubahan +30 poin persen (antara +10 poin persen dan +50 poin persen)" in page
    for bar in ("149", "122", "3,0 orang", "40 %", "80 %"):
        assert f'<td class="num">{bar}</td>' in page


def test_few_cases_few_provinces_and_uneven_answers_are_warned_of(client, staff):
    found = estimate(0.2, 0.1, 0.3, covariance="robust", clusters=12)
    groups = {"pilot": 12, "comparison": 50}
    uneven = told(
        ([1, 2], [1, 2]), found, state="few", paired=groups, due={"pilot": 24, "comparison": 50}, known=groups
    )
    make_snapshot(employees=uneven)
    page = text(client)
    assert "Kasus masih sedikit: 12 percontohan dan 50 pembanding" in page
    assert "Kasusnya dari 12 provinsi" in page
    assert "Angkanya diketahui dari 50 % percontohan dan 100 % pembanding" in page


def test_same_change_of_all_is_no_certainty(client, staff):
    make_snapshot(bank=told(([0, 0], [0, 0]), estimate(0, 0, 0, error=0.0)))
    page = text(client)
    assert "Semua usaha berubah sama besar" in page
    assert "percontohan berubah" not in page


def test_old_count_is_said_to_be_old(client, staff):
    make_snapshot(counted_at=timezone.now() - timedelta(days=3))
    assert "Hitungan malam terakhir tidak berhasil" in text(client)
    make_snapshot()
    assert "Hitungan malam terakhir tidak berhasil" not in text(client)


def test_download_has_cells_effects_and_what_was_withheld(client, staff):
    make_snapshot(
        employees=told(([2.0, 3.0], [2.0, 2.5]), estimate(0.51239, 0.1, 0.9)),
        sales=told(([18.0, 18.4], [17.5, 17.7]), estimate(0.2, 0.1, 0.3)),
    )
    response = client.get(f"{URL}?format=csv")
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    employees = [line for line in lines if line[0] == "Pekerja"]
    assert employees[0][2:9] == ["Semua", "Percontohan", "14", "2.5", "4.25", "1.75", "0.5"]
    assert employees[1][2:9] == ["Mikro", "Pembanding", "", "", "", "", ""]
    assert employees[1][12].startswith("Ditahan")
    assert employees[2][3:12] == ["Selisih (pengaruh)", "90", "", "", "0.512", "", "0.1", "0.9", "0.1"]
    sales = [line for line in lines if line[0] == "Penjualan setahun"]
    assert sales[0][4:9] == ["14", "", "", "1.75", "0.5"]  # no amounts
    assert client.get(f"{URL}?format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_page_costs_the_same_after_many_counts(client, staff):
    make_snapshot()
    with CaptureQueriesContext(connection) as first:
        client.get(URL)
    for _ in range(2):
        make_snapshot()
    with CaptureQueriesContext(connection) as second:
        client.get(URL)
    assert len(first) == len(second)


def test_new_count_is_asked_of_a_worker(client, staff, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: asked.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("impact_recount"), follow=True)
    assert asked == [("programs.impact.tasks.count_impact", (staff.pk,))]
    assert "Hitungan dimulai" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "linked"), [(Role.BOARD, True), (Role.JAMKRINDO, True), (Role.COORDINATOR, False)]
)
def test_progress_leads_to_it_for_those_who_may(client, role, linked):
    client.force_login(make.make_user(role))
    assert (URL in client.get("/kemajuan/").content.decode()) is linked


def test_board_reads_and_does_not_count(client):
    client.force_login(make.make_user(Role.BOARD))
    assert "Hitung sekarang" not in text(client)
    assert client.post(reverse("impact_recount")).status_code == 403
