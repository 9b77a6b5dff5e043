"""`manage.py load_partnership`: the memorandum of 2015 and its first phase; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.partnership.founding import RegionsMissing, load_founding


class Command(BaseCommand):
    help = "Memuat nota kerja sama 9 Agustus 2015 dan tahap pertamanya; aman dijalankan ulang."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            memorandum = load_founding()
        except RegionsMissing as refusal:
            raise CommandError(refusal.message) from refusal
        provinces = memorandum.phases.earliest("starts_on").provinces.count()
        self.stdout.write(f"{memorandum} dimuat; tahap pertamanya mencakup {provinces} provinsi.")
