from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from umkm.regions.imports import load_regions


class Command(BaseCommand):
    help = "Memuat provinsi dan kabupaten/kota, dan melaporkan yang berubah. Aman dijalankan berulang."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(load_regions().lines)
        if options["verbosity"]:
            self.stdout.write("\n".join(lines) or "Wilayah: tidak ada yang berubah.")
