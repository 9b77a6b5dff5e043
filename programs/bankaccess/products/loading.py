"""The programme credit that one regulation gives to all banks, from the list in this folder.

Can run again at any time: a version that is there stays, and an admin's later version outlives the next run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from programs.bankaccess.models import Product, Terms

LIST = Path(__file__).with_name("kur.csv")


@transaction.atomic
def load_products() -> int:
    """How many versions are new."""
    return sum(_load(row) for row in _rows())


def _rows() -> Iterator[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _load(row: dict[str, str]) -> bool:
    product, _is_new = Product.objects.get_or_create(
        kind=row["kind"], bank=None, defaults={"name": row["name"]}
    )
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    known = Q(valid_from=row["valid_from"], regulation=row["regulation"])
    if product.terms.filter(known | Q(valid_from__gt=row["valid_from"])).exists():
        return False
    Terms.objects.create(product=product, number=product.terms.count() + 1, **_conditions(row))
    return True


def _conditions(row: dict[str, str]) -> dict[str, Any]:
    """An empty cell: the source does not say so."""
    amounts = ("floor", "ceiling", "sales_ceiling", "npwp_above")
    return {
        **{name: row[name] for name in ("valid_from", "regulation", "source")},
        **{name: int(row[name]) for name in amounts if row[name]},
        "no_programme_credit": row["no_programme_credit"] == "1",
        "papers": row["papers"].split("|"),
    }
