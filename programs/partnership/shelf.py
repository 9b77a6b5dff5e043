"""Which files in the storage belong to signed documents, so that the nightly sweep finds those that belong to none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from umkm.businesses.documents.storing import Shelf, Stored

from .models import Paper
from .models.papers import SHELF as FOLDER


def _named(names: set[str]) -> set[str]:
    rows = Paper.objects.filter(Q(file__in=names) | Q(thumbnail__in=names))
    return {name for row in rows.values_list("file", "thumbnail") for name in row}


def _removed() -> Iterable[Stored]:
    return Paper.objects.filter(removed_at__isnull=False).exclude(file="")


SHELF = Shelf(folder=FOLDER, named=_named, removed=_removed)
