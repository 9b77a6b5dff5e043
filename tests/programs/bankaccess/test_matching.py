"""Which conditions a business meets, by which record: a table, without a database."""

from datetime import date
from typing import Any

import pytest

from programs.bankaccess.choices import Paper, SlikStatus
from programs.bankaccess.models import Terms
from programs.bankaccess.products.matching import Facts, match, matches

TODAY = date(2026, 11, 23)
MILLION = 1_000_000


def terms(**fields: Any) -> Terms:
    return Terms(**{"ceiling": 100 * MILLION, "regulation": "Uji"} | fields)


# conditions, facts, whether they are met (None: not known), what it may ask for
CASES = [
    ({}, {}, {"Usaha terverifikasi": True}, 100),
    ({}, {"is_verified": False}, {"Usaha terverifikasi": False}, 100),
    ({"sales_ceiling": 4_800 * MILLION}, {"sales": 4_800 * MILLION}, {"Penjualan": True}, 100),
    ({"sales_ceiling": 4_800 * MILLION}, {"sales": 4_800 * MILLION + 1}, {"Penjualan": False}, 100),
    ({"sales_ceiling": 4_800 * MILLION}, {}, {"Penjualan": None}, 100),
    # a tax number is asked for above an amount: without one it may ask for less
    ({"npwp_above": 50 * MILLION}, {}, {}, 50),
    ({"npwp_above": 50 * MILLION}, {"has_npwp": True}, {}, 100),
    ({"npwp_above": 50 * MILLION, "floor": 100 * MILLION, "ceiling": 500 * MILLION}, {}, {"NPWP": False}, 50),
    ({"npwp_above": 50 * MILLION, "floor": 100 * MILLION, "ceiling": 500 * MILLION}, {"has_npwp": True}, {"NPWP": True}, 500),
    ({"needs_nib": True}, {}, {"NIB": False}, 100),
    ({"needs_nib": True}, {"has_nib": True}, {"NIB": True}, 100),
    # only the year of the start is on record
    ({"least_months": 6}, {"start_year": 2025}, {"Usaha berjalan": True}, 100),
    ({"least_months": 6}, {"start_year": 2026}, {"Usaha berjalan": None}, 100),
    ({"least_months": 12}, {"start_year": 2026}, {"Usaha berjalan": False}, 100),
    ({"least_months": 12}, {"start_year": 2025}, {"Usaha berjalan": None}, 100),
    ({"least_months": 12}, {}, {"Usaha berjalan": None}, 100),
    ({"no_programme_credit": True}, {}, {"Tidak sedang": None}, 100),
    ({"no_programme_credit": True}, {"has_programme_credit": True}, {"Tidak sedang": False}, 100),
    ({"no_programme_credit": True}, {"has_programme_credit": False}, {"Tidak sedang": True}, 100),
    ({"needs_good_slik": True}, {}, {"SLIK": None}, 100),
    ({"needs_good_slik": True}, {"slik": SlikStatus.WATCHED}, {"SLIK": False}, 100),
    ({"needs_good_slik": True}, {"slik": SlikStatus.NONE}, {"SLIK": True}, 100),
    ({"papers": [Paper.KTP]}, {}, {"Foto KTP": False}, 100),
    ({"papers": [Paper.KTP]}, {"papers": frozenset({"ktp"})}, {"Foto KTP": True}, 100),
]  # fmt: skip


@pytest.mark.parametrize(("conditions", "facts", "met", "most"), CASES)
def test_condition_by_condition(conditions, facts, met, most):
    found = match(Facts(**facts), terms(**conditions), today=TODAY)
    told = {label: check.is_met for check in found.checks for label in met if check.label.startswith(label)}
    assert (told, found.most) == (met, most * MILLION)
    others = [check for check in found.checks if not any(check.label.startswith(label) for label in met)]
    assert all(check.is_met for check in others)
    assert found.qualifies == all(met.values())


def test_each_condition_says_its_record_and_what_to_do():
    facts = Facts(
        sales=5_000 * MILLION, sales_source="data usaha", answered_on=TODAY, has_programme_credit=True
    )
    found = match(facts, terms(sales_ceiling=4_800 * MILLION, no_programme_credit=True), today=TODAY)
    assert [(check.source, check.advice) for check in found.missing] == [
        ("Rp\u00a05.000.000.000 menurut data usaha", "Produk ini untuk usaha yang lebih kecil."),
        ("Jawaban pemilik per 23 November 2026", "Lunasi dahulu kredit program yang berjalan."),
    ]


def test_what_fits_comes_first_the_largest_of_it_at_the_top():
    small, large = terms(ceiling=10 * MILLION), terms(ceiling=90 * MILLION)
    near, far = terms(needs_nib=True), terms(needs_nib=True, papers=[Paper.KTP])
    found = matches(Facts(), [far, small, near, large], today=TODAY)
    assert [one.terms for one in found] == [large, small, near, far]
