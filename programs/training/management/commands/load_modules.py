"""`manage.py load_modules`: the curriculum from modules.csv; safe to run again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from programs.training.models import Module

CSV = Path(__file__).resolve().parents[2] / "modules.csv"


class Command(BaseCommand):
    help = "Memuat modul pelatihan dari modules.csv; aman dijalankan ulang."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with CSV.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            values = {"title": row["title"], "goal": row["goal"], "hours": int(row["hours"])}
            Module.objects.update_or_create(code=row["code"], defaults=values)
        self.stdout.write(f"{len(rows)} modul pelatihan dimuat.")
