"""One block of checked rows into the registry: all of it in one transaction, with how far the import has come."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import pghistory
import pgtrigger
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.common.encryption import encrypt
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.models import ConsentText

from ..choices import ImportState
from ..models import BulkImport
from .blocks import Block
from .checking import REFUSED, CheckedBlock, copy_line
from .reasons import reason_of
from .rows import people_of
from .staging import ALWAYS_TOLD, KEPT_WHERE_EMPTY, SALES, copy_in, match, run_sql, stage

# imports take turns at merging: two that insert the same people cannot lock each other out
TURN = 0x696D706F72
LINES_TOLD = 20  # of the rows that were taken with a warning
CONTEXT = "import"  # the key of the import's number in the audit trail


class LostHold(Exception):
    """Somebody else runs this import now, or it is no longer to run."""


@dataclass
class Counts:
    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    refused_by_field: dict[str, int] = field(default_factory=dict)
    warned: dict[str, list[int]] = field(default_factory=dict)  # lines


def merge_block(
    *, batch: BulkImport, worker: uuid.UUID, block: Block, checked: CheckedBlock, by: Any
) -> Counts:
    """Raises LostHold, and IntegrityError or OperationalError where somebody registered the same at that moment:
    then nothing of the block is there, and it is merged again.
    """
    why = _("Impor %(file)s") % {"file": batch.filename}
    with (
        pghistory.context(user=by.pk, reason=why, **{CONTEXT: batch.pk}),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        current = _held(batch, worker, block.number)
        stage(cursor, checked)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        match(cursor, batch=batch.pk, allowed=batch.provinces)
        _refuse(cursor, block)
        _number(cursor)
        _write(cursor, batch.pk)
        counts = _count(cursor, batch, by.full_name)
        _record(current, counts)
        return counts


def _held(batch: BulkImport, worker: uuid.UUID, number: int) -> BulkImport:
    rows = BulkImport.objects.select_for_update(of=("self",))
    found = rows.filter(
        pk=batch.pk, worker=worker, position=number, state=ImportState.RUNNING, cancelled_at=None
    )
    current = found.first()
    if current is None:
        raise LostHold
    return current


def _record(current: BulkImport, counts: Counts) -> None:
    current.position += 1
    current.heartbeat_at = timezone.now()
    for name in ("taken", "changed", "unchanged", "refused"):
        setattr(current, name, getattr(current, name) + getattr(counts, name))
    for key, number in counts.refused_by_field.items():
        current.refused_by_field[key] = current.refused_by_field.get(key, 0) + number
    for key, lines in counts.warned.items():
        before = current.warned.get(key, {"rows": 0, "lines": []})
        current.warned[key] = {
            "rows": before["rows"] + len(lines),
            "lines": (before["lines"] + lines)[:LINES_TOLD],
        }
    current.save(
        update_fields=[
            "position",
            "heartbeat_at",
            "taken",
            "changed",
            "unchanged",
            "refused",
            "refused_by_field",
            "warned",
        ]
    )


def _refuse(cursor: Any, block: Block) -> None:
    """What the database speaks against joins the refused rows, as it stood in the file."""
    cursor.execute(
        "SELECT m.line, m.reason, m.other, left(m.regency, 2), s.collector, s.nik_hash, s.phone, s.full_name"
        " FROM import_match AS m"
        " JOIN import_stage AS s USING (line) WHERE m.reason IS NOT NULL ORDER BY m.line"
    )
    refused = cursor.fetchall()
    if not refused:
        return
    cells = dict(block.rows())
    lines = [
        copy_line(
            [
                line,
                province,
                collector,
                encrypt(json.dumps(cells[line])),
                json.dumps([reason_of(word, other)]),
                people_of(nik_hash, phone, name=name, province=province),
            ]
        )
        for line, word, other, province, collector, nik_hash, phone, name in refused
    ]
    columns = ", ".join(REFUSED)
    copy_in(cursor, f"import_refused ({columns})", "".join(lines).encode())
    cursor.execute("DELETE FROM import_match WHERE reason IS NOT NULL")


def _number(cursor: Any) -> None:
    """New people and businesses get their keys now, so that the rows know each other."""
    cursor.execute(_NUMBER_CADRES)
    cursor.execute(_SHARE_CADRES)
    cursor.execute(_NUMBER_BUSINESSES)


def _write(cursor: Any, batch: int) -> None:
    texts = ConsentText.objects.filter(purpose=ConsentPurpose.PROCESSING).order_by("valid_from")
    first = texts.values_list("version", flat=True).first()
    run_sql(cursor, _INSERT_CADRES, first_text=first)
    cursor.execute(_INSERT_BUSINESSES)
    run_sql(cursor, _INSERT_ROWS, batch=batch)
    cursor.execute(
        "SELECT count(*) FILTER (WHERE cadre_change), count(*) FILTER (WHERE business_change) FROM import_match"
    )
    cadres, businesses = cursor.fetchone()
    if cadres:
        run_sql(cursor, _UPDATE_CADRES, first_text=first)
    if businesses:  # asked of each row that a trigger looks at, so only where it must be
        with pgtrigger.ignore("businesses.Business:state_keeps_facts"):
            cursor.execute(_UPDATE_BUSINESSES)
    run_sql(cursor, _INSERT_REFUSED, batch=batch)


def _count(cursor: Any, batch: BulkImport, sender: str) -> Counts:
    run_sql(cursor, _TALLY, batch=batch.pk, sender=sender[:80])
    cursor.execute(
        "SELECT count(*) FILTER (WHERE business_new),"
        " count(*) FILTER (WHERE NOT business_new AND (business_change OR cadre_change)),"
        " count(*) FILTER (WHERE NOT (business_new OR business_change OR cadre_change)) FROM import_match"
    )
    taken, changed, unchanged = cursor.fetchone()
    cursor.execute(
        "SELECT field, count(*) FROM (SELECT DISTINCT line, jsonb_array_elements(reasons) ->> 0 AS field"
        " FROM import_refused) AS told GROUP BY field"
    )
    by_field = dict(cursor.fetchall())
    cursor.execute("SELECT count(*) FROM import_refused")
    (refused,) = cursor.fetchone()
    cursor.execute(
        "SELECT field, array_agg(line ORDER BY line) FROM (SELECT unnest(s.warned) AS field, line FROM import_stage AS s"
        " JOIN import_match AS m USING (line) WHERE s.warned <> '{}') AS told GROUP BY field"
    )
    return Counts(taken, changed, unchanged, refused, by_field, dict(cursor.fetchall()))


# every part of these statements is our own constant; what a file says stands in the temporary tables
_NUMBER_CADRES = """
UPDATE import_match AS m
   SET cadre_id = nextval((SELECT pg_get_serial_sequence('cadres_cadre', 'id'))::regclass), cadre_new = true
 WHERE cadre_id IS NULL AND NOT EXISTS (SELECT FROM import_match AS o WHERE o.nik_hash = m.nik_hash AND o.line < m.line)
