"""The weekly digest: on Mondays at eight, to each member of staff once, with what waits for that person."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from programs.reminders.digest import Digests
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.troubles.services import report_trouble
from tests.factories import make_cadre, make_province, make_user

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Jakarta"))


def plan(now=MONDAY) -> int:
    kind = Digests()
    return sum(kind.plan(person, now) for person in sorted(kind.wanting(now)))


@pytest.mark.parametrize(
    ("after", "planned"),
    [
        (timedelta(minutes=-1), 0),
        (timedelta(0), 1),
        (timedelta(hours=47), 1),
        (timedelta(hours=48), 0),
        (timedelta(days=7), 1),
    ],
)
def test_leaves_at_the_beginning_of_the_week(after, planned):
    make_user(Role.ADMIN)
    assert plan(MONDAY + after) == planned


def test_each_of_the_staff_gets_it_once_a_week_and_nobody_else():
    staff = [make_user(role) for role in (Role.BOARD, Role.JAMKRINDO, Role.ADMIN)]
    staff.append(make_user(Role.COORDINATOR, Role.BOARD, province=make_province()))
    for role in (Role.CADRE, Role.TRAINER, Role.BANK):
        make_user(role)
    make_user(Role.ADMIN, is_active=False)
    assert [plan(), plan(MONDAY + timedelta(hours=1))] == [4, 0]
    assert set(Message.objects.values_list("recipient", flat=True)) == {person.pk for person in staff}
    assert plan(MONDAY + timedelta(days=7)) == 4


def test_says_what_waits_for_the_reader():
    coordinator = make_user(Role.COORDINATOR, province=make_province())
    report_trouble(address=make_cadre(province=make_province()).user.email, reason="550", at=MONDAY)
    plan()
    message = Message.objects.get(recipient=coordinator)
    assert message.title == "Ringkasan minggu ini: 1 hal menunggu Anda"
    assert "- 1 alamat tidak menerima pesan: Hubungi orangnya" in message.body
    assert message.short.endswith("Lihat: http://testserver/beranda/")
