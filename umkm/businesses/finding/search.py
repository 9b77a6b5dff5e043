"""The one search box over name, owner, NIB, place and product.

Whole words first, then beginnings, then what may be a typing error. Rare words are taken from the index, at most
1,000 of them, and ranked; where the planner expects a great many, all are equally good, so the newest come first
page by page, as in any list. So a search costs about the same however many businesses there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from soksi_portal.common.phones import mobile_e164
from soksi_portal.common.tabular import COUNTED_UP_TO

from ..models import Business
from ..numbering import key_of_number
from .nearness import near_words
from .tsquery import Queries, Tokens, TsQuery, WalkedMatch, estimated, make_queries, tokens_query, words_of

ENOUGH = 50  # whole words that find a page full need no beginnings beside them
LITTLE = 5  # fewer than these, and a typing error is looked for
MANY = 20_000  # from so many expected on, the newest are shown and not ranked
LOOKED_THROUGH = (5_000, 50_000)  # the fewest and the most of the newest that must show that they are many
WEIGHTS = [0.1, 0.3, 0.6, 1.0]  # of D, C, B, A
NIB_DIGITS, SHORTEST_NIB_BEGINNING = 13, 6


@dataclass(frozen=True)
class Found:
    """Either `keys`, best first, or, of a great many, `many` in the order of the list."""

    keys: list[int] = field(default_factory=list)
    many: QuerySet[Business] | None = None
    is_more: bool = False  # there are more than the keys
    instead: list[str] = field(default_factory=list)  # words that stood in for misspelled ones


def find(businesses: QuerySet[Business], text: str, *, tokens: Tokens) -> Found:
    """What `text` finds among `businesses`, which are those that the person may see, filtered.

    `tokens` say the same as that scope and those filters, so that they bound the index scan: never more than they.
    """
    keys = _by_number(businesses, text)
    if keys:
        return Found(keys)
    words = words_of(text)
    if not words:
        return Found()
    queries = make_queries([[word] for word in words], tokens)
    many = _newest_of_many(businesses, queries.exact, tokens)
    if many is not None:
        return Found(many=many)
    keys = _best(businesses, queries.exact, queries)
    if len(keys) < ENOUGH:
        keys += [key for key in _best(businesses, queries.begun, queries) if key not in set(keys)]
    instead: list[str] = []
    if len(keys) < LITTLE:
        more, instead = _misspelled(businesses, words, queries, tokens)
        keys += [key for key in more if key not in set(keys)]
    return Found(keys[:COUNTED_UP_TO], is_more=len(keys) > COUNTED_UP_TO, instead=instead)


def _by_number(businesses: QuerySet[Business], text: str) -> list[int]:
    """By NIB or its beginning, registration number or the owner's phone: each by its own unique index."""
    text = text.strip()
    if not re.fullmatch(r"(?i)(umkm)?[-+.\s()0-9]{6,40}", text, re.ASCII):
        return []
    digits = re.sub(r"[^0-9]", "", text)
    conditions = [Q(nib=digits)] if len(digits) == NIB_DIGITS else []
    key, phone = key_of_number(text), mobile_e164(text)
    conditions += [Q(pk=key)] if key is not None and key < 2**63 else []
    conditions += [Q(owner__phone=phone)] if phone else []
    for condition in conditions:
        found = list(businesses.filter(condition).values_list("pk", flat=True)[:COUNTED_UP_TO])
        if found:
            return found
    if not SHORTEST_NIB_BEGINNING <= len(digits) < NIB_DIGITS:
        return []
    begun = businesses.filter(nib__startswith=digits).order_by("nib")
    return list(begun.values_list("pk", flat=True)[:COUNTED_UP_TO])


def _newest_of_many(businesses: QuerySet[Business], query: str, tokens: Tokens) -> QuerySet[Business] | None:
    """All of them, where there are so many that a page full is among the newest; the estimate alone may err."""
    expected = estimated(query)
    if expected < MANY:
        return None
    share = expected / max(estimated(tokens_query(tokens)), expected)
    fewest, most = LOOKED_THROUGH
    depth = max(fewest, min(most, int(4 * ENOUGH / share)))
    return businesses.filter(WalkedMatch(query)) if _among_newest(businesses, query, depth=depth) else None


def _among_newest(businesses: QuerySet[Business], query: str, *, depth: int) -> bool:
    """Whether a page full is among so many of the newest. Reads them in order, and no further than to the page's end."""
    newest, values = (
        businesses.order_by("-created_at", "-pk").values("search")[:depth].query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT FROM ({newest}) AS newest"  # noqa: S608 — SQL of the ORM
            " WHERE search @@ %s::tsquery LIMIT %s) AS seen",
            [*values, query, ENOUGH + 1],
        )
        return int(cursor.fetchone()[0]) > ENOUGH


def _best(businesses: QuerySet[Business], query: str, queries: Queries) -> list[int]:
    """The keys of at most one more than are counted, those with the whole words first.

    The query's tokens bound what the index gives; beside it the planner would read the index of a whole province too.
    """
    candidates = Business.objects.filter(search=TsQuery(query)).order_by().values("pk")[: COUNTED_UP_TO + 1]
    ranked = (
        businesses.filter(pk__in=candidates)
        .annotate(
            wholly=_matches(queries.exact),
            beginning=_matches(queries.begun),
            rank=SearchRank(F("search"), TsQuery(query), weights=WEIGHTS),
        )
        .order_by("-wholly", "-beginning", "-rank", "-created_at", "-pk")
    )
    return list(ranked.values_list("pk", flat=True))


def _matches(query: str) -> ExpressionWrapper:
    return ExpressionWrapper(Q(search=TsQuery(query)), output_field=BooleanField())


def _misspelled(
    businesses: QuerySet[Business], words: list[str], queries: Queries, tokens: Tokens
) -> tuple[list[int], list[str]]:
    """With the nearest known words beside each one, and which of those the best results have."""
    near = {word: near_words(word) for word in words}
    if not any(near.values()):
        return [], []
    wider = make_queries([[word, *near[word]] for word in words], tokens)
    keys = _best(businesses, wider.begun, queries)
    known = {alike for words in near.values() for alike in words}
    return keys, [word for word in _words_in(keys[:ENOUGH]) if word in known]


def _words_in(keys: list[int]) -> list[str]:
    """The words that these are found by, those of most first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM (SELECT unnest(tsvector_to_array(search)) AS word FROM businesses_business"
            " WHERE id = ANY(%s)) AS words GROUP BY word ORDER BY count(*) DESC, word",
            [keys],
        )
        return [word for (word,) in cursor.fetchall()]
