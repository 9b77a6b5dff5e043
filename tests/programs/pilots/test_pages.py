"""The pages: who reaches what, what a click does, and that nothing typed breaks them."""

import pytest
from django.urls import reverse

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.pilots.models import Nomination, Pilot
from programs.pilots.services import decline_nomination
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)
from umkm.businesses.choices import BusinessState

pytestmark = pytest.mark.django_db

MOTIVATION = "Penjualannya naik tiga tahun berturut-turut dan catatan kasnya rapi."
REASON = "Lengkapi catatan penjualan enam bulan, lalu ajukan lagi."


@pytest.fixture
def staff(client):
    user = make_user(Role.JAMKRINDO, full_name="Rina Suryani")
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client):
    user = make_user(Role.COORDINATOR, province=make_province())
    client.force_login(user)
    return user


def text(response) -> str:
    return response.content.decode()


def messages_of(client, response) -> list[str]:
    followed = client.get(response.url)
    return [str(message) for message in followed.context["messages"]]


# --- proposing ------------------------------------------------------------------------------


def test_coordinator_proposes_a_business(client, coordinator):
    business = make_business()
    make_phase()
    url = f"{reverse('nomination_create')}?usaha={business.pk}"
    assert client.get(url).status_code == 200
    response = client.post(url, {"phase": Phase.objects.get().pk, "motivation": MOTIVATION})
    nomination = Nomination.objects.get()
    assert (response.status_code, response.url) == (302, nomination.get_absolute_url())
    assert (nomination.business, nomination.nominated_by) == (business, coordinator)


def test_short_motivation_is_kept_and_explained(client, coordinator):
    business = make_business()
    phase = make_phase()
    response = client.post(
        f"{reverse('nomination_create')}?usaha={business.pk}",
        {"phase": phase.pk, "motivation": "Bagus sekali"},
    )
    assert response.status_code == 200
    assert "Tulis paling sedikit 40 huruf. Anda menulis 12." in text(response)
    assert "Bagus sekali" in text(response)
    assert not Nomination.objects.exists()


def test_candidates_are_those_who_could_be_proposed_now(client, coordinator):
    phase = make_phase()
    wanted = make_business(name="Keripik Bu Siti")
    make_business(state=BusinessState.SUBMITTED)
    make_business(province=make_province("91"), owner=make_cadre(province=make_province("91")))
    make_business(owner=make_cadre(user=coordinator))
    make_nomination(phase=phase)
    make_pilot(phase=phase)
    earlier = make_phase()
    make_pilot(phase=earlier)
    Phase.objects.filter(pk=earlier.pk).update(state=PhaseState.CLOSED)
    declined = make_nomination(phase=phase)
    decline_nomination(nomination=declined, by=make_user(Role.JAMKRINDO), reason=REASON)
    listed = [row.record for row in client.get(reverse("candidate_list")).context["listing"].rows]
    assert set(listed) == {wanted, declined.business}
    found = client.get(reverse("candidate_list"), {"cari": "keripik"}).context["listing"].rows
    assert [row.record for row in found] == [wanted]


def test_board_finds_candidates_only_where_nobody_coordinates(client):
    client.force_login(make_user(Role.BOARD))
    papua = make_province("91")
    make_phase(provinces=[make_province(), papua])
    make_user(Role.COORDINATOR, province=make_province())
    coordinated, wanted = make_business(), make_business(province=papua, owner=make_cadre(province=papua))
    listed = [row.record for row in client.get(reverse("candidate_list")).context["listing"].rows]
    assert listed == [wanted]
    create = f"{reverse('nomination_create')}?usaha="
    assert client.get(f"{create}{wanted.pk}").status_code == 200
    refused = client.get(f"{create}{coordinated.pk}")
    assert refused.status_code == 403
    assert "punya koordinator sendiri" in text(refused)


def test_business_of_another_province_cannot_be_proposed(client, coordinator):
    papua = make_province("91")
    make_phase(provinces=[papua])
    foreign = make_business(province=papua, owner=make_cadre(province=papua))
    url = f"{reverse('nomination_create')}?usaha={foreign.pk}"
    assert client.get(url).status_code == 404
    assert client.post(url, {"motivation": MOTIVATION}).status_code == 404


