"""Finding among a hundred times as many businesses: the search itself and its first page, without the web around it.

BENCH_BUSINESSES=6000000 for the goal's own size; BENCH_KEEP=1 keeps the databases for another run (they take 20 GB).
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import QueryDict
from django.test import RequestFactory

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.keyset import _write
from soksi_portal.common.tabular import AFTER, Listing
from tests.benchmarks.databases import database, using
from tests.benchmarks.harness import Ratio, benchmark
from tests.factories import make_province, make_user
from umkm.businesses.columns import STAFF_COLUMNS, listed
from umkm.businesses.filters import BusinessFilter
from umkm.businesses.finding.generating import generate
from umkm.businesses.finding.listing import FoundListing
from umkm.businesses.finding.search import find
from umkm.businesses.models import Business

LARGE = int(os.environ.get("BENCH_BUSINESSES", "600000"))
SMALL = LARGE // 100
KEEP = bool(os.environ.get("BENCH_KEEP"))
SEARCHES = 200
LOOKS = 60  # of what costs the same each time
PAGE = 50
FAR = 10_000  # the page that OFFSET would make slow
HOME = "32"


@dataclass
class Registry:
    """One database, and who searches in it."""

    connection: BaseDatabaseWrapper
    board: User
    coordinator: User
    total: int

    def look(self, user: User, **query: str) -> Listing:
        """What the list's view does, up to its rows."""
        request = RequestFactory().get("/usaha/", query)
        request.user = user
        typed = QueryDict(mutable=True)
        typed.update(query)
        filtered = BusinessFilter(typed, queryset=listed(Business.objects.visible_to(user)), request=request)
        words = filtered.words
        if words:
            found = find(filtered.qs, words, tokens=filtered.tokens)
            listing: Listing = FoundListing(
                request, filtered.qs, found=found, columns=STAFF_COLUMNS, filename="usaha"
            )
        else:
            listing = Listing(
                request, filtered.qs, columns=STAFF_COLUMNS, default_sort="-terdaftar", filename="usaha"
            )
        assert listing.page
        assert listing.count >= 0
        return listing


@benchmark("search")
@contextmanager
def search() -> Iterator[Iterator[Ratio]]:
    with ExitStack() as stack:
        small = _registry(stack, "bench_search_small", SMALL)
        large = _registry(stack, "bench_search_large", LARGE)
        with using(small.connection):
            home = list(
                Business.objects.filter(province=HOME).exclude(state="draft").values_list("pk", flat=True)
            )
            samples = _samples(list(range(1, SMALL)), seed=1), _samples(home, seed=2)
        people = ("board", "coordinator")
        yield (
            ratio
            for who, words in zip(people, samples, strict=True)
            for ratio in _figures(who, words, small, large)
        )


def _registry(stack: ExitStack, name: str, businesses: int) -> Registry:
    connection = stack.enter_context(database(name, keep=KEEP))
    with using(connection):
        generate(businesses=businesses, progress=lambda done, wanted: None)
        board = User.objects.filter(email="board@bench.test").first() or make_user(
            Role.BOARD, email="board@bench.test"
        )
        coordinator = User.objects.filter(email="coordinator@bench.test").first() or make_user(
            Role.COORDINATOR, province=make_province(HOME), email="coordinator@bench.test"
        )
        with connection.cursor() as cursor:  # both as warm as a server that has run for a while
            for table in ("businesses_business", "cadres_cadre"):
                cursor.execute(f"SELECT count(*) FROM {table}")
    return Registry(connection, board, coordinator, businesses)


def _samples(keys: list[int], *, seed: int) -> list[str]:
    """One or two words each of businesses that both registries have, as usual as they are."""
    draw = random.Random(seed)
    found = []
    for key in draw.sample(keys, min(SEARCHES, len(keys))):
        business = Business.objects.select_related("owner", "regency").get(pk=key)
        words = f"{business.name} {business.owner.full_name} {business.regency.name}".lower().split()
        long = [word for word in words if len(word) >= 4 and word.isalpha()] or words
        found.append(" ".join(draw.sample(long, min(draw.choice((1, 1, 2)), len(long)))))
    return found


