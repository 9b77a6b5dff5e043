"""Who has a referral is reminded before its deadline and after it, once; so is who prepared it."""

from datetime import datetime, time, timedelta

import pytest

from programs.reminders import services
from programs.reminders.referrals import Referrals
from soksi_portal.outbox.models import Message
from tests.programs.bankaccess.makers import go_on, make_bank_user, make_product, make_referral

pytestmark = pytest.mark.django_db


def at(referral, days: int) -> datetime:
    return datetime.combine(referral.due_on + timedelta(days=days), time(10), referral.province.zone)


def told(occasion: str) -> set[int]:
    return set(
        Message.objects.filter(occasion=occasion)
        .exclude(state="cancelled")
        .values_list("recipient", flat=True)
    )


def test_bank_and_staff_the_day_before_and_the_day_after():
    product = make_product()
    bank = make_bank_user(product.bank)
    referral = make_referral(state="sent", product=product)
    services.plan(now=at(referral, -2))
    assert told("referral_due") == set()
    for _ in range(2):
        services.plan(now=at(referral, -1))
    assert told("referral_due") == {bank.pk, referral.prepared_by_id}
    assert Referrals().wanting(at(referral, -1)) == set()
    services.plan(now=at(referral, 1))
    assert told("referral_overdue") == {bank.pk, referral.prepared_by_id}
    assert Message.objects.filter(occasion__in=("referral_due", "referral_overdue")).count() == 4


def test_owner_is_reminded_of_what_waits_for_her():
    referral = make_referral()
    services.plan(now=at(referral, -1))
    assert told("referral_due") == {referral.business.owner.user_id, referral.prepared_by_id}


def test_what_moved_on_is_not_reminded_of():
    referral = make_referral(state="sent")
    services.plan(now=at(referral, -1))
    go_on(referral, "received")
    assert services.take_back_outdated() >= 1
    assert told("referral_due") == set()