"""
_SHARE_CADRES = """
UPDATE import_match AS m SET cadre_id = o.cadre_id
  FROM import_match AS o WHERE m.cadre_id IS NULL AND o.nik_hash = m.nik_hash AND o.cadre_new
"""
_NUMBER_BUSINESSES = """
UPDATE import_match SET business_id = nextval((SELECT pg_get_serial_sequence('businesses_business', 'id'))::regclass) WHERE business_new
"""
# the text in force on the day of the signature; before the first one, the first
_CONSENT_TEXT = """coalesce(
    (SELECT version FROM cadres_consenttext WHERE valid_from::date <= s.consent_on ORDER BY valid_from DESC LIMIT 1),
    %(first_text)s)"""
_INSERT_CADRES = f"""
INSERT INTO cadres_cadre (id, full_name, phone, membership_number, regency_id, province_id, nik_encrypted, nik_hash, sex,
                          state, state_since, registered_at, paper_consent_on, paper_consent_text_id)
SELECT m.cadre_id, s.full_name, s.phone, s.membership_number, coalesce(nullif(s.home_regency, ''), s.regency),
       left(coalesce(nullif(s.home_regency, ''), s.regency), 2), s.nik_encrypted, s.nik_hash, s.sex,
       'submitted', now(), now(), s.consent_on, {_CONSENT_TEXT}
  FROM import_match AS m JOIN import_stage AS s USING (line)
 WHERE m.cadre_new ORDER BY m.cadre_id
"""  # noqa: S608
_INSERT_BUSINESSES = f"""
INSERT INTO businesses_business (id, owner_id, province_id, {", ".join(column for column, _ in ALWAYS_TOLD)}, nib,
                                 npwp_encrypted, npwp_hash, licences, latitude, longitude, women_employees,
                                 marketing_channels, wishes, last_year_sales,
                                 state, state_since, created_at, submitted_at)
SELECT m.business_id, m.cadre_id, left(s.regency, 2), {", ".join(told for _, told in ALWAYS_TOLD)}, s.nib,
       s.npwp_encrypted, s.npwp_hash, s.licences, s.latitude, s.longitude, s.women_employees,
       s.marketing_channels, s.wishes, s.last_year_sales,
       'submitted', now(), now(), now()
  FROM import_match AS m JOIN import_stage AS s USING (line)
 WHERE m.business_new ORDER BY m.business_id
