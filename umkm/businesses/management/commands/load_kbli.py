"""Load the KBLI classes that UMKM use, with the everyday words to find them by. Safe to run again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from umkm.businesses.models import Kbli

SOURCE = Path(__file__).resolve().parents[2] / "kbli_2020.csv"
VERSION = "2020"  # Peraturan BPS 2/2020


class Command(BaseCommand):
    help = "Memuat kelas KBLI 2020 beserta kata sehari-hari untuk mencarinya; boleh diulang."

    def handle(self, *args: Any, **options: Any) -> None:
        classes = list(_read(SOURCE))
        Kbli.objects.bulk_create(
            classes,
            update_conflicts=True,
            unique_fields=["code", "version"],
            update_fields=["title", "section", "words", "search_text"],
        )
        if options["verbosity"]:
            self.stdout.write(f"{len(classes)} kelas KBLI {VERSION} termuat.")


def _read(source: Path) -> list[Kbli]:
    with source.open(encoding="utf-8", newline="") as file:
        return [_kbli(row) for row in csv.DictReader(file)]


def _kbli(row: dict[str, str]) -> Kbli:
    words = [word.strip() for word in row["words"].split(";") if word.strip()]
    return Kbli(
        code=row["code"],
        title=row["title"],
        section=row["section"],
        version=VERSION,
        words=words,
        search_text=" ".join([row["title"], *words]).lower(),
    )
