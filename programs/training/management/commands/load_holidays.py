"""`manage.py load_holidays`: days off of this and the next two years; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from programs.training.trainers.holidays import refresh_holidays


class Command(BaseCommand):
    help = "Memuat hari libur nasional dan cuti bersama; yang diubah staf dibiarkan. Aman dijalankan ulang."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_holidays()} hari libur dimuat.")