"""  # noqa: S608
_INSERT_ROWS = """
INSERT INTO businesses_importedrow (batch_id, line, outcome, business_id, cadre_id, cadre_outcome, business_before, cadre_before)
SELECT %(batch)s, m.line,
       CASE WHEN m.business_new THEN 'taken' WHEN m.business_change THEN 'changed' ELSE 'unchanged' END,
       m.business_id, m.cadre_id,
       CASE WHEN m.cadre_new THEN 'taken' WHEN m.cadre_change THEN 'changed' ELSE 'unchanged' END,
       CASE WHEN m.business_change THEN (SELECT to_jsonb(b) FROM businesses_business AS b WHERE b.id = m.business_id) END,
       CASE WHEN m.cadre_change THEN (SELECT to_jsonb(c) FROM cadres_cadre AS c WHERE c.id = m.cadre_id) END
  FROM import_match AS m ORDER BY m.line
"""
_UPDATE_CADRES = f"""
UPDATE cadres_cadre AS c
   SET phone = s.phone,
       membership_number = coalesce(nullif(s.membership_number, ''), c.membership_number),
       regency_id = coalesce(nullif(s.home_regency, ''), c.regency_id),
       province_id = left(coalesce(nullif(s.home_regency, ''), c.regency_id), 2),
       nik_encrypted = CASE WHEN c.user_id IS NULL THEN coalesce(c.nik_encrypted, s.nik_encrypted) ELSE c.nik_encrypted END,
       nik_hash = CASE WHEN c.user_id IS NULL THEN coalesce(c.nik_hash, s.nik_hash) ELSE c.nik_hash END,
       sex = coalesce(nullif(c.sex, ''), s.sex),
       paper_consent_on = coalesce(c.paper_consent_on, s.consent_on),
       paper_consent_text_id = coalesce(c.paper_consent_text_id, {_CONSENT_TEXT}),
       state = CASE WHEN c.state IN ('draft', 'returned') THEN 'submitted' ELSE c.state END,
       state_since = CASE WHEN c.state = 'verified' THEN c.state_since ELSE now() END
  FROM (SELECT DISTINCT ON (cadre_id) cadre_id, line FROM import_match WHERE cadre_change ORDER BY cadre_id, line) AS m
  JOIN import_stage AS s USING (line)
 WHERE c.id = m.cadre_id
"""  # noqa: S608
_UPDATE_BUSINESSES = f"""
UPDATE businesses_business AS b
   SET {", ".join(f"{column} = {told}" for column, told in ALWAYS_TOLD)},
       {", ".join(f"{column} = coalesce({told}, b.{column})" for column, told in KEPT_WHERE_EMPTY)},
       npwp_encrypted = CASE WHEN s.npwp_hash IS DISTINCT FROM b.npwp_hash THEN coalesce(s.npwp_encrypted, b.npwp_encrypted)
                             ELSE b.npwp_encrypted END,
       last_year_sales = {SALES},
       province_id = left(s.regency, 2),
       state = CASE WHEN b.state = 'verified' THEN b.state ELSE 'submitted' END,
       state_since = CASE WHEN b.state = 'verified' THEN b.state_since ELSE now() END,
       submitted_at = CASE WHEN b.state = 'verified' THEN b.submitted_at ELSE now() END
  FROM import_match AS m JOIN import_stage AS s USING (line)
 WHERE m.business_change AND b.id = m.business_id
"""  # noqa: S608
_INSERT_REFUSED = """
INSERT INTO businesses_refusedrow (batch_id, line, cells_encrypted, reasons, people)
SELECT %(batch)s, line, cells_encrypted, reasons, people FROM import_refused ORDER BY line
"""
_TALLY = """
INSERT INTO businesses_importtally (batch_id, province_id, collector, rows, refused)
SELECT %(batch)s, province, coalesce(nullif(collector, ''), %(sender)s), count(*), count(*) FILTER (WHERE is_refused)
  FROM (SELECT left(s.regency, 2) AS province, s.collector, false AS is_refused
          FROM import_match AS m JOIN import_stage AS s USING (line)
         UNION ALL SELECT province, collector, true FROM import_refused) AS told
 GROUP BY 1, 2, 3
ON CONFLICT (batch_id, province_id, collector) DO UPDATE
   SET rows = businesses_importtally.rows + excluded.rows, refused = businesses_importtally.refused + excluded.refused
"""
