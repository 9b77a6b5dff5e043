"""What a business can be returned for: each of its facts, and its documents."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fields import CHECKS, FIELD_LABELS, shown
from .models import Business, Document, Verification, column_of

DOCUMENTS = "documents"
REASON_LABELS: dict[str, Any] = {**FIELD_LABELS, DOCUMENTS: gettext_lazy("Dokumen dan foto")}
REASON_CHECKS: dict[str, Any] = {
    **CHECKS,
    DOCUMENTS: gettext_lazy("Terbaca, lengkap, dan milik usaha ini?"),
}
# the columns that tell whether a fact of no single column has changed
_COLUMNS = {"npwp": ("npwp_hash",), "position": ("latitude", "longitude")}


def examined_value(business: Business, field: str) -> str:
    """The value in words; empty where it is not known. Documents are shown as pictures above the table."""
    return _("Lihat di atas") if field == DOCUMENTS else shown(business, field)


def has_changed(business: Business, then: Any, field: str, verification: Verification) -> bool:
    """Whether what a reason is about is another now than `then`, the row of the trail at the return."""
    if field == DOCUMENTS:
        since = Q(uploaded_at__gt=verification.decided_at) | Q(removed_at__gt=verification.decided_at)
        return Document.objects.filter(since, Q(business=business) | Q(cadre=business.owner_id)).exists()
    columns = _COLUMNS.get(field, (column_of(field),))
    return any(getattr(then, column) != getattr(business, column) for column in columns)
