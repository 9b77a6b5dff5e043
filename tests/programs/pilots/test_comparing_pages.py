"""The comparison of one province, the seats of all, one pilot's journey."""

import pytest
from django.urls import reverse

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.models import Nomination, Pilot
from tests.factories import (
    make_business,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
)

from .pages import REASON, text

pytestmark = pytest.mark.django_db


def test_comparison_puts_the_same_fact_in_the_same_row(client, staff):
    phase = make_phase()
    big = make_nomination(phase=phase, business=make_business(name="Besar", last_year_sales=900_000_000))
    small = make_nomination(phase=phase, business=make_business(name="Kecil", last_year_sales=90_000_000))
    context = client.get(reverse("pilot_province", args=["32"])).context
    assert context["comparison"].nominations == [big, small]
    rows = {row.label: row for _title, rows in context["comparison"].groups for row in rows}
    sales = rows["Penjualan tahun lalu"].cells
    assert [(cell.text, cell.bar, cell.is_most) for cell in sales] == [
        ("Rp\u00a0900.000.000", "100.0%", True),
        ("Rp\u00a090.000.000", "10.0%", False),
    ]
    assert [row.differs for row in (rows["Penjualan tahun lalu"], rows["Bentuk usaha"])] == [True, False]


def test_comparison_shows_who_waits_first_and_tells_the_declined_below(client, staff):
    phase = make_phase()
    pilot = make_pilot(phase=phase)
    waiting, declined, proposed = (make_nomination(phase=phase) for _ in range(3))
    client.post(reverse("nomination_waitlist", args=[waiting.pk]))
    client.post(reverse("nomination_decline", args=[declined.pk]), {"reason": REASON})
    withdrawn = make_nomination(phase=phase)
    Nomination.objects.filter(pk=withdrawn.pk).update(
        state="withdrawn", decided_by=staff, decided_at=withdrawn.nominated_at
    )
    context = client.get(reverse("pilot_province", args=["32"])).context
    assert context["comparison"].nominations == [proposed, waiting, pilot.nomination]
    assert [answer.form is not None for answer in context["answers"]] == [True, True, False]
    assert context["others"] == [declined]


def test_coordinator_reads_the_comparison_without_buttons(client, coordinator):
    nomination = make_nomination()
    page = text(client.get(reverse("pilot_province", args=["32"])))
    assert nomination.business.name in page
    assert reverse("nomination_accept", args=[nomination.pk]) not in page


def test_closed_phase_offers_no_decision(client, staff):
    nomination = make_nomination()
    Phase.objects.update(state=PhaseState.CLOSED)
    page = text(client.get(reverse("pilot_province", args=["32"])))
    assert reverse("nomination_accept", args=[nomination.pk]) not in page


def test_province_without_any_phase_says_so(client, staff):
    make_province("91")
    assert "belum ikut dalam tahap" in text(client.get(reverse("pilot_province", args=["91"])))


@pytest.mark.parametrize("code", ["99", "x", "%00", "3232", "🙂"])
def test_unknown_province_is_404(client, staff, code):
    assert client.get(f"/percontohan/provinsi/{code}/").status_code == 404


def test_seats_of_all_provinces_and_their_filter(client, staff):
    jabar, papua = make_province("32"), make_province("91")
    phase = make_phase(provinces=[jabar, papua], quota=1)
    make_pilot(phase=phase, province=jabar)
    make_nomination(phase=phase, province=papua)

    def provinces(**query) -> list[str]:
        rows = client.get(reverse("pilot_list"), query).context["listing"].rows
        return [row.record.province_id for row in rows]

    assert provinces() == ["32", "91"]
    assert provinces(keadaan="kosong") == ["91"]
    assert provinces(keadaan="penuh") == ["32"]
    assert provinces(keadaan="usulan") == ["91"]


def test_story_of_a_pilot_is_one_line_from_registration_to_today(client, staff):
    nomination = make_nomination()
    client.post(reverse("nomination_accept", args=[nomination.pk]))
    pilot = Pilot.objects.get()
    client.post(reverse("pilot_end", args=[pilot.pk]), {"outcome": "withdrawn", "reason": REASON})
    titles = [event.title for event in client.get(pilot.get_absolute_url()).context["events"]]
    assert titles == [
        "Percontohan berakhir: mengundurkan diri",
        "Diterima sebagai UMKM percontohan",
        f"Diusulkan menjadi UMKM percontohan, {nomination.phase}",
        "Didaftarkan sebagai konsep",
    ]
