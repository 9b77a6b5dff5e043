"""A business is locked before its owner, also by whoever changes the owner: nobody waits for the other in a circle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_evidence, make_user
from tests.parallel import in_parallel
from umkm.businesses.changes.services import approve_change, request_change
from umkm.businesses.choices import BusinessState, DocumentKind, KeyField
from umkm.businesses.documents import services as documents
from umkm.businesses.importing.undoing import ask_undo, undo
from umkm.businesses.models import Business
from umkm.cadres.choices import CadreState, DataRequestKind
from umkm.cadres.models import Cadre, Consent, ConsentText
from umkm.cadres.rights.correcting import correct_own
from umkm.cadres.rights.services import ask, lift_restriction

from .importing.makers import import_rows, make_ground, make_row

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


def withdrawing() -> tuple[Business, Act]:
    business = make_business()
    return business, partial(ask, user=business.owner.user, kind=DataRequestKind.WITHDRAW)


def allowing_again() -> tuple[Business, Act]:
    business = make_business(owner=make_cadre(restricted_at=timezone.now()))
    cadre = business.owner
    text = ConsentText.objects.create(version="1", body="…", valid_from="2015-08-09T00:00:00+07:00")
    Consent.objects.create(user=cadre.user, text=text)
    return business, partial(lift_restriction, cadre=cadre, by=make_user(Role.ADMIN))


def renaming() -> tuple[Business, Act]:
    owner = make_cadre(state=CadreState.DRAFT)
    business = make_business(state=BusinessState.DRAFT, owner=owner)
    return business, partial(correct_own, user=owner.user, full_name="Siti Baru", phone=owner.phone)


def approving_a_name() -> tuple[Business, Act]:
    """Through another business than the one that is locked."""
    first = make_business()
    change = request_change(
        business=first,
        field=KeyField.OWNER_NAME,
        value="Siti Baru",
        reason="Salah tulis",
        by=first.owner.user,
        evidence=make_evidence(),
    )
    second = make_business(owner=first.owner)
    return second, partial(approve_change, change=change, by=make_user(Role.COORDINATOR))


def undoing() -> tuple[Business, Act]:
    """Of a file that found the business just as it is."""
    make_ground()
    row = make_row(1)
    import_rows([row])
    cadre = Cadre.objects.get()
    Cadre.objects.update(user=make_user(Role.CADRE))
    batch = import_rows([row])
    ask_undo(batch=batch, by=batch.uploaded_by, reason="Salah berkas")
    return Business.objects.get(owner=cadre), partial(undo, batch=batch)


@pytest.mark.parametrize("acting", [withdrawing, allowing_again, renaming, approving_a_name, undoing])
def test_owner_changes_while_a_picture_comes(monkeypatch, acting):
    business, act = acting()
    half_way = threading.Event()  # the business is locked, its owner is not yet
    lock_owner = documents.locked_cadre

    def pausing(cadre: Cadre) -> Cadre:
        half_way.set()
        time.sleep(0.5)
        return lock_owner(cadre)

    monkeypatch.setattr(documents, "locked_cadre", pausing)

    def send() -> str:
        by, kind = business.owner.user, DocumentKind.NPWP
        documents.add_document(business=business, kind=kind, upload=make_evidence(), by=by)
        return "done"

    def meanwhile() -> str:
        half_way.wait(timeout=20)
        act()
        return "done"

    assert in_parallel(lambda one: one(), [send, meanwhile]) == ["done", "done"]
