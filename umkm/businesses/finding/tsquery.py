"""Words as typed, made into text-search queries that nothing typed can break out of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import connection
from django.db.models import Func, Value

from ..searchvector import token

LONGEST_TEXT = 200  # characters that are looked at
MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_BEGINNING = 3
# said with almost every business, so they find nothing in particular
FILLERS = frozenset({"dan", "di", "ke", "yang", "dari", "untuk", "dengan"})

Tokens = Mapping[str, Iterable[str]]  # {kind of token: the values of which one must hold}


class TsQuery(SearchQuery):
    """The text form of a query that PostgreSQL made."""

    function = None
    template = "%(expressions)s::tsquery"

    def __init__(self, text: str) -> None:
        Func.__init__(self, Value(text), output_field=SearchQueryField())
        self.invert = False


@dataclass(frozen=True)
class Queries:
    exact: str
    begun: str


def words_of(text: str) -> list[str]:
    """The words of what was typed, in lower case: letters and digits only."""
    found = re.findall(r"[^\W_]+", text[:LONGEST_TEXT].lower())
    words = list(dict.fromkeys(word[:LONGEST_WORD] for word in found))
    return ([word for word in words if word not in FILLERS] or words)[:MOST_WORDS]


def make_queries(alternatives: Sequence[Sequence[str]], tokens: Tokens) -> Queries:
    """For each place one of its words must hold: wholly or by its Indonesian stem; or, as `begun`, as a beginning.

    And of each kind of token one.
    """
    required = [
        f"({' | '.join(token(kind, value) for value in values)})" for kind, values in tokens.items() if values
    ]
    whole, begun = [], []
    parts: list[str] = []
    for words in alternatives:
        exactly = " || ".join(["to_tsquery('simple', %s) || to_tsquery('indonesian', %s)"] * len(words))
        quoted = [quoted_word(word) for word in words for _ in range(2)]
        whole.append((f"({exactly})", quoted))
        first = words[0]
        if len(first) >= SHORTEST_BEGINNING:
            begun.append((f"({exactly} || to_tsquery('simple', %s))", [*quoted, f"{quoted_word(first)}:*"]))
        else:
            begun.append((f"({exactly})", quoted))
    values: list[str] = []
    for conditions in (whole, begun):
        parts.append(" && ".join([sql for sql, _ in conditions] + ["%s::tsquery"] * len(required)))
        values += [value for _, quoted in conditions for value in quoted] + required
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({parts[0]})::text, ({parts[1]})::text", values)
        return Queries(*cursor.fetchone())


def quoted_word(word: str) -> str:
    """One lexeme for to_tsquery; words have no quotes of their own."""
    return f"'{word}'"


def estimated(query: str) -> int:
    """How many businesses the planner expects, from its statistics: costs a millisecond whatever the number is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (FORMAT JSON) SELECT FROM businesses_business WHERE search @@ %s::tsquery", [query]
        )
        plan = cursor.fetchone()[0]
    return int(plan[0]["Plan"]["Plan Rows"])
