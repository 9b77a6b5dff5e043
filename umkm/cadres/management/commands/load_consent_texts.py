from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from umkm.cadres import models
from umkm.cadres.choices import ConsentPurpose

FOLDER = Path(models.__file__).parents[1] / "texts"
VALID_FROM = {
    "1": (ConsentPurpose.PROCESSING, datetime(2026, 11, 1, tzinfo=UTC)),
    "usulan-1": (ConsentPurpose.NOMINATION, datetime(2026, 11, 1, tzinfo=UTC)),
    "bank-1": (ConsentPurpose.BANK, datetime(2026, 11, 1, tzinfo=UTC)),
    # names all that is in the file, the mentor's view among it
    "bank-2": (ConsentPurpose.BANK, datetime(2026, 11, 28, tzinfo=UTC)),
}


class Command(BaseCommand):
    help = "Memuat versi teks persetujuan. Versi yang sudah ada tidak pernah diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        for version, (purpose, valid_from) in VALID_FROM.items():
            body = (FOLDER / f"consent-{version}.txt").read_text(encoding="utf-8")
            text, is_new = models.ConsentText.objects.get_or_create(
                version=version, defaults={"purpose": purpose, "body": body, "valid_from": valid_from}
            )
            if text.body != body:
                raise CommandError(
                    f"Teks persetujuan versi {version} sudah disetujui orang, jadi tidak boleh berubah. Buat versi baru."
                )
            if is_new and options["verbosity"]:
                self.stdout.write(f"Teks persetujuan versi {version} dimuat.")
