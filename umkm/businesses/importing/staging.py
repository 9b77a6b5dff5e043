"""Checked rows in tables that live as long as the transaction that merges them, and what the database says of them.

Temporary tables are written to no log, seen by nobody else, and gone with the transaction, whatever becomes of it.
"""

from __future__ import annotations

import io
import re
from typing import Any

from .checking import REFUSED, CheckedBlock
from .rows import STAGED

_TYPES = {
    "line": "integer", "nik_encrypted": "bytea", "nik_hash": "bytea", "consent_on": "date", "kbli": "bigint",
    "start_year": "integer", "npwp_encrypted": "bytea", "npwp_hash": "bytea", "licences": "varchar[]",
    "latitude": "numeric", "longitude": "numeric", "employees": "integer", "women_employees": "integer",
    "last_year_sales": "bigint", "capital": "bigint", "has_bank_loan": "boolean", "marketing_channels": "varchar[]",
    "wishes": "varchar[]", "people": "varchar[]", "warned": "varchar[]", "cells_encrypted": "bytea", "reasons": "jsonb",
}  # fmt: skip


_NAMED = re.compile(r"%\((\w+)\)s")


def run_sql(cursor: Any, statement: str, **values: Any) -> None:
    """With named values: what lets a trigger be ignored puts values by position before a statement."""
    cursor.execute(_NAMED.sub("%s", statement), [values[name] for name in _NAMED.findall(statement)])


def copy_in(cursor: Any, table: str, lines: bytes) -> None:
    """A driver's own errors become Django's, as with every other statement."""
    with cursor.db.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(lines))


def stage(cursor: Any, block: CheckedBlock) -> None:
    """Into `import_stage` the sound rows, into `import_refused` the others."""
    cursor.execute("DROP TABLE IF EXISTS import_stage, import_refused, import_match")  # of a block before
    for table, columns, lines in (
        ("import_stage", STAGED, block.sound),
        ("import_refused", REFUSED, block.refused),
    ):
        typed = ", ".join(f"{column} {_TYPES.get(column, 'text')}" for column in columns)
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({typed}) ON COMMIT DROP")
        copy_in(cursor, table, lines)
    cursor.execute("ANALYZE import_stage (line, nik_hash, phone, membership_number, nib)")


def match(cursor: Any, *, batch: int, allowed: list[str]) -> None:
    """`import_match`: whose NIK, phone, membership number and NIB these are, and what speaks against a row."""
    # by the indexes, whatever the planner believes of tables that grow while it looks away
    cursor.execute(
        "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
    )
    run_sql(cursor, _MATCH, batch=batch, allowed=allowed, everywhere=not allowed)
    cursor.execute(
        "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on"
    )
    cursor.execute(_TWICE)


def _key(name: str) -> str:
    """What two spellings of a person's name have in common."""
    return f"lower(btrim(regexp_replace({name}, '[^[:alnum:]]+', ' ', 'g')))"


# facts of a business that an empty cell leaves as they are: column of the business, what the row says or NULL
KEPT_WHERE_EMPTY = (
    ("nib", "s.nib"),
    ("npwp_hash", "s.npwp_hash"),
    ("licences", "nullif(s.licences, '{}')"),
    ("latitude", "s.latitude"),
    ("longitude", "s.longitude"),
    ("women_employees", "s.women_employees"),
    ("marketing_channels", "nullif(s.marketing_channels, '{}')"),
    ("wishes", "nullif(s.wishes, '{}')"),
)
# those that every row has
ALWAYS_TOLD = (
    ("name", "s.name"),
    ("address", "s.address"),
    ("regency_id", "s.regency"),
    ("description", "s.description"),
    ("kbli_id", "s.kbli"),
    ("start_year", "s.start_year"),
    ("legal_form", "s.legal_form"),
    ("employees", "s.employees"),
    ("capital", "s.capital"),
    ("has_bank_loan", "s.has_bank_loan"),
)
# sales go with the year: a business that turns out to be new has none
SALES = "CASE WHEN s.start_year = b.start_year THEN coalesce(s.last_year_sales, b.last_year_sales) ELSE s.last_year_sales END"
_DIFFERENCES = " OR ".join(
    [f"b.{column} IS DISTINCT FROM {told}" for column, told in ALWAYS_TOLD]
    + [f"({told} IS NOT NULL AND b.{column} IS DISTINCT FROM {told})" for column, told in KEPT_WHERE_EMPTY]
    + [f"b.last_year_sales IS DISTINCT FROM {SALES}"]
)

