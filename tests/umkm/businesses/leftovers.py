"""Where the database still holds something: every column of every table that a text can stand in."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

TEXTUAL = ("text", "character varying", "character", "json", "jsonb", "ARRAY", "tsvector", "inet", "name")


def where_found(traces: Iterable[str]) -> list[str]:
    """["table.column: trace", …], whatever the case it is written in."""
    return _sweep(traces, TEXTUAL, "lower({column}::text)")


def where_stored(values: Iterable[bytes]) -> list[str]:
    """The same for what is no text: a hash, say."""
    return _sweep([value.hex() for value in values], ("bytea",), "encode({column}, 'hex')")


def _sweep(traces: Iterable[str], types: tuple[str, ...], read: str) -> list[str]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(c.table_name), quote_ident(c.column_name) FROM information_schema.columns AS c"
            " JOIN information_schema.tables AS t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = ANY(%s) ORDER BY 1, 2",
            [list(types)],
        )
        columns = cursor.fetchall()
        assert columns
        for table, column in columns:
            for trace in traces:
                text = read.format(column=column)
                cursor.execute(
                    f"SELECT count(*) FROM {table} WHERE position(%s IN {text}) > 0",
                    [trace.lower()],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}: {trace}")
    return found
