"""The numbers per province are exact, however rows come, change and go."""

from __future__ import annotations

import io

import pgtrigger
import pytest
from django.db import connection
from django.db.models import Count

from tests.factories import make_business, make_cadre, make_kbli, make_province, make_regency
from umkm.businesses import services
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business, BusinessTally
from umkm.businesses.tasks import fold_tallies

pytestmark = pytest.mark.django_db


def counted() -> dict[tuple[str, str], int]:
    """What counting all rows gives."""
    states = Business.objects.values_list("province_id", "state").annotate(number=Count("pk")).order_by()
    loans = (
        Business.objects.filter(has_bank_loan=True)
        .exclude(state__in=(BusinessState.DRAFT, BusinessState.MERGED))
        .values_list("province_id")
        .annotate(number=Count("pk"))
        .order_by()
    )
    found = {(province, state): number for province, state, number in states}
    return found | {(province, "bank_access"): number for province, number in loans}


def tallied() -> dict[tuple[str, str], int]:
    return {
        (province, measure): number
        for province, measures in BusinessTally.objects.totals().items()
        for measure, number in measures.items()
        if number
    }


def test_every_step_of_a_business_is_counted():
    business = make_business(state=BusinessState.DRAFT, has_bank_loan=True)
    assert tallied() == {("32", "draft"): 1}
    services.submit_business(business=business, by=business.owner.user)
    assert tallied() == {("32", "submitted"): 1, ("32", "bank_access"): 1}
    services.withdraw_business(business=business, by=business.owner.user)
    assert tallied() == {("32", "draft"): 1}


def test_business_that_moves_to_another_province_is_counted_there():
    business = make_business(state=BusinessState.DRAFT)
    regency = make_regency(make_province("91"))
    services.save_draft(business=business, by=business.owner.user, facts={"regency": regency})
    assert tallied() == {("91", "draft"): 1}


def test_bulk_changes_in_several_provinces_are_counted():
    for province in (make_province(), make_province("91"), make_province("73")):
        kept = make_business(province=province)
        for state in BusinessState:
            more = {"merged_into": kept} if state == BusinessState.MERGED else {}
            make_business(province=province, state=state, has_bank_loan=state != BusinessState.DRAFT, **more)
    assert tallied() == counted()
    with pgtrigger.ignore("businesses.Business:state_flow", "businesses.Business:state_keeps_facts"):
        Business.objects.filter(state=BusinessState.SUBMITTED).update(state=BusinessState.RETURNED)
        Business.objects.filter(province="91").update(has_bank_loan=False)
    assert tallied() == counted()
    Business.objects.filter(state=BusinessState.DRAFT).delete()
    assert tallied() == counted()


def test_bulk_create_and_copy_are_counted():
    cadre = make_cadre()
    Business.objects.bulk_create(
        Business(owner=cadre, province=cadre.province, name=f"Usaha {number}") for number in range(30)
    )
    rows = "".join(
        f"{cadre.pk}\t32\tSalinan {n}\t\t\t\tdraft\tnow\tnow\t{{}}\t{{}}\t{{}}\n" for n in range(20)
    )
    columns = ("owner_id", "province_id", "name", "address", "description", "legal_form", "state",
               "state_since", "created_at", "licences", "marketing_channels", "wishes")  # fmt: skip
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY businesses_business ({', '.join(columns)}) FROM STDIN", io.StringIO(rows))
    assert tallied() == counted() == {("32", "draft"): 50}


def test_nothing_is_written_where_nothing_changes():
    make_kbli()
    business = make_business(state=BusinessState.DRAFT)
    before = BusinessTally.objects.count()
    Business.objects.filter(pk=business.pk).update(name="Lain")
    assert BusinessTally.objects.count() == before


def test_folding_keeps_the_sums_and_few_rows():
    for _ in range(5):
        make_business(state=BusinessState.SUBMITTED, has_bank_loan=True)
    before = tallied()
    fold_tallies()
    fold_tallies()
    assert tallied() == before
    assert BusinessTally.objects.count() == 2
