"""Two people at the same moment: one is first, the other reads a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction

from soksi_portal.accounts.choices import Role
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_cadre, make_kbli, make_province, make_regency, make_user
from umkm.businesses import services
from umkm.businesses.checklist import POINTS
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business, BusinessTally, Verification

pytestmark = pytest.mark.django_db(transaction=True)


def in_parallel(task: Callable[[Any], Any], items: list[Any]) -> list[str]:
    """What each thread got: the name of the refusal, or what the task returned."""
    start = Barrier(len(items))

    def run(item: Any) -> str:
        start.wait(timeout=30)
        try:
            return str(task(item))
        except RuleViolation as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(run, items))


def test_two_coordinators_at_once_decide_once():
    business = make_business(state=BusinessState.SUBMITTED)
    rina, budi = (make_user(Role.COORDINATOR) for _ in range(2))
    decisions = [
        lambda: services.verify_business(business=business, by=rina, checklist=list(POINTS)).decision,
        lambda: services.return_business(business=business, by=budi, reasons={"name": "?"}).decision,
    ]

    answers = in_parallel(lambda decide: decide(), decisions)

    assert Counter(answers)["AlreadyDecided"] == 1
    assert (Verification.objects.count(), Message.objects.count()) == (1, 1)


def test_withdrawing_and_verifying_at_once_leave_one_answer():
    business = make_business(state=BusinessState.SUBMITTED)
    owner, rina = business.owner.user, make_user(Role.COORDINATOR)
    tasks = [
        lambda: services.withdraw_business(business=business, by=owner).state,
        lambda: services.verify_business(business=business, by=rina, checklist=list(POINTS)).decision,
    ]

    answers = in_parallel(lambda task: task(), tasks)

    business.refresh_from_db()
    assert sorted(answers) in (["AlreadyDecided", "draft"], ["NotWritable", "verified"])
    assert business.state in answers


def test_same_nib_in_two_drafts_at_once_belongs_to_one():
    drafts = [make_business(state=BusinessState.DRAFT) for _ in range(6)]

    def write(draft: Business) -> str:
        facts = {"nib": "9120001234567"}
        return services.save_draft(business=draft, by=draft.owner.user, facts=facts).nib

    answers = in_parallel(write, drafts)

    assert Counter(answers) == {"NibTaken": 5, "9120001234567": 1}


def test_submit_pressed_many_times_at_once_moves_once():
    business = make_business(state=BusinessState.DRAFT)
    owner = business.owner.user

    answers = in_parallel(
        lambda _: services.submit_business(business=business, by=owner).state, list(range(8))
    )

    assert Counter(answers) == {"submitted": 8}
    assert business.events.filter(state=BusinessState.SUBMITTED).count() == 1


def test_first_page_pressed_many_times_at_once_makes_one_draft():
    cadre = make_cadre()

    in_parallel(
        lambda _: services.start_draft(by=cadre.user, name="Keripik", regency=cadre.regency), list(range(8))
    )

    assert Business.objects.filter(owner=cadre).count() == 1


def test_registrations_in_one_province_do_not_queue_behind_each_other():
    """The first registration stays open; the second is done before it commits."""
    cadres = [make_cadre() for _ in range(2)]
    kbli, regency, province = make_kbli(), make_regency(), make_province()
    first_counted, second_done = Event(), Event()

    def register(position: int) -> str:
        with transaction.atomic():
            if position:
                assert first_counted.wait(20)
            Business.objects.create(
                owner=cadres[position],
                province=province,
                regency=regency,
                kbli=kbli,
                name=f"Usaha {position}",
            )
            if not position:
                first_counted.set()
                return "waited" if second_done.wait(20) else "blocked"
        second_done.set()
        return "done"

    answers = in_parallel(register, [0, 1])

    assert answers == ["waited", "done"]
    assert BusinessTally.objects.totals()["32"]["draft"] == 2


def test_folding_beside_registrations_loses_nothing():
    cadres = [make_cadre() for _ in range(4)]
    province = make_province()

    def register_or_fold(position: int) -> str:
        for number in range(25):
            if position == len(cadres):
                BusinessTally.objects.fold()
            else:
                Business.objects.create(owner=cadres[position], province=province, name=f"Usaha {number}")
        return "done"

    in_parallel(register_or_fold, list(range(len(cadres) + 1)))

    assert BusinessTally.objects.totals()["32"]["draft"] == 100
    BusinessTally.objects.fold()
    assert BusinessTally.objects.count() == 1
