from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from soksi_portal.common.display import figure
from umkm.businesses.models import SearchWord


class Command(BaseCommand):
    help = "Menghitung ulang kosakata pencarian dari semua usaha."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{figure(SearchWord.objects.rebuild())} kata.")
