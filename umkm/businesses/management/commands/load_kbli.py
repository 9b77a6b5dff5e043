from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from umkm.businesses.imports import OWN_FILE, OWN_VERSION, UnreadableList, load_kbli
from umkm.businesses.models import Kbli


class Command(BaseCommand):
    help = (
        "Memuat kelas KBLI beserta kata sehari-hari untuk mencarinya; boleh diulang. Tanpa berkas: daftar bawaan"
        " portal, tanpa menggeser versi yang lebih baru. Dengan berkas CSV atau XLSX dari BPS: daftar resmi satu versi."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--kbli-version", default=OWN_VERSION, help="tahun KBLI berkas ini, misalnya 2025"
        )
        parser.add_argument(
            "--keep-current",
            action="store_true",
            help="muat saja; yang dipilih orang tetap versi yang berlaku",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        version = options["kbli_version"]
        if not (version.isascii() and version.isdigit() and len(version) == 4):
            raise CommandError("--kbli-version adalah tahun dengan empat angka, misalnya 2025.")
        file = options["file"]
        # run at every deployment, the own list must not take the place of a newer one; named as a file it does
        newer = file is None and Kbli.objects.in_force().exclude(version=version).exists()
        in_force = not (options["keep_current"] or newer)
        try:
            changes = load_kbli(file=file or OWN_FILE, version=version, in_force=in_force)
        except UnreadableList as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write("\n".join(changes.lines))
