"""`manage.py load_readiness_rubric`: the first rubric of readiness; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from programs.bankaccess.readiness.loading import load_rubric


class Command(BaseCommand):
    help = "Memuat rubrik kesiapan yang pertama; yang sudah ada tidak diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        is_new = load_rubric()
        if options["verbosity"]:
            self.stdout.write("Rubrik awal dimuat." if is_new else "Rubrik sudah ada.")
