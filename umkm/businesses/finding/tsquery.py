"""Words as typed, made into text-search queries that nothing typed can break out of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import connection
from django.db.models import BooleanField, F, Func, Value

from ..searchvector import token

LONGEST_TEXT = 200  # characters that are looked at
MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_BEGINNING = 3
# said with almost every business, so they find nothing in particular
FILLERS = frozenset({"dan", "di", "ke", "yang", "dari", "untuk", "dengan"})

# said once where the stem is the word itself: said twice, the planner expects twice as many
_WORD_OR_STEM = (
    "CASE WHEN to_tsquery('simple', %s) = to_tsquery('indonesian', %s) THEN to_tsquery('simple', %s)"
    " ELSE to_tsquery('simple', %s) || to_tsquery('indonesian', %s) END"
)
Tokens = Mapping[str, Iterable[str]]  # {kind of token: the values of which one must hold}


class TsQuery(SearchQuery):
    """The text form of a query that PostgreSQL made."""

    function = None
    template = "%(expressions)s::tsquery"

    def __init__(self, text: str) -> None:
        Func.__init__(self, Value(text), output_field=SearchQueryField())
        self.invert = False


class WalkedMatch(Func):
    """The same match in a form that no index serves: many are found on a walk through the newest."""

    function = "ts_match_vq"
    output_field = BooleanField()

    def __init__(self, text: str) -> None:
        super().__init__(F("search"), TsQuery(text))


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
    required = _required(tokens)
    whole, begun = [], []
    parts: list[str] = []
    for words in alternatives:
        exactly = " || ".join([_WORD_OR_STEM] * len(words))
        quoted = [quoted_word(word) for word in words for _ in range(5)]
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


def tokens_query(tokens: Tokens) -> str:
    """The scope and the filters alone; empty where nothing bounds them."""
    return " & ".join(_required(tokens))


def _required(tokens: Tokens) -> list[str]:
    return [
        f"({' | '.join(token(kind, value) for value in values)})" for kind, values in tokens.items() if values
    ]


def quoted_word(word: str) -> str:
    """One lexeme for to_tsquery; words have no quotes of their own."""
    return f"'{word}'"


def estimated(query: str) -> int:
    """How many businesses the planner expects, from its statistics: costs a millisecond whatever the number is.

    An empty query stands for all of them.
    """
    condition = "search @@ %s::tsquery" if query else "true"
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT FROM businesses_business WHERE {condition}",
            [query] if query else [],
        )
        plan = cursor.fetchone()[0]
    return int(plan[0]["Plan"]["Plan Rows"])
