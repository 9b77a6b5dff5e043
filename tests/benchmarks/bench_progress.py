"""The progress page costs the same whatever the number of businesses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.test import Client

from tests.benchmarks.databases import database, fill, using
from tests.benchmarks.harness import Comparison, benchmark

SMALL, LARGE = 6_000, 600_000


@benchmark("progress-page")
@contextmanager
def progress_page() -> Iterator[Comparison]:
    with ExitStack() as stack:
        small = stack.enter_context(database("bench_small"))
        fill(small, SMALL)
        large = stack.enter_context(database("bench_large"))
        fill(large, LARGE)
        client = Client()

        def page(connection: object) -> None:
            with using(connection):
                assert client.get("/kemajuan/").status_code == 200

        yield Comparison(
            what=f"GET /kemajuan/ at {LARGE:,} businesses against {SMALL:,}",
            goal="<=1.1",
            baseline=lambda: page(small),
            subject=lambda: page(large),
        )
