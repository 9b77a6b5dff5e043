"""What a business is found by: the words of its `search` column, and the words it lends to the vocabulary.

The trigger that reads the owner for it also says whether the owner's card is verified: one look instead of two.
Kept by triggers, so that an import and the shell are found too. Weights: A name, B owner, C place and product as
written, D product and KBLI title as Indonesian word stems. Beside the words stand tokens such as `p_32` for what
lists filter by: so scope and filters bound an index scan as words do. Words have no underscore, so nobody types one.
"""

from __future__ import annotations

import pgtrigger

from .sizeclass import CAPITAL_CEILINGS, SALES_CEILINGS, SizeClass

# what the vector is made of: an UPDATE of one of these columns makes it anew
SOURCES = (
    "owner_id", "province_id", "regency_id", "name", "description", "kbli_id", "last_year_sales", "capital",
    "has_bank_loan", "state",
)  # fmt: skip
PROVINCE, REGENCY, STATE, SIZE, SECTION, LOAN = "p", "r", "s", "z", "k", "l"
LONGEST_WORD = 40


def token(kind: str, value: str) -> str:
    """The token of one filter's value, as the trigger below writes it."""
    return f"{kind}_{value.lower().replace('.', '')}"


def plain_words(text: str) -> str:
    """SQL: only words and spaces, so that the parser sees no addresses, files or numbers with signs."""
    return f"regexp_replace(coalesce({text}, ''), '[^[:alnum:]]+', ' ', 'g')"


def _vector(text: str, *, config: str, weight: str) -> str:
    return f"setweight(to_tsvector('{config}', {plain_words(text)}), '{weight}')"


def _size() -> str:
    """The size class by the same ceilings as the generated column, which is not computed yet in a BEFORE trigger."""
    sales = " ".join(
        f"WHEN NEW.last_year_sales <= {ceiling} THEN '{size.value}'" for size, ceiling in SALES_CEILINGS
    )
    capital = " ".join(
        f"WHEN NEW.capital <= {ceiling} THEN '{size.value}'" for size, ceiling in CAPITAL_CEILINGS
    )
    large = SizeClass.LARGE.value
    return (
        f"CASE WHEN NEW.last_year_sales IS NOT NULL THEN CASE {sales} ELSE '{large}' END"
        f" WHEN NEW.capital IS NOT NULL THEN CASE {capital} ELSE '{large}' END ELSE 'none' END"
    )


def _tokens() -> str:
    found = (
        f"'{PROVINCE}_' || NEW.province_id",
        f"'{REGENCY}_' || replace(coalesce(NEW.regency_id, 'none'), '.', '')",
        f"'{STATE}_' || NEW.state",
        f"'{SIZE}_' || {_size()}",
        f"'{SECTION}_' || lower(coalesce(k.section, 'none'))",
        f"'{LOAN}_' || CASE WHEN NEW.has_bank_loan IS NULL THEN 'none' WHEN NEW.has_bank_loan THEN 'y' ELSE 'n' END",
    )
    return f"array_to_tsvector(ARRAY[{', '.join(found)}])"


def _search() -> str:
    parts = (
        _vector("NEW.name", config="simple", weight="A"),
        _vector("c.full_name", config="simple", weight="B"),
        _vector("concat_ws(' ', r.kind, r.name, p.name)", config="simple", weight="C"),
        _vector("NEW.description", config="simple", weight="C"),
        _vector("concat_ws(' ', NEW.description, k.title)", config="indonesian", weight="D"),
        _tokens(),
    )
    return " || ".join(parts)


def search_triggers() -> list[pgtrigger.Trigger]:
    keeps = pgtrigger.Trigger(
        name="search_words",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*SOURCES),
        func=f"""
            SELECT {_search()}, coalesce(c.state = 'verified' AND c.restricted_at IS NULL, false)
              INTO NEW.search, NEW.owner_ready
                  FROM (SELECT 1) AS one
                  LEFT JOIN cadres_cadre AS c ON c.id = NEW.owner_id
                  LEFT JOIN regions_regency AS r ON r.code = NEW.regency_id
                  LEFT JOIN regions_province AS p ON p.code = NEW.province_id
                  LEFT JOIN businesses_kbli AS k ON k.id = NEW.kbli_id;
            RETURN NEW;
        """,  # noqa: S608 — our own words, at import
    )
    inserted = pgtrigger.Trigger(
        name="search_vocabulary_insert",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_new_words("SELECT search FROM new_rows"),
    )
    updated = pgtrigger.Trigger(
        name="search_vocabulary_update",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        func=_new_words(
            "SELECT n.search FROM new_rows AS n JOIN old_rows AS o USING (id)"
            " WHERE n.search IS DISTINCT FROM o.search"
        ),
    )
    return [keeps, inserted, updated]


def counted_words(rows: str) -> str:
    """SQL: (word, businesses) of the vectors that `rows` selects as `search`. As written only, and without numbers."""
    return f"""
        SELECT word, count(*) AS businesses
          FROM (SELECT unnest(tsvector_to_array(ts_filter(search, '{{a,b,c}}'))) AS word FROM ({rows}) AS s) AS w
         WHERE length(word) BETWEEN 3 AND {LONGEST_WORD} AND word !~ '[0-9]'
         GROUP BY word
    """  # noqa: S608 — our own words, at import


def _new_words(rows: str) -> str:
    """A trigger's body: adds the words that the vocabulary lacks. Without a unique index, so that no writer waits for another;
    what two bring at once is folded later."""
    return f"""
        INSERT INTO businesses_searchword (word, businesses, letters)
        SELECT word, businesses,
               (SELECT string_agg(letter, '' ORDER BY letter) FROM unnest(string_to_array(word, NULL)) AS letter)
          FROM ({counted_words(rows)}) AS counted
         WHERE NOT EXISTS (SELECT FROM businesses_searchword AS known WHERE known.word = counted.word);
        RETURN NULL;
    """  # noqa: S608 — our own words, at import


def search_is_stale(column: str, *, key: str, renamed: tuple[str, ...]) -> pgtrigger.Trigger:
    """On a table that lends its names: a renamed row may have millions of businesses, so they are renewed later, in stretches."""
    return pgtrigger.Trigger(
        name="search_is_stale",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(*renamed),
        condition=pgtrigger.Condition(
            " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in renamed)
        ),
        func=f"""
            INSERT INTO businesses_stalesearch ("column", value, after) VALUES ('{column}', NEW.{key}::text, 0)
                ON CONFLICT ("column", value) DO UPDATE SET after = 0;
            RETURN NULL;
        """,  # noqa: S608 — our own words, at import
    )
