"""What becomes of the rows of a file."""

from __future__ import annotations

import pytest

from soksi_portal.accounts.choices import Role
from tests.factories import make_cadre, make_province, make_regency, make_user
from umkm.businesses.importing import blocks
from umkm.businesses.models import Business, BusinessTally, ImportTally
from umkm.cadres.identity import masked_stored
from umkm.cadres.models import Cadre

from .makers import counts, import_rows, make_ground, make_row, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


def test_sound_rows_become_cadres_and_businesses_that_wait_for_verification():
    batch = import_rows([make_row(1), make_row(2)])
    assert (batch.state, counts(batch)) == ("done", (2, 0, 0, 0))
    business = Business.objects.select_related("owner").get(nib="9100000000001")
    assert (business.state, business.owner.state) == ("submitted", "submitted")
    assert business.owner.phone == "+6281300000001"
    assert masked_stored(business.owner.nik_encrypted) == "••••••••••••0002"
    assert business.owner.sex == "p"
    assert str(business.owner.paper_consent_on) == "2026-10-01"
    assert business.owner.paper_consent_text_id == "1"
    assert (business.capital, business.licences, business.marketing_channels) == (
        15_000_000,
        ["pirt"],
        ["shop", "chat"],
    )
    assert BusinessTally.objects.totals()["32"]["submitted"] == 2


def test_same_file_twice_changes_nothing():
    rows = [make_row(1), make_row(2), make_row(2, name="Usaha kedua", nib=""), make_row(4, nib="12")]
    first = import_rows(rows)
    before = list(Business.objects.order_by("pk").values()), list(Cadre.objects.order_by("pk").values())
    second = import_rows(rows)
    assert (counts(first), counts(second)) == ((3, 0, 0, 1), (0, 0, 3, 1))
    assert (
        list(Business.objects.order_by("pk").values()),
        list(Cadre.objects.order_by("pk").values()),
    ) == before
    assert Business.objects.first().events.count() == 1


@pytest.mark.django_db(transaction=True)
def test_changed_row_renews_what_still_waits():
    import_rows([make_row(1), make_row(2)])
    before = Business.objects.get(nib="9100000000001")
    batch = import_rows([make_row(1, employees="5", phone="081399999999", licences=""), make_row(2)])
    assert counts(batch) == (0, 1, 1, 0)
    business = Business.objects.select_related("owner").get(nib="9100000000001")
    assert (business.employees, business.owner.phone) == (5, "+6281399999999")
    assert business.licences == ["pirt"]  # an empty cell leaves what is known
    assert business.submitted_at > before.submitted_at  # whoever has it open reads it anew


def test_cadre_known_by_phone_is_used_again_and_keeps_the_account():
    cadre = make_cadre(nik="", phone="+6281300000001", full_name="Siti Baaa")
    batch = import_rows([make_row(1)])
    assert counts(batch) == (1, 0, 0, 0)
    assert Business.objects.get().owner == cadre
    cadre.refresh_from_db()
    assert (cadre.nik_hash, cadre.paper_consent_on) == (None, None)


@pytest.mark.parametrize(
    ("known", "row", "column"),
    [
        ({"full_name": "Orang Lain"}, {}, "nik"),
        (
            {"phone": "+6281399999999"},
            {"phone": "081300000001"},
            "phone",
        ),  # a cadre with an account says it herself
        ({"nik": "3201104103850055", "phone": "+6281300000001"}, {}, "phone"),
        (
            {"nik": "3201104103850055", "membership_number": "SK1"},
            {"membership_number": "sk 1"},
            "membership_number",
        ),
    ],
)
def test_row_that_contradicts_a_known_cadre_is_refused(known, row, column):
    sound = make_row(1)
    make_cadre(
        **{"nik": sound["nik"], "full_name": sound["full_name"], "phone": "+6281300000001"}
        | {"phone": "+6281355555555"}
        | known
    )
    batch = import_rows([make_row(1, **row)])
    assert (counts(batch), reasons(batch)) == ((0, 0, 0, 1), {2: [column]})


def test_nib_of_another_owner_is_refused():
    import_rows([make_row(1)])
    batch = import_rows([make_row(2, nib="9100000000001")])
    assert reasons(batch) == {2: ["nib"]}


def test_rows_that_repeat_or_contradict_each_other_are_refused_but_the_first():
    batch = import_rows(
        [
            make_row(1),
            make_row(1),
            make_row(2, phone="081300000001"),
            make_row(3, nib="9100000000001"),
            make_row(1, name="Usaha kedua", nib="", full_name="Orang Lain"),
            make_row(1, name="Usaha ketiga", nib=""),
        ]
    )
    assert counts(batch) == (2, 0, 0, 4)
    assert reasons(batch) == {3: ["nib"], 4: ["phone"], 5: ["nib"], 6: ["nik"]}
    assert "baris 2" in batch.refused_rows.get(line=4).reasons[0][1]


def test_coordinators_row_of_another_province_is_refused():
    papua = make_regency(make_province("91"))
    coordinator = make_user(Role.COORDINATOR)
    batch = import_rows(
        [make_row(1), make_row(2, regency=papua.code), make_row(3, home_regency=papua.code)], by=coordinator
    )
    assert (counts(batch), reasons(batch)) == ((1, 0, 0, 2), {3: ["regency"], 4: ["home_regency"]})
    assert import_rows([make_row(2, regency=papua.code)]).taken == 1  # the board may


def test_tally_keeps_rows_of_each_province_and_collector():
    batch = import_rows(
        [
            make_row(1),
            make_row(2, nik="1"),
            make_row(3, collector="Ana"),
            make_row(4, regency="?", collector=""),
        ]
    )
    told = ImportTally.objects.filter(batch=batch).values_list("province", "collector", "rows", "refused")
    sender = batch.uploaded_by.full_name
    assert set(told) == {("32", "Dedi", 2, 1), ("32", "Ana", 1, 0), (None, sender, 1, 1)}
    assert batch.refused_by_field == {"nik": 1, "regency": 1}


def test_rows_of_different_blocks_repeat_and_contradict_each_other_too(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 1)
    batch = import_rows(
        [
            make_row(1),
            make_row(1, employees="9"),
            make_row(1, name="Usaha kedua", nib="", phone="081399999999"),
            make_row(1, name="Usaha ketiga", nib=""),
        ]
    )
    assert (counts(batch), reasons(batch)) == ((2, 0, 0, 2), {3: ["name"], 4: ["nik"]})