@pytest.mark.parametrize("wanted", ["", "abc", "-1", "1.5", "²", "9" * 30, "\x00", "🙂"])
def test_odd_business_in_the_address_leads_back_to_the_choice(client, coordinator, wanted):
    response = client.get(reverse("nomination_create"), {"usaha": wanted})
    assert (response.status_code, response.url) == (302, reverse("candidate_list"))


def requirements(client, business) -> dict[str, str]:
    context = client.get(f"{reverse('nomination_create')}?usaha={business.pk}").context
    assert context["is_eligible"] == all(task.state == "done" for task in context["requirements"])
    return {task.title: task.hint for task in context["requirements"] if task.state != "done"}


def test_page_says_before_typing_what_a_proposal_lacks(client, coordinator):
    phase = make_phase()
    assert requirements(client, make_business()) == {}
    assert requirements(client, make_business(state=BusinessState.SUBMITTED)) == {
        "Usahanya terverifikasi": "Usaha ini belum terverifikasi, jadi belum dapat diusulkan."
    }
    own = requirements(client, make_business(owner=make_cadre(user=coordinator)))
    assert list(own) == ["Bukan usaha Anda sendiri"]
    pilot = make_pilot(phase=phase)
    assert list(requirements(client, pilot.business)) == [
        "Belum diusulkan dalam tahap ini",
        "Tidak sedang menempati kursi",
    ]
    Phase.objects.filter(pk=phase.pk).update(state=PhaseState.CLOSED)
    assert requirements(client, make_business()) == {
        "Tahap sedang dibuka dan provinsinya ikut": "Tidak ada tahap yang sedang dibuka untuk Jawa Barat."
    }


def test_motivation_is_kept_when_somebody_else_was_faster(client, coordinator):
    first = make_nomination(nominated_by=make_user(Role.BOARD, full_name="Siti Aminah"))
    url = f"{reverse('nomination_create')}?usaha={first.business_id}"
    page = text(client.post(url, {"phase": first.phase_id, "motivation": MOTIVATION}))
    assert "sudah diusulkan oleh Siti Aminah" in page
    assert MOTIVATION in page
    assert Nomination.objects.count() == 1