def _misspelled(words: str, *, seed: int) -> str:
    """One letter is left out, doubled, mistaken, or swapped with the next."""
    draw = random.Random(seed)
    parts = words.split()
    word = parts[-1]
    at = draw.randrange(1, len(word) - 1)
    parts[-1] = draw.choice(
        (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + "x" + word[at + 1 :],
         word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    )  # fmt: skip
    return " ".join(parts)


def _figures(who: str, words: list[str], small: Registry, large: Registry) -> Iterator[Ratio]:
    def user(registry: Registry) -> User:
        return registry.board if who == "board" else registry.coordinator

    def searched(typed: list[str]) -> Callable[[Registry, int], object]:
        return lambda registry, turn: registry.look(user(registry), q=typed[turn % len(typed)])

    typos = [_misspelled(text, seed=number) for number, text in enumerate(words)]
    numbers = [f"91{number:011d}" for number in range(1, SMALL, 2)]
    random.Random(3).shuffle(numbers)
    yield _compared(f"search-words-{who}", "<=5", searched(words), small, large, SEARCHES, at=0.95)
    yield _compared(f"search-typos-{who}", "<=12", searched(typos), small, large, SEARCHES, at=0.95)
    yield _compared(f"search-nib-{who}", "<=1.5", searched(numbers), small, large, LOOKS, at=0.5)
    yield _compared(
        f"list-first-{who}",
        "<=1.5",
        lambda registry, turn: registry.look(user(registry)),
        small,
        large,
        LOOKS,
        at=0.5,
    )
    far = {registry.total: _far_cursor(registry, user(registry)) for registry in (small, large)}
    yield _compared(
        f"list-far-{who}",
        "<=1.5",
        lambda registry, turn: registry.look(user(registry), **{AFTER: far[registry.total]}),
        small,
        large,
        LOOKS,
        at=0.5,
    )
    # no goal: the small registry has fewer than the 1,000 up to which a list counts
    for name, query in (("regency", {"province": HOME, "regency": "32.01"}), ("small", {"size_class": "small"}),
                        ("returned", {"state": "returned"}), ("sector", {"sector": "R"}), ("loan", {"loan": "ada"})):  # fmt: skip
        yield _compared(
            f"list-{name}-{who}",
            "-",
            lambda registry, turn, query=query: registry.look(user(registry), **query),
            small,
            large,
            LOOKS,
            at=0.5,
        )


def _far_cursor(registry: Registry, user: User) -> str:
    """Before page 10,000, or before the last tenth of what there is."""
    with using(registry.connection):
        rows = Business.objects.visible_to(user).order_by("-created_at", "-pk")
        beyond = min(FAR * PAGE, rows.count() * 9 // 10)
        row = rows[beyond]
        row.keyset_value = row.created_at
        return _write(row, "-created_at")


def _compared(
    name: str,
    goal: str,
    act: Callable[[Registry, int], object],
    small: Registry,
    large: Registry,
    turns: int,
    *,
    at: float,
) -> Ratio:
    """Each action is done in turn in both; the figure at `at` of the one against that of the other."""
    times: dict[int, list[float]] = {small.total: [], large.total: []}
    for registry in (small, large):
        with using(registry.connection):
            for turn in range(5):
                act(registry, turn)
    for turn in range(turns):
        for registry in (small, large) if turn % 2 else (large, small):
            with using(registry.connection):
                begun = time.perf_counter()
                act(registry, turn)
                times[registry.total].append(time.perf_counter() - begun)
    less, more = (_quantile(times[registry.total], at) for registry in (small, large))
    what = f"p{at * 100:.0f} {more * 1000:.1f} ms at {large.total:,} businesses, {less * 1000:.1f} ms at {small.total:,}"
    return Ratio(name, what, more / less, goal)


def _quantile(times: list[float], at: float) -> float:
    return statistics.median(times) if at == 0.5 else sorted(times)[int(len(times) * at) - 1]
