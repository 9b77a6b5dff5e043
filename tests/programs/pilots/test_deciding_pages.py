"""What a click of Jamkrindo's staff does, and that nothing typed breaks it."""

import pytest
from django.urls import reverse

from programs.pilots.models import Pilot
from tests.factories import (
    make_nomination,
    make_phase,
    make_pilot,
)

from .pages import REASON, messages_of, text

pytestmark = pytest.mark.django_db


def test_accepting_seats_the_business_and_returns_to_the_comparison(client, staff):
    nomination = make_nomination()
    url = reverse("nomination_accept", args=[nomination.pk])
    assert client.get(url).status_code == 200
    assert not Pilot.objects.exists()
    response = client.post(url)
    assert response.url == f"/percontohan/provinsi/32/?tahap={nomination.phase_id}"
    assert messages_of(client, response) == [
        f"{nomination.business} menempati kursi 1. Pemilik dan pengusul diberi tahu."
    ]


def test_loser_of_the_race_reads_who_was_faster_and_agrees_with_one_press(client, staff):
    phase = make_phase(quota=1)
    make_pilot(phase=phase)
    nomination = make_nomination(phase=phase)
    response = client.post(reverse("nomination_accept", args=[nomination.pk]))
    offer = reverse("nomination_waitlist", args=[nomination.pk])
    assert response.url == offer
    assert "Satu-satunya kursi Jawa Barat sudah terisi" in messages_of(client, response)[0]
    client.post(offer, {"reason": ""})
    nomination.refresh_from_db()
    assert (nomination.state, nomination.waitlist_rank) == ("waitlisted", 1)
    response = client.post(reverse("nomination_accept", args=[nomination.pk]))
    assert response.url == f"/percontohan/provinsi/32/?tahap={phase.pk}"
    assert "tetap di daftar tunggu" in messages_of(client, response)[-1]


def test_waiting_list_from_the_comparison(client, staff):
    nomination = make_nomination()
    client.post(reverse("nomination_waitlist", args=[nomination.pk]))
    nomination.refresh_from_db()
    assert (nomination.state, nomination.waitlist_rank) == ("waitlisted", 1)


def test_short_reason_keeps_what_was_typed(client, staff):
    nomination = make_nomination()
    response = client.post(reverse("nomination_decline", args=[nomination.pk]), {"reason": "Belum siap."})
    assert response.status_code == 200
    assert "Tulis paling sedikit 20 huruf. Anda menulis 11." in text(response)
    assert "Belum siap." in text(response)
    client.post(reverse("nomination_decline", args=[nomination.pk]), {"reason": REASON})
    nomination.refresh_from_db()
    assert (nomination.state, nomination.decision_reason) == ("declined", REASON)


@pytest.mark.parametrize(
    "reason", ["\x00" * 30, "🙂" * 600, "x" * 5000, " " * 40, "<script>alert(1)</script>" * 3]
)
def test_odd_reasons_never_break_the_page(client, staff, reason):
    nomination = make_nomination()
    response = client.post(reverse("nomination_decline", args=[nomination.pk]), {"reason": reason})
    assert response.status_code in (200, 302)
    assert "<script>alert(1)" not in text(client.get(nomination.get_absolute_url()))


def test_pilot_ends_with_outcome_and_reason(client, staff):
    pilot = make_pilot()
    url = reverse("pilot_end", args=[pilot.pk])
    assert client.get(url).status_code == 200
    assert "Pilih hasil akhirnya." in text(client.post(url, {"reason": REASON}))
    assert client.post(url, {"outcome": "withdrawn", "reason": REASON}).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.outcome, pilot.ended_by) == ("withdrawn", staff)
    assert client.get(url).status_code == 302
