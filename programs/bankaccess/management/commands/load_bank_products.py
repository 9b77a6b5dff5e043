"""`manage.py load_bank_products`: the programme credit (KUR) with its conditions; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from programs.bankaccess.products.loading import load_products


class Command(BaseCommand):
    help = "Memuat produk KUR dan syaratnya dari daftar; versi yang sudah ada tidak diubah."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_products()
        if options["verbosity"]:
            self.stdout.write(f"{new} versi syarat baru dimuat. Syarat baru perlu diperiksa administrator.")
