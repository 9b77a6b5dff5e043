from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.demo.story import make_demo
from soksi_portal.accounts.models import User


class Command(BaseCommand):
    help = "Membuat data contoh, bila basis data masih kosong dan portal dijalankan sebagai demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Data contoh hanya dibuat di portal demo (DEMO=true), tidak pernah di produksi."
            )
        if User.objects.exists():
            self.stdout.write("Basis data sudah berisi; data contoh tidak dibuat lagi.")
            return
        make_demo(password=settings.DEMO_PASSWORD, say=self.stdout.write)
