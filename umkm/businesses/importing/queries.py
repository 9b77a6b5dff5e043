"""Ways to read imports: what a file would do, what was refused, how clean rows are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, FloatField, QuerySet, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.encryption import Unreadable, decrypt
from umkm.regions.scoping import province_codes

from ..models import BulkImport, ImportTally, RefusedRow
from .blocks import Row, read_blocks
from .checking import CheckedBlock, copy_line
from .errors import RowsUnreadable
from .headings import BY_KEY, REASONS, REASONS_LABEL, letter_of, match_headings
from .permissions import may_import_everywhere
from .reasons import reason_of
from .rows import Judged, Reason, RowChecker, staged, warnings_of
from .running import surroundings
from .staging import match, stage

LOOKED_INTO = 500  # rows that are judged for the preview
SHOWN = 12
WARNINGS = {
    "nik": gettext_lazy("Kode provinsi di awal NIK tidak dikenal. Cocokkan dengan KTP."),
    "npwp": gettext_lazy(
        "NPWP lama 15 angka, atau kode provinsinya tidak dikenal. Cocokkan dengan kartu NPWP."
    ),
}
WORST = 20  # collectors that the board reads about


@dataclass(frozen=True)
class PreviewRow:
    line: int
    name: str  # of the cadre, as it stands in the file
    business: str
    outcome: str  # taken, changed, unchanged, refused
    reasons: list[str]  # why it is refused, or what to look at although it is taken


@dataclass(frozen=True)
class Preview:
    """What the first rows would become; the same checks as later, and nothing kept."""

    looked_into: int
    counts: dict[str, int]
    warned: int  # of those that are not refused
    rows: list[PreviewRow]
    total: int

    def estimate(self, outcome: str) -> int:
        return round(self.counts[outcome] * self.total / self.looked_into) if self.looked_into else 0

    @property
    def is_whole(self) -> bool:
        return self.looked_into == self.total

    @property
    def refused_estimate(self) -> int:
        return self.estimate("refused")


def preview(*, batch: BulkImport, by: User) -> Preview:
    """Raises RowsUnreadable."""
    rows = _first_rows(batch)
    allowed = [] if may_import_everywhere(by) else province_codes(by)
    checker = RowChecker(surroundings(batch, allowed))
    judged = {line: checker.judge(cells) for line, cells in rows}
    known = _known_by_database(batch, judged, allowed)
    outcomes = {line: known.get(line, ("refused", one.reasons)) for line, one in judged.items()}
    warnings = {
        line: warnings_of(one.values)
        for line, one in judged.items()
        if one.values is not None and outcomes[line][0] != "refused"
    }
    counts = dict.fromkeys(("taken", "changed", "unchanged", "refused"), 0)
    for line, (outcome, reasons) in outcomes.items():
        counts[outcome] += 1
        outcomes[line] = outcome, reasons or warnings.get(line, [])
    shown = [_preview_row(batch, line, cells, *outcomes[line]) for line, cells in rows[:SHOWN]]
    return Preview(len(rows), counts, sum(map(bool, warnings.values())), shown, batch.total_rows)


def _first_rows(batch: BulkImport) -> list[Row]:
    try:
        with batch.rows_file.open("rb") as file:
            return list(islice((row for block in read_blocks(file) for row in block.rows()), LOOKED_INTO))
    except (Unreadable, FileNotFoundError) as error:
        raise RowsUnreadable(
            _("Isi berkas ini tidak dapat dibuka lagi oleh portal. Buang, lalu kirim berkasnya sekali lagi.")
        ) from error


def _preview_row(
    batch: BulkImport, line: int, cells: list[str], outcome: str, reasons: list[Reason]
) -> PreviewRow:
    def cell(key: str) -> str:
        place = batch.columns.index(key)
        return cells[place][:80] if place < len(cells) else ""

    return PreviewRow(line, cell("full_name"), cell("name"), outcome, in_words(reasons))


def _known_by_database(
    batch: BulkImport, judged: dict[int, Judged], allowed: list[str]
) -> dict[int, tuple[str, list[Reason]]]:
    """What the database says of sound rows, asked exactly as in the run, in a transaction that is taken back."""
    sound = "".join(
        copy_line(staged(line, one.values)) for line, one in judged.items() if one.values is not None
    )
    with transaction.atomic(), connection.cursor() as cursor:
        stage(cursor, CheckedBlock(0, sound.encode(), b""))
        match(cursor, batch=batch.pk, allowed=allowed)
        cursor.execute(
            "SELECT line, reason, other, business_new, business_change OR cadre_change FROM import_match"
        )
        told = cursor.fetchall()
        transaction.set_rollback(True)
    return {
        line: ("refused", [reason_of(word, other)])
        if word
        else ("taken" if new else "changed" if change else "unchanged", [])
        for line, word, other, new, change in told
    }


def in_words(reasons: list[Any]) -> list[str]:
    """Each with the heading of its column."""
    return [
        f"{BY_KEY[column].label}: {sentence}" if column in BY_KEY else str(sentence)
        for column, sentence in reasons
    ]


# --- the columns, and what was refused ---------------------------------------------------------------


@dataclass(frozen=True)
class MatchedColumn:
    letter: str
    heading: str
    meaning: str  # empty: left out


def matched_columns(batch: BulkImport) -> list[MatchedColumn]:
    """Without the reasons of our own report, which nobody need wonder about."""
    found = [(heading, place, batch.columns[place]) for heading, place in _sent_columns(batch)]
    return [
        MatchedColumn(letter_of(place), heading, str(BY_KEY[key].label) if key else "")
        for heading, place, key in found
        if heading or key
    ]


def refused_header(batch: BulkImport) -> list[str]:
    return [heading for heading, _place in _sent_columns(batch)] + [str(REASONS_LABEL)]


def refused_rows(batch: BulkImport) -> Iterator[list[str]]:
    """As they were sent, with the reasons in one more column: correct them and send them again."""
    places = [place for _heading, place in _sent_columns(batch)]
    rows = RefusedRow.objects.filter(batch=batch).order_by("line")
    for row in rows.iterator(chunk_size=2_000):
        reasons = in_words(row.reasons)
        try:
            cells = json.loads(decrypt(row.cells_encrypted))
        except Unreadable:  # its line says which it is
            cells = []
            reasons.insert(
                0, _("Isi baris %(line)s tidak dapat dibuka lagi oleh portal.") % {"line": row.line}
            )
        yield [cells[place] if place < len(cells) else "" for place in places] + [" ".join(reasons)]


def _sent_columns(batch: BulkImport) -> list[tuple[str, int]]:
    """Without the reasons of a report that was sent back."""
    meant = match_headings(batch.headings)
    return [(heading, place) for place, heading in enumerate(batch.headings) if meant[place] != REASONS]


def common_mistakes(batch: BulkImport, most: int = 8) -> list[tuple[str, int]]:
    """[(column, rows)] with the most refusals first."""
    counted = sorted(batch.refused_by_field.items(), key=lambda one: -one[1])[:most]
    return [(str(BY_KEY[key].label) if key in BY_KEY else key, number) for key, number in counted]


@dataclass(frozen=True)
class Warned:
    """Rows that were taken although something looked unusual."""

    label: str
    why: str
    rows: int
    lines: str  # the first few


def warned_rows(batch: BulkImport) -> list[Warned]:
    found = []
    for key, told in batch.warned.items():
        lines = ", ".join(map(str, told["lines"])) + (" …" if told["rows"] > len(told["lines"]) else "")
        found.append(Warned(str(BY_KEY[key].label), str(WARNINGS[key]), told["rows"], lines))
    return found


# --- how clean the rows are --------------------------------------------------------------------------


def quality_of_provinces() -> QuerySet[Any, Any]:
    """Rows and refusals of each province; those whose place nobody understood last."""
    rows = ImportTally.objects.values("province", "province__name").annotate(
        sent=Sum("rows"), bad=Sum("refused")
    )
    return rows.annotate(share=Cast("bad", FloatField()) * 100 / F("sent")).order_by(
        F("province__name").asc(nulls_last=True)
    )


def quality_of_collectors() -> QuerySet[Any, Any]:
    """Those with the most refusals: whom to help first."""
    rows = ImportTally.objects.values("collector", "province", "province__name")
    rows = rows.annotate(sent=Sum("rows"), bad=Sum("refused")).filter(bad__gt=0)
    share = Cast("bad", FloatField()) * 100 / F("sent")
    return rows.annotate(share=share).order_by("-bad", "collector", "province")[:WORST]
