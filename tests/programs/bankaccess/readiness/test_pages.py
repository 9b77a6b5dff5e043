"""The pages of readiness: what each reader finds, and what is said beside a field."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.bankaccess.models import Rubric
from programs.bankaccess.readiness.loading import FIRST, load_rubric
from programs.bankaccess.readiness.services import keep_all_scores
from programs.mentoring.models import FigureOpening
from soksi_portal.accounts.choices import Role
from tests import factories as make
from tests.programs.mentoring.makers import make_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def business():
    load_rubric()
    return make_books(months=2)[0].business


def page(client, user, name: str, *args, **query: str) -> str:
    client.force_login(user)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_owner_reads_steps_points_and_their_records(client, business):
    text = page(client, business.owner.user, "readiness_detail", business.pk)
    for words in ("Langkah berikutnya", "2 dari 6 bulan", "Dari mana nilainya", "Rubrik versi 1"):
        assert words in text
    assert reverse("book_detail", args=[business.pk]) in text
    assert business.readiness_scores.count() == 1
    assert str(business.readiness_scores.get().whole) in page(client, business.owner.user, "readiness_list")


def test_coordinator_reads_total_and_steps_only(client, business):
    coordinator = make.make_user(Role.COORDINATOR, province=business.province)
    text = page(client, coordinator, "readiness_detail", business.pk)
    assert "dari 100" in text
    assert "Langkah berikutnya" in text
    for words in ("Dari mana nilainya", "Laba dari", "SLIK", "Perkembangan"):
        assert words not in text
    assert not FigureOpening.objects.exists()


def test_reading_of_staff_is_noted(client, business):
    staff = make.make_user(Role.JAMKRINDO)
    assert "Dari mana nilainya" in page(client, staff, "readiness_detail", business.pk)
    assert FigureOpening.objects.filter(business=business, opened_by=staff).exists()


def test_without_rubric_and_without_pilot(client):
    business = make.make_pilot().business
    assert "Belum dapat dihitung" in page(client, business.owner.user, "readiness_detail", business.pk)
    other = make.make_business()
    client.force_login(make.make_user(Role.ADMIN))
    assert client.get(reverse("readiness_detail", args=[other.pk])).status_code == 404


def test_list_filters_sorts_and_exports(client, business):
    staff = make.make_user(Role.JAMKRINDO)
    keep_all_scores()
    whole = business.readiness_scores.get().whole
    level = "rendah" if whole < 40 else "sedang"
    assert business.name in page(client, staff, "readiness_list", nilai=level, urut="-kesiapan")
    assert business.name not in page(client, staff, "readiness_list", nilai="tinggi")
    assert business.name not in page(client, staff, "readiness_list", nilai="belum")
    client.force_login(staff)
    rows = b"".join(client.get(reverse("readiness_list"), {"format": "csv"}).streaming_content).decode()
    assert business.name in rows
    assert str(whole) in rows


def test_list_costs_the_same_for_one_and_three(client, business):
    client.force_login(make.make_user(Role.JAMKRINDO))
    keep_all_scores()
    client.get(reverse("readiness_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("readiness_list"))
    for _ in range(2):
        make.make_pilot()
    keep_all_scores()
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("readiness_list"))
    assert len(one) == len(three)


def test_admin_writes_a_version_for_a_phase(client, business):
    phase = business.pilots.get().seat.phase
    url = reverse("readiness_rubric", args=[phase.pk])
    admin = make.make_user(Role.ADMIN)
    assert "memakai rubrik umum" in page(client, admin, "readiness_rubric", phase.pk)
    wrong = client.post(url, FIRST | {"credit": 11, "reason": "Uji", "seen": 0})
    assert "Jumlah bobot harus 100. Sekarang 101." in wrong.content.decode()
    assert "dilanggar" not in wrong.content.decode()
    for bad in ({"reason": ""}, {"reason": "a\x00"}, {"credit": "9" * 40}, {"credit": "x"}, {"trainings_needed": 0}, {"seen": "x"}):  # fmt: skip
        assert client.post(url, FIRST | {"reason": "Uji", "seen": 0} | bad).status_code == 200
    assert Rubric.objects.count() == 1
    assert client.post(url, FIRST | {"reason": "Uji", "seen": 0})["Location"] == url
    assert Rubric.objects.filter(phase=phase, recorded_by=admin).get().number == 1
    assert "Versi lain" in client.post(url, FIRST | {"reason": "Uji", "seen": 0}).content.decode()
