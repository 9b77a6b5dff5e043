"""What the database refuses past every service: in bulk, and from the shell."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_province, make_regency, make_user
from umkm.businesses.choices import BusinessState, Decision
from umkm.businesses.models import BulkImport, Business, Remark, Verification

pytestmark = pytest.mark.django_db

S = BusinessState


def decide(business: Business, decision: Decision, by=None) -> dict:
    """Record a decision and give the values that go with it."""
    by = by or make_user(Role.COORDINATOR)
    at = timezone.now()
    Verification.objects.create(business=business, decision=decision, decided_by=by, decided_at=at)
    values = {"state": decision.value, "state_since": at}
    return {**values, "verified_at": at, "verified_by": by} if decision == Decision.VERIFIED else values


@pytest.mark.parametrize(
    ("old", "new"),
    [(S.DRAFT, S.VERIFIED), (S.DRAFT, S.RETURNED), (S.RETURNED, S.VERIFIED), (S.RETURNED, S.DRAFT),
     (S.VERIFIED, S.SUBMITTED), (S.VERIFIED, S.DRAFT), (S.VERIFIED, S.RETURNED)],
)  # fmt: skip
def test_state_never_jumps(old, new):
    business = make_business(state=old)
    values = decide(business, Decision(new)) if new in Decision.values else {"state": new}
    with pytest.raises(IntegrityError, match="state_flow"):
        Business.objects.filter(pk=business.pk).update(**values)


def test_verified_without_a_recorded_decision_is_refused():
    business = make_business(state=S.SUBMITTED)
    by, now = make_user(Role.COORDINATOR), timezone.now()
    with pytest.raises(IntegrityError, match="no decision recorded"):
        Business.objects.filter(pk=business.pk).update(
            state=S.VERIFIED, state_since=now, verified_at=now, verified_by=by
        )


def test_verified_by_somebody_else_than_who_decided_is_refused():
    business = make_business(state=S.SUBMITTED)
    values = decide(business, Decision.VERIFIED) | {"verified_by": make_user(Role.COORDINATOR)}
    with pytest.raises(IntegrityError, match="no decision recorded"):
        Business.objects.filter(pk=business.pk).update(**values)


def test_own_business_is_never_verified_by_its_owner():
    cadre = make_cadre()
    business = make_business(owner=cadre, state=S.SUBMITTED)
    values = decide(business, Decision.VERIFIED, by=cadre.user)
    with pytest.raises(IntegrityError, match="own business"):
        Business.objects.filter(pk=business.pk).update(**values)


def test_decision_with_its_record_passes():
    business = make_business(state=S.SUBMITTED)
    assert Business.objects.filter(pk=business.pk).update(**decide(business, Decision.VERIFIED)) == 1


@pytest.mark.parametrize("state", [S.VERIFIED, S.RETURNED])
def test_business_never_enters_as_examined(state):
    cadre = make_cadre()
    complete = make_business(owner=cadre, state=S.SUBMITTED)
    copy = Business.objects.get(pk=complete.pk)
    copy.pk, copy.state, copy.verified_at = None, state, timezone.now()
    with pytest.raises(IntegrityError, match="state_first"):
        Business.objects.bulk_create([copy])


@pytest.mark.parametrize(
    "change", [{"name": "Lain"}, {"capital": 1}, {"has_bank_loan": True}, {"nib": "1234567890123"}]
)
def test_facts_stand_still_while_examined(change):
    business = make_business(state=S.SUBMITTED)
    with pytest.raises(IntegrityError, match="state_keeps_facts"):
        Business.objects.filter(pk=business.pk).update(**change)


@pytest.mark.parametrize("change", [{"name": "Lain"}, {"nib": "1234567890123"}, {"province": "33"}])
def test_key_fields_of_a_verified_business_stand_still(change):
    business = make_business()
    if "province" in change:
        change = {"province": make_province("33"), "regency": make_regency(make_province("33"))}
    with pytest.raises(IntegrityError, match="state_keeps_keys"):
        Business.objects.filter(pk=business.pk).update(**change)


def test_baseline_of_bank_access_stands_still_after_verification():
    business = make_business()
    with pytest.raises(IntegrityError, match="state_keeps_facts"):
        Business.objects.filter(pk=business.pk).update(has_bank_loan=True)


def test_other_facts_of_a_verified_business_may_change():
    business = make_business()
    assert Business.objects.filter(pk=business.pk).update(capital=1, address="Jalan Baru 2") == 1


def test_submission_may_not_be_incomplete():
    business = make_business(state=S.DRAFT, address="")
    with pytest.raises(IntegrityError, match="business_complete_when_submitted"):
        Business.objects.filter(pk=business.pk).update(state=S.SUBMITTED, submitted_at=timezone.now())


def test_only_a_draft_can_be_deleted():
    make_business(state=S.DRAFT).events.all()
    submitted = make_business(state=S.SUBMITTED)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Business.objects.filter(pk=submitted.pk).delete()
    Business.objects.filter(state=S.DRAFT).delete()
    assert list(Business.objects.all()) == [submitted]


@pytest.mark.parametrize(
    ("change", "wall"),
    [
        ({"nib": "123"}, "business_nib_13_digits"),
        ({"start_year": 1899}, "business_start_sensible"),
        ({"capital": -1}, "business_capital_positive"),
        ({"last_year_sales": -1}, "business_sales_positive"),
        ({"province_id": "91"}, "business_regency_in_province"),
    ],
)
def test_wrong_value_is_refused(change, wall):
    from tests.factories import make_province

    make_regency(make_province("91"))
    business = make_business(state=S.DRAFT)
    with pytest.raises(IntegrityError, match=wall):
        Business.objects.filter(pk=business.pk).update(**change)


def test_nib_belongs_to_one_business():
    make_business(nib="9120001234567")
    other = make_business(state=S.DRAFT)
    with pytest.raises(IntegrityError):
        Business.objects.filter(pk=other.pk).update(nib="9120001234567")


def test_what_a_coordinator_wrote_stays():
    business = make_business(state=S.SUBMITTED)
    by = make_user(Role.COORDINATOR)
    decision = Verification.objects.create(business=business, decision=Decision.RETURNED, decided_by=by)
    remark = Remark.objects.create(verification=decision, field="name", text="Tidak sama dengan NIB.")
    for change in (lambda: Remark.objects.update(text="Lain"), remark.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_import_is_never_deleted():
    batch = BulkImport.objects.create(uploaded_by=make_user(Role.BOARD), filename="kader.csv", size=1)
    with pytest.raises(DatabaseError, match="Cannot delete"):
        batch.delete()
