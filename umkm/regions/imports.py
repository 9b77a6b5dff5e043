"""Provinces and regencies from the CSV files beside this module; can run again at any time.

Codes by Kepmendagri 300.2.2-2430/2025. A code that is no longer in the file is ended, not deleted: old
records keep it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Province, Regency

FOLDER = Path(__file__).parent
# UU 14, 15 and 16/2022 split three off Papua, UU 29/2022 one off Papua Barat; UU 20/2012 one off Kalimantan
# Timur; the five of 1999–2004 each from the province named in its law
PREDECESSORS = {"93": "91", "94": "91", "95": "91", "96": "92", "65": "64", "92": "91", "36": "32", "19": "16", "21": "14", "75": "71", "76": "73", "82": "81"}  # fmt: skip


@dataclass
class Changes:
    """What a run changed, for its report."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[str]:
        for word, codes in (("Baru", self.added), ("Berubah", self.changed), ("Berakhir", self.ended)):
            if codes:
                yield f"{word}: {', '.join(codes[:20])}{' …' if len(codes) > 20 else ''} ({len(codes)})"


@transaction.atomic
def load_regions(*, folder: Path = FOLDER) -> Changes:
    """Bring both tables to what the files say."""
    changes = Changes()
    provinces = {row["kemendagri_code"]: _province_values(row) for row in _rows(folder / "provinces.csv")}
    _sync(Province, provinces, changes)
    for code, predecessor in PREDECESSORS.items():
        Province.objects.filter(code=code, predecessor=None).update(predecessor=predecessor)
    regencies = {
        row["kemendagri_code"]: {
            "province_id": row["province_code"],
            "kind": row["kind"],
            "name": row["name"],
        }
        for row in _rows(folder / "regencies.csv")
    }
    _sync(Regency, regencies, changes)
    return changes


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _province_values(row: dict[str, str]) -> dict[str, Any]:
    return {
        "bps_code": row["bps_code"],
        "iso_code": row["iso_code"],
        "name": row["name"],
        "island_group": row["island_group"],
        "time_zone": row["time_zone"],
        "established_on": date.fromisoformat(row["established_on"]),
        "tile_column": int(row["tile_column"]),
        "tile_row": int(row["tile_row"]),
    }


def _sync(model: type[Province] | type[Regency], wanted: dict[str, dict[str, Any]], changes: Changes) -> None:
    known = model._default_manager.in_bulk()
    for code, values in wanted.items():
        values["ended_on"] = None
        record = known.get(code)
        if record is None:
            model._default_manager.create(code=code, **values)
            changes.added.append(code)
        elif any(getattr(record, name) != value for name, value in values.items()):
            model._default_manager.filter(code=code).update(**values)
            changes.changed.append(code)
    gone = [code for code, record in known.items() if code not in wanted and record.ended_on is None]
    model._default_manager.filter(code__in=gone).update(ended_on=timezone.localdate())
    changes.ended += gone
