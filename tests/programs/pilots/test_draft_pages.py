"""Pages of the draft: the map, a province's lines, publishing once, and that nothing typed breaks them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.pilots.models import Draft, DraftDecision, Nomination, Pilot
from programs.pilots.services import draft_decision, open_draft, withdraw_nomination
from tests.factories import make_nomination, make_phase, make_province

from .makers import REASON, wait_in_line
from .pages import messages_of, text

pytestmark = pytest.mark.django_db


def lines(*answers) -> dict[str, str]:
    """What a browser sends: (nomination, answer, rank, reason)."""
    sent = {}
    for nomination, answer, rank, reason in answers:
        key = f"usulan{nomination.pk}"
        sent |= {f"{key}-answer": answer, f"{key}-rank": rank, f"{key}-reason": reason}
    return sent


PROVINCE = "/usulan/rancangan/provinsi/32/"


def test_lines_of_a_province_are_kept_together_and_shown_on_the_map(client, staff):
    phase = make_phase()
    one, two, three = (make_nomination(phase=phase) for _ in range(3))
    sent = lines((one, "seat", "", ""), (two, "wait", "1", ""), (three, "decline", "", REASON))
    response = client.post(PROVINCE, sent)
    assert response.url == f"/usulan/rancangan/?tahap={phase.pk}"
    assert list(DraftDecision.objects.order_by("pk").values_list("answer", "rank", "reason", "drafted_by")) == [
        ("seat", None, "", staff.pk), ("wait", 1, "", staff.pk), ("decline", None, REASON, staff.pk),
    ]  # fmt: skip
    page = client.get(response.url)
    assert page.context["tiles"][0].seats == ("drafted", "free")
    assert (page.context["seat_count"], page.context["left_free"], page.context["undecided"]) == (1, 1, 0)
    assert "Terbitkan semuanya" in text(page)


def test_mistake_in_one_line_keeps_none_and_all_stay_typed(client, staff):
    phase = make_phase()
    one, two = (make_nomination(phase=phase) for _ in range(2))
    page = client.post(PROVINCE, lines((one, "seat", "", ""), (two, "decline", "", "Belum siap")))
    assert "Tulis alasannya paling sedikit 20 huruf. Anda menulis 10." in text(page)
    assert "Belum siap</textarea>" in text(page)
    assert not DraftDecision.objects.exists()


@pytest.mark.parametrize("rank", ["", "0", "100", "9" * 30, "satu", "1\x00"])
def test_odd_rank_is_refused_beside_its_field(client, staff, rank):
    nomination = make_nomination()
    page = client.post(PROVINCE, lines((nomination, "wait", rank, "")))
    assert (page.status_code, DraftDecision.objects.count()) == (200, 0)
    assert "rank" in page.context["forms"][0].errors


@pytest.mark.parametrize("query", ["", "?tahap=0", "?tahap=x", f"?tahap={'9' * 30}", "?tahap=%00"])
def test_odd_phase_in_the_address_breaks_nothing(client, staff, query):
    make_nomination()
    for address in ("/usulan/rancangan/", PROVINCE):
        assert client.get(address + query).status_code == 200


def test_without_a_phase_and_for_an_unknown_province(client, staff):
    assert "Belum ada tahap" in text(client.get("/usulan/rancangan/"))
    assert client.get("/usulan/rancangan/provinsi/00/").status_code == 404
    make_province("91")
    assert client.get("/usulan/rancangan/provinsi/91/").url == "/usulan/rancangan/"


def test_who_waits_already_has_neither_rank_nor_the_choice_to_wait(client, staff):
    phase = make_phase()
    (waits,) = wait_in_line(phase, by=staff)
    (form,) = client.get(PROVINCE).context["forms"]
    assert ("rank" in form.fields, [value for value, _label in form.fields["answer"].choices]) == (
        False,
        ["belum", "seat", "decline"],
    )
    client.post(PROVINCE, lines((waits, "seat", "", "")))
    assert open_draft(phase).decisions.count() == 1


def test_publishing_asks_first_and_then_happens_once(client, staff):
    nomination = make_nomination()
    draft_decision(nomination=nomination, answer="seat", by=staff)
    url = reverse("draft_publish", args=[Draft.objects.get().pk])
    assert "Terbitkan semua keputusan?" in text(client.get(url))
    assert not Pilot.objects.exists()
    seen = {"dilihat": client.get(url).context["content"]}
    response = client.post(url, seen)
    assert messages_of(client, response)[0].startswith(
        "Diterbitkan: 1 usaha mendapat kursi, 0 masuk daftar tunggu"
    )
    again = client.post(url, seen)
    assert "sudah diterbitkan oleh Rina Suryani" in messages_of(client, again)[0]
    assert Pilot.objects.count() == 1


def test_what_no_longer_fits_is_read_line_by_line(client, staff):
    nomination = make_nomination()
    other = make_nomination(phase=nomination.phase)
    for one in (nomination, other):
        draft_decision(nomination=one, answer="seat", by=staff)
    withdraw_nomination(nomination=nomination, by=nomination.nominated_by)
    url = reverse("draft_publish", args=[Draft.objects.get().pk])
    page = client.post(url, {"dilihat": client.get(url).context["content"]})
    assert "Tidak ada yang diterbitkan." in text(page)
    assert f"{nomination.business} (Jawa Barat): Usulan ini sudah ditarik" in text(page)
    assert "status usulannya kini ditarik" in text(client.get("/usulan/rancangan/"))
    assert Nomination.objects.get(pk=other.pk).state == "proposed"


def test_map_and_province_say_who_waits_for_reviewers_before_publishing_refuses(client, staff):
    nomination = make_nomination(reviewed=False)
    draft_decision(nomination=nomination, answer="seat", by=staff)
    assert f"{nomination.business}: baru 0 dari 2 penilai." in text(client.get("/usulan/rancangan/"))
    assert "0 dari 2 penilai" in text(client.get(PROVINCE))
    client.post(reverse("draft_publish", args=[Draft.objects.get().pk]))
    assert Nomination.objects.get().state == "proposed"


def test_discarding_asks_first(client, staff):
    draft_decision(nomination=make_nomination(), answer="seat", by=staff)
    url = reverse("draft_discard", args=[Draft.objects.get().pk])
    assert "Buang rancangan ini?" in text(client.get(url))
    assert Draft.objects.open().exists()
    client.post(url)
    assert not Draft.objects.open().exists()
    assert "Rancangan terakhir dibuang oleh Rina Suryani" in text(client.get("/usulan/rancangan/"))


def test_map_costs_the_same_for_one_and_three_provinces(client, staff):
    counts = []
    for codes in (["32"], ["11", "32", "91"]):
        provinces = [make_province(code) for code in codes]
        phase = make_phase(provinces=provinces)
        for province in provinces:
            draft_decision(
                nomination=make_nomination(phase=phase, province=province), answer="seat", by=staff
            )
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(f"/usulan/rancangan/?tahap={phase.pk}").context["tiles"]) == len(codes)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nobody_else_reads_of_a_draft(client, staff, coordinator):
    draft_decision(nomination=make_nomination(), answer="seat", by=staff)
    client.force_login(coordinator)
    assert client.get("/usulan/rancangan/").status_code == 403
    assert "ancangan" not in text(client.get("/usulan/"))
