"""Which files in the storage belong to receipts, so that the nightly sweep finds those that belong to none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from programs.mentoring.models import Receipt
from programs.mentoring.models.cashbooks import FOLDER
from umkm.businesses.documents.storing import Shelf, Stored


def _named(names: set[str]) -> set[str]:
    rows = Receipt.objects.filter(Q(file__in=names) | Q(thumbnail__in=names))
    return {name for row in rows.values_list("file", "thumbnail") for name in row}


def _removed() -> Iterable[Stored]:
    return Receipt.objects.filter(removed_at__isnull=False).exclude(file="")


SHELF = Shelf(folder=FOLDER, named=_named, removed=_removed)
