"""A month that is mended later: what it does to the months after it is said, before and after, and to the bank."""

from __future__ import annotations

import pytest
from django.urls import reverse

from programs.mentoring.reports import services
from programs.mentoring.reports.months import month_words
from programs.mentoring.statements.papers import papers_of
from tests.programs.mentoring.makers import make_books, make_keeper, owner_of

pytestmark = pytest.mark.django_db
RUPIAH = "Rp\u00a0"


@pytest.fixture
def mended():
    """Two months that fit; then 50,000 less was counted in the first."""
    business = make_keeper()
    _opening, first, second = make_books(business, months=2)
    owner = owner_of(business)
    services.begin_correction(report=first, by=owner)
    services.save_figures(report=first, values={"cash": 2_850_000}, by=owner)
    return business, first, second


def send(report):
    services.send_report(
        report=report,
        by=owner_of(report.business),
        reason="Salah hitung.",
        difference_reason="Belanja kecil.",
    )


def test_before_it_is_sent_the_months_after_it_are_named(client, mended):
    _business, first, second = mended
    client.force_login(owner_of(first.business))
    page = client.get(reverse("report_check", args=[first.pk])).content.decode()
    words = f"selisih uang {month_words(second.month)} menjadi {RUPIAH}50.000, tadinya {RUPIAH}0"
    assert words in page


def test_afterwards_the_later_month_and_the_notes_say_why(client, mended):
    business, first, second = mended
    client.force_login(owner_of(business))
    assert "Bulan sebelumnya diperbaiki" not in client.get(second.get_absolute_url()).content.decode()
    send(first)
    page = client.get(second.get_absolute_url()).content.decode()
    assert f"selisih uangnya kini {RUPIAH}50.000, tadinya {RUPIAH}0" in page
    assert "Bulan sebelumnya diperbaiki" not in client.get(first.get_absolute_url()).content.decode()
    (note,) = [note for note in papers_of(business, months=2).notes if note.title == "Selisih kas"]
    assert note.rows[1:] == (
        (month_words(first.month), f"−{RUPIAH}50.000", "Belanja kecil."),
        (month_words(second.month), f"{RUPIAH}50.000", f"{RUPIAH}50.000 karena bulan sebelumnya diperbaiki"),
    )


def test_mended_too_it_is_explained_by_its_owner_alone(mended):
    business, first, second = mended
    send(first)
    owner = owner_of(business)
    services.begin_correction(report=second, by=owner)
    services.save_figures(report=second, values={"cash": 4_750_000}, by=owner)
    send(second)
    notes = {note.title: note.rows for note in papers_of(business, months=2).notes}
    assert [row[0] for row in notes["Selisih kas"][1:]] == [month_words(first.month)]
