"""Rupiah, NIB, size class: for any input, not only for the expected."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from soksi_portal.common.display import rupiah
from soksi_portal.common.fields import MOST_RUPIAH, RupiahField
from tests.factories import make_business
from umkm.businesses.checks import check_nib
from umkm.businesses.choices import BusinessState, SizeClass
from umkm.businesses.completeness import problems
from umkm.businesses.figures import has_full_year
from umkm.businesses.models import Business
from umkm.businesses.sizeclass import CAPITAL_CEILINGS, SALES_CEILINGS, size_class, size_class_reason

amounts = st.integers(min_value=0, max_value=MOST_RUPIAH)
EDGES = [ceiling + step for _, ceiling in (*SALES_CEILINGS, *CAPITAL_CEILINGS) for step in (-1, 0, 1)]


@given(amounts)
def test_amount_as_we_print_it_is_read_back(amount):
    field = RupiahField()
    assert field.clean(rupiah(amount)) == amount
    assert field.clean(str(amount)) == amount
    assert field.clean(rupiah(amount).removeprefix("Rp\u00a0")) == amount


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_a_sentence(text):
    try:
        found = RupiahField(required=False).clean(text)
    except ValidationError:
        return  # refused with a sentence
    assert found is None or 0 <= found <= MOST_RUPIAH


@given(st.text(max_size=40))
@example("９１２０００１２３４５６７")
@example("9120001234567\x00")
def test_any_text_is_a_nib_nothing_or_a_sentence(text):
    try:
        found = check_nib(text)
    except ValidationError:
        return  # refused with a sentence
    assert found is None or (len(found) == 13 and found.isascii() and found.isdigit())


@pytest.mark.parametrize(
    "typed", ["9120001234567", "9120 0012 3456 7", "9120.0012.34567", " 9120-0012-34567 "]
)
def test_nib_may_be_typed_in_groups(typed):
    assert check_nib(typed) == "9120001234567"


@pytest.mark.django_db
@settings(max_examples=40)
@given(
    st.one_of(st.none(), amounts, st.sampled_from(EDGES)),
    st.one_of(st.none(), amounts, st.sampled_from(EDGES)),
)
def test_python_and_database_agree_on_the_size_class(sales, capital):
    business = Business.objects.filter(name="Ukur").first() or make_business(
        name="Ukur", state=BusinessState.DRAFT
    )
    Business.objects.filter(pk=business.pk).update(last_year_sales=sales, capital=capital)
    business.refresh_from_db()
    expected = size_class(last_year_sales=sales, capital=capital)
    assert business.size_class == (expected.value if expected else "")


@pytest.mark.django_db
@pytest.mark.parametrize("amount", EDGES)
@pytest.mark.parametrize("by_sales", [True, False])
def test_python_and_database_agree_at_every_edge(amount, by_sales):
    figures = {"last_year_sales": amount if by_sales else None, "capital": 1 if by_sales else amount}
    business = make_business(state=BusinessState.DRAFT, **figures)
    business.refresh_from_db()
    assert business.size_class == size_class(**figures)


@pytest.mark.parametrize(
    ("sales", "capital", "size"),
    [
        (2_000_000_000, None, SizeClass.MICRO),
        (2_000_000_001, None, SizeClass.SMALL),
        (15_000_000_000, None, SizeClass.SMALL),
        (50_000_000_001, None, SizeClass.LARGE),
        (0, 99_000_000_000, SizeClass.MICRO),  # sales decide where there is a full year
        (None, 1_000_000_000, SizeClass.MICRO),
        (None, 1_000_000_001, SizeClass.SMALL),
        (None, 10_000_000_001, SizeClass.LARGE),
        (None, None, None),
    ],
)
def test_size_class_by_pp_7_2021(sales, capital, size):
    assert size_class(last_year_sales=sales, capital=capital) == size
    reason = size_class_reason(last_year_sales=sales, capital=capital)
    assert reason.startswith(str(size.label)) if size else reason == ""


def test_full_year_of_sales():
    year = timezone.localdate().year
    assert [has_full_year(start) for start in (None, year, year - 1, year - 2)] == [None, False, None, True]


@pytest.mark.django_db
def test_business_above_medium_is_told_so_before_it_is_sent():
    business = make_business(state=BusinessState.DRAFT, last_year_sales=50_000_000_001)
    assert list(problems(business)) == ["last_year_sales"]
