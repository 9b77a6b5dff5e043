"""`manage.py load_questions`: the tests that come with the portal, from questions.csv; safe to run again.

The same questions before and after, so that the difference says what was learned. A test that is there already is
left as staff made it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from programs.training.assessment.questions import Wording, load_test
from programs.training.choices import AssessmentKind
from programs.training.models import Module

CSV = Path(__file__).resolve().parents[2] / "questions.csv"


class Command(BaseCommand):
    help = "Memuat soal tes awal dan tes akhir dari questions.csv; aman dijalankan ulang."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        wordings: dict[str, list[Wording]] = defaultdict(list)
        with CSV.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                wordings[row["module"]].append(_wording(row))
        modules = Module.objects.filter(code__in=wordings).order_by("code")
        loaded = sum(
            load_test(module=module, kind=kind, wordings=wordings[module.code])
            for module in modules
            for kind in AssessmentKind
        )
        self.stdout.write(f"{loaded} tes dimuat.")


def _wording(row: dict[str, str]) -> Wording:
    return Wording(
        text=row["question"],
        choices=row["choices"].split("|"),
        answer=int(row["answer"]),
        explanation=row["explanation"],
    )