# array_agg instead of LIMIT 1, min() or EXISTS, and columns that match no index (|| '', + 0): else the planner, whose
# statistics are of before this import, is tempted to read all that it has brought so far, for each row;
# every part of these statements is our own constant; what a file says stands in the temporary tables
_MATCH = f"""
CREATE TEMPORARY TABLE import_match ON COMMIT DROP AS
SELECT s.line, s.nik_hash, s.phone, s.membership_number, s.nib, s.regency, lower(s.name) AS name, h.person, s.home_regency,
       h.cadre_id, false AS cadre_new,
       h.cadre_id IS NOT NULL AND (d.card OR d.consent) AS cadre_change,
       b.id AS business_id, b.id IS NULL AS business_new, d.business AS business_change,
       earlier.line AS other,
       CASE
           WHEN n.id IS NOT NULL AND {_key("n.full_name")} <> h.person THEN 'nik_other_name'
           WHEN p.id IS NOT NULL AND p.id IS DISTINCT FROM h.cadre_id THEN 'phone_taken'
           WHEN m.id IS NOT NULL AND m.id IS DISTINCT FROM h.cadre_id THEN 'member_taken'
           WHEN e.restricted_at IS NOT NULL THEN 'cadre_restricted'
           WHEN NOT %(everywhere)s AND e.province_id <> ALL (%(allowed)s::varchar[]) THEN 'cadre_elsewhere'
           WHEN d.card AND e.user_id IS NOT NULL THEN 'cadre_has_account'
           WHEN d.card AND e.state = 'verified' THEN 'cadre_verified'
           WHEN d.card AND (
               SELECT (array_agg(r.line))[1] FROM businesses_importedrow AS r
                WHERE r.cadre_id = e.id AND r.batch_id + 0 = %(batch)s
           ) IS NOT NULL THEN 'person_twice'
           WHEN x.id IS NOT NULL AND x.owner_id IS DISTINCT FROM h.cadre_id THEN 'nib_taken'
           WHEN earlier.line IS NOT NULL THEN 'business_twice'
           WHEN s.nib IS NOT NULL AND b.nib <> s.nib THEN 'other_nib'
           WHEN b.state = 'draft' THEN 'business_draft'
           WHEN b.state = 'merged' THEN 'business_merged'
           WHEN NOT %(everywhere)s AND b.province_id <> ALL (%(allowed)s::varchar[]) THEN 'business_elsewhere'
           WHEN d.business AND e.user_id IS NOT NULL THEN 'business_has_account'
           WHEN d.business AND b.state = 'verified' AND d.keys THEN 'business_verified'
           WHEN d.business AND coalesce(s.women_employees, b.women_employees) > s.employees THEN 'women'
       END AS reason
  FROM import_stage AS s
  LEFT JOIN cadres_cadre AS n ON n.nik_hash = s.nik_hash
  LEFT JOIN cadres_cadre AS p ON p.phone = s.phone
  LEFT JOIN cadres_cadre AS m ON m.membership_number = nullif(s.membership_number, '') AND NOT (m.membership_number = '')
  LEFT JOIN businesses_business AS x ON x.nib = s.nib
 CROSS JOIN LATERAL (
      SELECT {_key("s.full_name")} AS person,
             CASE WHEN n.id IS NOT NULL THEN n.id
                  WHEN p.nik_hash IS NULL AND {_key("p.full_name")} = {_key("s.full_name")} THEN p.id END AS cadre_id
  ) AS h
  LEFT JOIN cadres_cadre AS e ON e.id = h.cadre_id
  LEFT JOIN LATERAL (
      SELECT (array_agg(o.id ORDER BY o.id))[1] AS id FROM businesses_business AS o
       WHERE h.cadre_id IS NOT NULL AND o.owner_id = h.cadre_id
         AND lower(o.name) || '' = lower(s.name) AND o.regency_id || '' = s.regency AND o.state <> 'merged'
  ) AS k ON true
  LEFT JOIN businesses_business AS b ON b.id = coalesce(x.id, k.id)
 CROSS JOIN LATERAL (
      SELECT e.phone <> s.phone
               OR (s.membership_number <> '' AND e.membership_number <> s.membership_number)
               OR (s.home_regency <> '' AND e.regency_id <> s.home_regency)
               OR (e.nik_hash IS NULL AND e.user_id IS NULL) AS card,
             e.user_id IS NULL AND e.paper_consent_on IS NULL AS consent,
             b.id IS NOT NULL AND ({_DIFFERENCES}) AS business,
             b.name <> s.name OR b.province_id <> left(s.regency, 2) OR b.has_bank_loan <> s.has_bank_loan
               OR b.nib IS DISTINCT FROM coalesce(s.nib, b.nib) AS keys
  ) AS d
  LEFT JOIN LATERAL (
      SELECT (array_agg(r.line))[1] AS line FROM businesses_importedrow AS r
       WHERE b.id IS NOT NULL AND r.business_id = b.id AND r.batch_id + 0 = %(batch)s
  ) AS earlier ON true
"""  # noqa: S608