def test_withdrawal_by_the_nominating_side(client, coordinator):
    nomination = make_nomination(nominated_by=coordinator)
    url = reverse("nomination_withdraw", args=[nomination.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "withdrawn"
    assert "sudah ditarik oleh" in messages_of(client, client.post(url, {}))[-1]


# --- deciding -------------------------------------------------------------------------------


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
    assert client.post(url, {"outcome": "graduated", "reason": REASON}).status_code == 302
    pilot.refresh_from_db()
    assert (pilot.outcome, pilot.ended_by) == ("graduated", staff)
    assert client.get(url).status_code == 302


# --- comparing ------------------------------------------------------------------------------


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
    client.post(reverse("pilot_end", args=[pilot.pk]), {"outcome": "graduated", "reason": REASON})
    titles = [event.title for event in client.get(pilot.get_absolute_url()).context["events"]]
    assert titles == [
        "Percontohan berakhir: lulus",
        "Diterima sebagai UMKM percontohan",
        f"Diusulkan menjadi UMKM percontohan, {nomination.phase}",
        "Didaftarkan sebagai konsep",
    ]


# --- scope ----------------------------------------------------------------------------------

RECORD_PAGES = [
    "nomination_detail",
    "nomination_accept",
    "nomination_waitlist",
    "nomination_decline",
    "nomination_withdraw",
    "pilot_detail",
    "pilot_end",
]


def url_of(name: str, pilot: Pilot) -> str:
    return reverse(name, args=[pilot.pk if name.startswith("pilot") else pilot.nomination_id])


@pytest.mark.parametrize("name", RECORD_PAGES)
def test_other_provinces_records_are_never_reached(client, name):
    pilot = make_pilot(province=make_province("91"), phase=make_phase(provinces=[make_province("91")]))
    client.force_login(make_user(Role.COORDINATOR, province=make_province("32")))
    url = url_of(name, pilot)
    expected = 404 if name in ("nomination_detail", "nomination_withdraw", "pilot_detail") else 403
    assert client.get(url).status_code == expected
    assert client.post(url, {"reason": REASON, "outcome": "graduated"}).status_code == expected
    pilot.refresh_from_db()
    assert (pilot.ended_at, pilot.nomination.state) == (None, "accepted")


def test_other_provinces_are_not_listed(client, coordinator):
    papua = make_province("91")
    phase = make_phase(provinces=[make_province(), papua])
    own = make_nomination(phase=phase)
    make_nomination(phase=phase, province=papua)
    rows = client.get(reverse("nomination_list")).context["listing"].rows
    assert [row.record for row in rows] == [own]
    seats = client.get(reverse("pilot_list")).context["listing"].rows
    assert [row.record.province_id for row in seats] == ["32"]
    assert client.get(reverse("pilot_province", args=["91"])).status_code == 404
    exported = client.get(reverse("nomination_list"), {"format": "csv"})
    assert b"".join(exported.streaming_content).count(b"\r\n") == 2


def test_owner_reads_the_own_nomination_and_pilot_only(client):
    pilot, other = make_pilot(), make_pilot()
    client.force_login(pilot.business.owner.user)
    assert client.get(pilot.get_absolute_url()).status_code == 200
    assert client.get(pilot.nomination.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(other.nomination.get_absolute_url()).status_code == 404
    for name in ("nomination_list", "pilot_list", "candidate_list"):
        assert client.get(reverse(name)).status_code == 403
    assert client.get(reverse("pilot_province", args=["32"])).status_code == 403


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD])
def test_the_nominating_side_does_not_decide(client, role):
    nomination = make_nomination()
    client.force_login(make_user(role, province=make_province()))
    for name in ("nomination_accept", "nomination_waitlist", "nomination_decline"):
        assert client.post(reverse(name, args=[nomination.pk]), {"reason": REASON}).status_code == 403
    nomination.refresh_from_db()
    assert nomination.state == "proposed"


@pytest.mark.parametrize("role", [Role.TRAINER, Role.BANK])
def test_trainer_and_bank_see_nothing_of_it(client, role):
    pilot = make_pilot()
    client.force_login(make_user(role))
    for name in RECORD_PAGES:
        assert client.get(url_of(name, pilot)).status_code == 403
    assert client.get(reverse("nomination_list")).status_code == 403


# --- lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["/usulan/", "/percontohan/", "/percontohan/provinsi/32/", "/usulan/calon/", "/usulan/?format=csv"]
)
def test_query_count_does_not_grow_with_rows(client, url, django_assert_num_queries):
    phase = make_phase(quota=6)
    role = Role.COORDINATOR if "calon" in url else Role.JAMKRINDO
    client.force_login(make_user(role, province=make_province()))

    def grow(number: int) -> None:
        for _ in range(number):
            make_nomination(phase=phase)
            make_pilot(phase=phase)
            make_business()

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
            if response.streaming:
                b"".join(response.streaming_content)
        assert response.status_code == 200
        return len(captured)

    grow(1)
    client.get(url)  # what is cached once is no part of it
    first = queries()
    grow(2)
    assert queries() == first


@pytest.mark.parametrize(
    "query",
    [
        "status=x", "provinsi=99", "tahap=abc", "tahap=99999999999999999999", "cari=%00", "cari=" + "a" * 5000,
        "urut=-nothing", "sesudah=%FF", "sebelum=W10", "format=pdf", "provinsi=%F0%9F%99%82", "keadaan=x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("url", ["/usulan/", "/usulan/calon/", "/percontohan/", "/percontohan/provinsi/32/"])
def test_odd_queries_never_break_a_list(client, url, query):
    make_nomination()
    client.force_login(make_user(Role.JAMKRINDO, Role.COORDINATOR, province=make_province()))
    assert client.get(f"{url}?{query}").status_code == 200


def test_numbers_beyond_a_key_are_404(client, staff):
    for url in ("/usulan/99999999999999999999999/", "/percontohan/99999999999999999999999/", "/usulan/0/"):
        assert client.get(url).status_code == 404
