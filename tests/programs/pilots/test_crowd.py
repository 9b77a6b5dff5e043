"""The whole country at once: eight processes, the real pages."""

import csv
import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from programs.pilots.models import Nomination, Pilot, PilotTally
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.crowd import press_together
from tests.factories import DATA, make_nomination, make_phase, make_province, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, PRESSES = 8, 200


def provinces():
    with (DATA / "provinces.csv").open(encoding="utf-8") as file:
        return [make_province(row["kemendagri_code"]) for row in csv.DictReader(file)]


def session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


def deadlocks() -> int:
    """That PostgreSQL broke in this database, also where somebody tried again and nobody noticed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_200_acceptances_over_38_provinces_from_8_processes_seat_exactly_76():
    country = provinces()
    phase, proposers = make_phase(provinces=country), {}
    for province in country:
        proposers[province.pk] = make_user(Role.COORDINATOR, province=province)
    sessions = [session_of(make_user(Role.JAMKRINDO, full_name=f"Rina {n}")) for n in range(PROCESSES)]
    lists = [[] for _ in range(PROCESSES)]
    for number in range(PRESSES):
        province = country[number % len(country)]
        nomination = make_nomination(phase=phase, province=province, nominated_by=proposers[province.pk])
        process = number // len(country) + number  # those of one province in different processes
        url = reverse("nomination_accept", args=[nomination.pk])
        lists[process % PROCESSES].append((sessions[process % PROCESSES], url, {}))

    before = deadlocks()
    answers = press_together(lists)

    assert [one.error for one in answers if one.error] == []
    assert Counter(one.status for one in answers) == {302: PRESSES}
    refused = [one for one in answers if "/tunggu/" in one.went_to]
    assert len(refused) == PRESSES - 76
    for one in refused:
        assert re.search(r"Kedua kursi .+ sudah terisi pada .*pukul .+ oleh keputusan Rina", one.page)
    assert deadlocks() == before
    assert Pilot.objects.active().count() == 76 == Nomination.objects.filter(state="accepted").count()
    assert len(set(Pilot.objects.values_list("seat", flat=True))) == 76
    totals = PilotTally.objects.totals()
    assert {row[f"pilot:{phase.pk}"] for row in totals.values()} == {2}
    assert sum(row[f"candidate:{phase.pk}"] for row in totals.values()) == PRESSES - 76
    assert Message.objects.filter(occasion="nomination_accepted").count() == 2 * 76  # owner and nominator
