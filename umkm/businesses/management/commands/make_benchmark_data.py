from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from soksi_portal.common.display import figure
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.finding.generating import generate

WIDTH = 40


class Command(BaseCommand):
    help = (
        "Mengisi basis data ukur dengan kader dan usaha karangan; dijalankan lagi, meneruskan yang sudah ada."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--businesses", type=int, default=6_000_000, help="jumlah usaha seluruhnya")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = generate(businesses=options["businesses"], progress=self._show)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"\n{figure(added)} usaha ditambahkan.")

    def _show(self, done: int, wanted: int) -> None:
        filled = WIDTH * done // wanted
        bar = f"[{'#' * filled}{' ' * (WIDTH - filled)}] {figure(done)} / {figure(wanted)}"
        self.stdout.write(f"\r{bar}" if sys.stdout.isatty() else f"{bar}\n", ending="")
        self.stdout.flush()
