"""Nothing that stands still changes without a picture that proves it: by the form, the rule and the database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_document, make_evidence, make_user
from umkm.businesses.changes import errors, services
from umkm.businesses.choices import DocumentKind, KeyField, RequestState
from umkm.businesses.models import Business, ChangeRequest, Document

pytestmark = pytest.mark.django_db


def asked(business: Business) -> ChangeRequest:
    return services.request_change(
        business=business,
        field=KeyField.NAME,
        value="Nama Baru",
        reason="Merek.",
        by=business.owner.user,
        evidence=make_evidence(),
    )


def test_request_without_evidence_is_refused_and_nothing_is_kept():
    business = make_business()
    with pytest.raises(errors.EvidenceMissing) as refusal:
        services.request_change(
            business=business,
            field=KeyField.NAME,
            value="Nama Baru",
            reason="Merek.",
            by=business.owner.user,
            evidence=None,
        )
    assert (refusal.value.field, ChangeRequest.objects.count()) == ("evidence", 0)


def test_approval_without_evidence_is_refused_with_a_sentence():
    business, by = make_business(name="Lama"), make_user(Role.COORDINATOR)
    change = asked(business)
    Document.objects.filter(pk=change.evidence_id).update(removed_at=timezone.now(), removed_by=by)
    with pytest.raises(errors.EvidenceMissing, match="Foto buktinya tidak ada"):
        services.approve_change(change=change, by=by)
    business.refresh_from_db()
    assert business.name == "Lama"
    services.refuse_change(change=change, by=by, note="Kirim lagi dengan foto.")


@pytest.mark.parametrize("proof", ["none", "of another business", "of another kind", "removed"])
def test_database_approves_nothing_without_evidence(proof: str):
    business, by = make_business(), make_user(Role.COORDINATOR)
    change = asked(business)
    others: dict[str, Document | None] = {
        "none": None,
        "of another business": make_document(business=make_business(), kind=DocumentKind.EVIDENCE),
        "of another kind": make_document(business=business, kind=DocumentKind.PHOTO),
        "removed": change.evidence,
    }
    if proof == "removed":
        Document.objects.filter(pk=change.evidence_id).update(removed_at=timezone.now(), removed_by=by)
    approved = {"state": RequestState.APPROVED, "decided_by": by, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError, match="state_needs_evidence"), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(evidence=others[proof], **approved)
    with pytest.raises(IntegrityError, match="state_needs_evidence"), transaction.atomic():
        ChangeRequest.objects.create(
            business=business, province=business.province, field=KeyField.NIB, new_value="9120001234567",
            reason="Salah.", requested_by=business.owner.user, evidence=others[proof], **approved,
        )  # fmt: skip
