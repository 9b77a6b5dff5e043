"""Puts all encrypted numbers under the newest key, or their blind indexes under the new BLIND_INDEX_KEY.

To change the key: put the new one first in PERSONAL_DATA_KEYS and keep the old one behind it, restart the portal, run
this, then take the old one out. To change BLIND_INDEX_KEY: change it, restart, run this with --index at once: until it
is through, a number that is in use already may be taken a second time (such rows are named at the end).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from umkm.businesses.importing.renewal import (
    KEPT_NUMBERS,
    forget_hashes,
    reindex_kept,
    renew_files,
    renew_kept,
)
from umkm.businesses.personal.renewal import SECRETS, Outcome, reindex, renew


class Command(BaseCommand):
    help = (
        "Tulis ulang NIK dan NPWP tersandi dengan kunci terbaru; --index: hitung ulang indeks pencocokannya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--index", action="store_true", help="setelah BLIND_INDEX_KEY diganti")

    def handle(self, *args: Any, **options: Any) -> None:
        works = _reindexing() if options["index"] else _renewing()
        trouble = sum(self._run(name, outcomes) for name, outcomes in works)
        if trouble:
            raise CommandError(f"{trouble} baris tidak dapat ditulis ulang; nomornya ada di atas.")
        self.stdout.write(self.style.SUCCESS("Selesai."))

    def _run(self, name: str, outcomes: Iterator[Outcome]) -> int:
        self.stdout.write(name)
        outcome = Outcome()
        for number, outcome in enumerate(outcomes, start=1):
            if number % 20 == 0:
                self.stdout.write(f"  {outcome.done} ditulis ulang", ending="\n")
        self.stdout.write(f"  {outcome.done} ditulis ulang, selesai")
        if outcome.unreadable:
            self.stderr.write(f"  tidak terbaca dengan kunci yang ada: {_numbers(outcome.unreadable)}")
        if outcome.taken:
            self.stderr.write(f"  nomornya tercatat dua kali: {_numbers(outcome.taken)}")
        return len(outcome.unreadable) + len(outcome.taken)


def _renewing() -> Iterator[tuple[str, Iterator[Outcome]]]:
    for secret in SECRETS:
        yield f"{secret.name}: {secret.to_renew().count()} baris", renew(secret)
    for kept in KEPT_NUMBERS:
        yield kept.name, renew_kept(kept)
    yield "impor: berkas yang belum selesai", renew_files()


def _reindexing() -> Iterator[tuple[str, Iterator[Outcome]]]:
    for secret in SECRETS:
        if secret.index:
            yield f"{secret.name}: {secret.rows().count()} baris", reindex(secret)
    for kept in KEPT_NUMBERS:
        yield kept.name, reindex_kept(kept)
    yield "baris impor yang ditolak: indeks orangnya dikosongkan", forget_hashes()


def _numbers(ids: list[int]) -> str:
    shown = ", ".join(map(str, ids[:20]))
    return shown if len(ids) <= 20 else f"{shown}, … ({len(ids)})"