# the same within the block: the first row stands, what contradicts or repeats it does not
_TWICE = """
WITH seen AS (
    SELECT line, nik_hash, person, phone, membership_number, home_regency, nib,
           first_value(nik_hash) OVER phones AS phone_nik, first_value(line) OVER phones AS phone_line,
           first_value(nik_hash) OVER members AS member_nik, first_value(line) OVER members AS member_line,
           first_value((person, phone, membership_number, home_regency)) OVER people AS first_card,
           first_value(line) OVER people AS person_line,
           first_value(line) OVER nibs AS nib_line,
           first_value(line) OVER businesses AS business_line,
           CASE WHEN business_id IS NOT NULL THEN first_value(line) OVER records END AS record_line
      FROM import_match
     WHERE reason IS NULL
    WINDOW phones AS (PARTITION BY phone ORDER BY line), members AS (PARTITION BY membership_number ORDER BY line),
           people AS (PARTITION BY nik_hash ORDER BY line), nibs AS (PARTITION BY nib ORDER BY line),
           businesses AS (PARTITION BY nik_hash, name, regency ORDER BY line),
           records AS (PARTITION BY business_id ORDER BY line)
), judged AS (
    SELECT line,
           CASE WHEN phone_nik <> nik_hash THEN 'phone_twice'
                WHEN membership_number <> '' AND member_nik <> nik_hash THEN 'member_twice'
                WHEN first_card <> (person, phone, membership_number, home_regency) THEN 'person_twice'
                WHEN nib IS NOT NULL AND nib_line <> line THEN 'nib_twice'
                WHEN business_line <> line OR record_line <> line THEN 'business_twice' END AS reason,
           CASE WHEN phone_nik <> nik_hash THEN phone_line
                WHEN membership_number <> '' AND member_nik <> nik_hash THEN member_line
                WHEN first_card <> (person, phone, membership_number, home_regency) THEN person_line
                WHEN nib IS NOT NULL AND nib_line <> line THEN nib_line
                ELSE least(business_line, coalesce(record_line, business_line)) END AS other
      FROM seen
)
UPDATE import_match AS m SET reason = j.reason, other = j.other
  FROM judged AS j WHERE j.line = m.line AND j.reason IS NOT NULL
"""
