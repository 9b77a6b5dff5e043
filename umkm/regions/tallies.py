"""Numbers per province, kept by the database as rows change, exact at once.

A tally is an append-only table of signed entries. A statement-level trigger on the counted table adds
the entries of each statement, so that a bulk load and the shell count too, and two registrations in one
province never queue behind one row. Reading is a sum; folding replaces many entries by their sum in one
statement, so that a reader never sees half of it and the sum stays cheap.
"""

from __future__ import annotations

from collections import defaultdict

import pgtrigger
from django.db import connections, models
from django.db.models import Sum


class TallyQuerySet(models.QuerySet["TallyEntry"]):
    def totals(self) -> dict[str, dict[str, int]]:
        """{province code: {measure: number}}, one query; a missing measure counts as 0."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        rows = self.values_list("province_id", "measure").annotate(total=Sum("amount")).order_by()
        for province, measure, total in rows:
            found[province][measure] = total
        return found

    def fold(self) -> int:
        """Replace entries by their sums where there are several; returns how many went.

        Safe beside writers and itself; where nothing came since, nothing is written.
        """
        table = connections[self.db].ops.quote_name(self.model._meta.db_table)
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"""
                WITH crowded AS (SELECT province_id, measure FROM {table}
                                 GROUP BY province_id, measure HAVING count(*) > 1),
                taken AS (SELECT {table}.id FROM {table} JOIN crowded USING (province_id, measure)
                          FOR UPDATE OF {table} SKIP LOCKED),
                gone AS (DELETE FROM {table} USING taken WHERE {table}.id = taken.id
                         RETURNING province_id, measure, amount),
                kept AS (INSERT INTO {table} (province_id, measure, amount)
                         SELECT province_id, measure, sum(amount) FROM gone
                         GROUP BY province_id, measure HAVING sum(amount) <> 0)
                SELECT count(*) FROM gone
                """  # noqa: S608 — the table's name is the model's own
            )
            return int(cursor.fetchone()[0])


class TallyEntry(models.Model):
    """A signed change of one measure in one province. Abstract: each slice keeps its own table."""

    id = models.BigAutoField(primary_key=True)
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=30)
    amount = models.BigIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        abstract = True


def tally_triggers(*, name: str, table: str, rows: str) -> list[pgtrigger.Trigger]:
    """Statement-level triggers for insert, update and delete of a counted model.

    `rows` is a SELECT of (province_id, measure, amount) over `{rows}`, the changed rows' table; what it
    gives for the old rows is subtracted, for the new rows added; what does not change cancels out.
    """

    def entries(*signed: tuple[str, int]) -> str:
        parts = " UNION ALL ".join(
            f"SELECT province_id, measure, {sign} * amount AS amount FROM ({rows.format(rows=source)}) AS s_{source}"  # noqa: S608 — our own words, at import
            for source, sign in signed
        )
        return f"""
            INSERT INTO {table} (province_id, measure, amount)
            SELECT province_id, measure, sum(amount) FROM ({parts}) AS changed
            GROUP BY province_id, measure HAVING sum(amount) <> 0;
            RETURN NULL;
        """  # noqa: S608 — our own words, at import

    kinds = {
        "insert": (pgtrigger.Insert, {"new": "new_rows"}, (("new_rows", 1),)),
        "update": (
            pgtrigger.Update,
            {"old": "old_rows", "new": "new_rows"},
            (("old_rows", -1), ("new_rows", 1)),
        ),
        "delete": (pgtrigger.Delete, {"old": "old_rows"}, (("old_rows", -1),)),
    }
    return [
        pgtrigger.Trigger(
            name=f"{name}_{kind}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=entries(*signed),
        )
        for kind, (operation, tables, signed) in kinds.items()
    ]
