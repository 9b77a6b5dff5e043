"""Rows of a CSV file through the checks into the registry, against PostgreSQL's own COPY of the same finished rows.

Both fill the same empty tables with the same indexes and triggers. BENCH_ROWS=1000000 for the goal's own size.
"""

from __future__ import annotations

import csv
import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.files import File

from soksi_portal.accounts.choices import Role
from tests.benchmarks.databases import database
from tests.benchmarks.harness import Comparison, benchmark
from tests.factories import make_user
from tests.umkm.businesses.importing.makers import HEADINGS, make_row
from umkm.businesses.importing import running, services
from umkm.businesses.models import Kbli
from umkm.regions.models import Regency

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "3"))
TABLES = ("cadres_cadre", "businesses_business")
GOODS = (
    "Keripik",
    "Kerupuk",
    "Batik",
    "Sambal",
    "Roti",
    "Kopi",
    "Madu",
    "Tahu",
    "Tempe",
    "Bakso",
    "Soto",
    "Rendang",
)
NAMES = (
    "Siti",
    "Dewi",
    "Sari",
    "Agus",
    "Budi",
    "Rina",
    "Wahyu",
    "Ani",
    "Joko",
    "Nur",
    "Lestari",
    "Putri",
    "Hadi",
)


def write_rows(file: IO[str], number: int) -> None:
    """That many cadres with a business each, over all regencies and classes of business."""
    regencies = itertools.cycle([str(one) for one in Regency.objects.existing()])
    classes = itertools.cycle(Kbli.objects.in_force().values_list("code", flat=True))
    writer = csv.writer(file)
    writer.writerow(HEADINGS.values())
    for count in range(number):
        name = f"{NAMES[count % 13]} {NAMES[count // 13 % 13]} {NAMES[count // 169 % 13]}"
        facts: dict[str, Any] = {
            "full_name": name,
            "nik": f"{count % 80 + 11}01{count // 80 % 40 + 1:02d}{count // 3200 % 28 + 1:02d}0785{count % 9999 + 1:04d}",
            "regency": next(regencies),
            "kbli": next(classes),
            "name": f"{GOODS[count % 12]} {name} {count % 997}",
            "description": f"{GOODS[count % 12]} dan {GOODS[count // 12 % 12]} dalam kemasan",
            "last_year_sales": str(120_000_000 + count),
            "start_year": str(1990 + count % 30),
        }
        writer.writerow((make_row(count) | facts).values())


@benchmark("import")
@contextmanager
def bulk_import() -> Iterator[Comparison]:
    with database("bench_import") as fresh, tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        source, finished = Path(folder) / "rows.csv", [Path(folder) / table for table in TABLES]
        with source.open("w", encoding="utf-8", newline="") as file:
            write_rows(file, ROWS)
        by = make_user(Role.BOARD)

        def import_rows() -> None:
            _empty(fresh)
            with source.open("rb") as file:
                batch = services.receive_file(file=File(file, "rows.csv"), by=by)
                batch = services.prepare(batch=batch)
            services.start_import(batch=batch, by=by)
            while running.run_import(batch_id=batch.pk):
                pass
            batch.refresh_from_db()
            assert (batch.taken, batch.refused) == (ROWS, 0), (batch.trouble, batch.refused_by_field)

        import_rows()
        with fresh.cursor() as cursor:
            for table, path in zip(TABLES, finished, strict=True):
                with path.open("wb") as out:
                    cursor.copy_expert(
                        f"COPY (SELECT {_columns(cursor, table)} FROM {table} ORDER BY id) TO STDOUT", out
                    )

        def copy_rows() -> None:
            _empty(fresh)
            with fresh.cursor() as cursor:
                # left empty by the import before, it is an error inside each row's trigger: caught, but dear
                cursor.execute("SET pgtrigger.ignore = '{}'")
                for table, path in zip(TABLES, finished, strict=True):
                    with path.open("rb") as rows:
                        cursor.copy_expert(f"COPY {table} ({_columns(cursor, table)}) FROM STDIN", rows)
                    # what the next table's triggers look up is planned once, by what is known of this one now
                    cursor.execute(f"ANALYZE {table}")

        yield Comparison(
            what=f"{ROWS:,} rows of CSV, checked and merged, against COPY of the finished rows (1.667 = 0.6 of its rows/s)",
            goal="<=1.667",
            baseline=copy_rows,
            subject=import_rows,
            repeats=1,
            pairs=PAIRS,
            is_warm=True,
        )


def _columns(cursor: Any, table: str) -> str:
    """What a row is given; the rest the table computes."""
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return str(cursor.fetchone()[0])


def _empty(connection: Any) -> None:
    """As before the first row: tables that refer to these, and their history, go along."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE cadres_cadre, businesses_business, cadres_cadreevent, businesses_businessevent CASCADE"
        )
        cursor.execute("DELETE FROM businesses_importedrow; DELETE FROM businesses_businesstally")
