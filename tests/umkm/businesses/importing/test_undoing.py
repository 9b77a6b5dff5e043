"""An import is taken back as a whole, while nothing was built on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from soksi_portal.audit.queries import history
from soksi_portal.audit.services import because
from tests.factories import make_user
from umkm.businesses.choices import Decision, ImportState
from umkm.businesses.importing import undoing
from umkm.businesses.importing.errors import BuiltUpon, ReasonMissing
from umkm.businesses.importing.undoing import ask_undo, undo
from umkm.businesses.models import (
    Business,
    BusinessTally,
    Claim,
    ImportedRow,
    PossibleDuplicate,
    Verification,
)
from umkm.cadres.models import Cadre

from .makers import counts, import_rows, make_ground, make_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


def taken_back(batch):
    batch = ask_undo(batch=batch, by=batch.uploaded_by, reason="Salah berkas")
    return undo(batch=batch)


@pytest.mark.django_db(transaction=True)
def test_undone_import_leaves_what_was_there_before():
    import_rows([make_row(1, employees="2", women_employees="")])
    before = list(Cadre.objects.values()), list(Business.objects.values())
    batch = import_rows(
        [make_row(1, employees="7", phone="081377777777", npwp="092542943407000"), make_row(2), make_row(3)]
    )
    assert counts(batch) == (2, 1, 0, 0)
    batch = taken_back(batch)
    assert (batch.state, batch.undone_by, batch.undo_reason) == (
        ImportState.UNDONE,
        batch.uploaded_by,
        "Salah berkas",
    )
    assert (list(Cadre.objects.values()), list(Business.objects.values())) == before
    assert not ImportedRow.objects.filter(batch=batch).exists()
    assert BusinessTally.objects.totals()["32"]["submitted"] == 1
    newest = history(Business.objects.get())[0]
    assert (newest.why, newest.who) == ("Salah berkas", batch.uploaded_by.full_name)
    assert counts(import_rows([make_row(2)])) == (1, 0, 0, 0)  # and can be sent again


def test_undoing_asks_why():
    batch = import_rows([make_row(1)])
    with pytest.raises(ReasonMissing):
        ask_undo(batch=batch, by=batch.uploaded_by, reason=" ")


def verified_since(batch):
    business = Business.objects.first()
    Verification.objects.create(business=business, decision=Decision.RETURNED, decided_by=batch.uploaded_by)


def edited_since(batch):
    with because("Salah tulis", by=batch.uploaded_by):
        Cadre.objects.filter(pk=Business.objects.first().owner_id).update(full_name="Siti Baru")


def signed_up_since(batch):
    Cadre.objects.filter(pk=Business.objects.first().owner_id).update(user=make_user())


def registered_since(batch):
    import_rows([make_row(1, name="Usaha kedua", nib="")])


def changed_by_a_later_file(batch):
    import_rows([make_row(1, employees="9")])


@pytest.mark.parametrize(
    "built", [verified_since, edited_since, signed_up_since, registered_since, changed_by_a_later_file]
)
def test_import_on_which_something_was_built_stays(built):
    batch = import_rows([make_row(1), make_row(2)])
    built(batch)
    with pytest.raises(BuiltUpon, match="1 barisnya"):
        taken_back(batch)
    assert Business.objects.filter(nib="9100000000002").exists()


def test_record_that_somebody_only_looked_at_goes_along():
    batch = import_rows([make_row(1)])
    Claim.objects.create(
        business=Business.objects.get(), user=make_user(), until=timezone.now() - timedelta(hours=1)
    )
    assert taken_back(batch).state == ImportState.UNDONE
    assert not Claim.objects.exists()


def test_undoing_of_many_rows_is_looked_into_outside_the_page(monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 0)
    batch = import_rows([make_row(1)])
    verified_since(batch)
    batch = ask_undo(batch=batch, by=batch.uploaded_by, reason="Salah berkas")
    assert batch.state == ImportState.UNDOING
    batch = undo(batch=batch)
    assert (batch.state, "1 barisnya" in batch.trouble) == (ImportState.DONE, True)


def test_duplicates_that_were_only_suspected_go_along():
    batch = import_rows([make_row(1), make_row(2)])
    first, second = Business.objects.order_by("pk")
    PossibleDuplicate.objects.create(
        first=first,
        second=second,
        similarity=0.9,
        likenesses=["near"],
        province=first.province,
        found_at=timezone.now(),
    )
    assert taken_back(batch).state == ImportState.UNDONE
    assert not Business.objects.exists()
