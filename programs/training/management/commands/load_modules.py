"""`manage.py load_modules`: the curriculum from modules.csv; safe to run again.

A module that is there already is left as staff made it; only learning goals that are missing are filled in.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from programs.training.models import Module, Prerequisite

CSV = Path(__file__).resolve().parents[2] / "modules.csv"


class Command(BaseCommand):
    help = "Memuat modul pelatihan dari modules.csv; aman dijalankan ulang."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with CSV.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        modules = {row["code"]: _module(row) for row in rows}
        for row in rows:
            module, is_new = modules[row["code"]]
            if is_new:
                for code in filter(None, row["requires"].split("|")):
                    Prerequisite.objects.get_or_create(module=module, requires=modules[code][0])
        self.stdout.write(f"{len(rows)} modul pelatihan dimuat.")


def _module(row: dict[str, str]) -> tuple[Module, bool]:
    """The module, and whether its learning goals (and so what it builds on) came just now."""
    goals = row["goals"].split("|")
    module, is_new = Module.objects.get_or_create(
        code=row["code"],
        defaults={"title": row["title"], "goal": row["goal"], "hours": int(row["hours"]), "goals": goals},
    )
    if is_new or module.goals:
        return module, is_new
    module.goals = goals  # loaded by an earlier version
    module.save(update_fields=["goals"])
    return module, True
