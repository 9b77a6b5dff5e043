"""Who reaches what, and what it costs."""

import pytest
from django.urls import reverse

from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)

from .pages import REASON

pytestmark = pytest.mark.django_db


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
    assert client.post(url, {"reason": REASON, "outcome": "withdrawn"}).status_code == expected
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
