"""Ways to read memoranda: their clauses with what stood there before, their commitments, until when they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soksi_portal.common.display import day, percent

from .choices import Stage, Standing
from .keeping import Account, accounts
from .models import Clause, ClauseText, Commitment, Criterion, Memorandum, Phase, PhaseStage

SOON = timedelta(days=180)  # from the first notice to the admins on


@dataclass(frozen=True)
class Validity:
    """Until when a memorandum holds, as a badge."""

    label: str
    tone: str


@dataclass(frozen=True)
class Overview:
    """One memorandum in the list."""

    memorandum: Memorandum
    validity: Validity | None
    standings: list[tuple[Standing, int]]


@dataclass(frozen=True)
class ClauseLine:
    """A clause: its present words, and those that were superseded, the newest first."""

    clause: Clause
    present: ClauseText
    earlier: Sequence[ClauseText]


@dataclass(frozen=True)
class Step:
    """One step of a phase's calendar."""

    label: str
    stage: PhaseStage | None
    tone: str
    state: str


def validity(memorandum: Memorandum, today: date | None = None) -> Validity | None:
    """None where no end is told."""
    until, today = memorandum.valid_until, today or timezone.localdate()
    if until is None:
        return None
    if until < today:
        return Validity(_("Berakhir pada %(day)s") % {"day": day(until)}, "bad")
    if until - today <= SOON:
        left = (until - today).days
        words = ngettext("Berakhir %(days)s hari lagi", "Berakhir %(days)s hari lagi", left)
        return Validity(words % {"days": left}, "attention")
    return Validity(_("Berlaku sampai %(day)s") % {"day": day(until)}, "good")


def overviews() -> list[Overview]:
    """All memoranda, the newest first, in a fixed number of queries."""
    memoranda = list(Memorandum.objects.prefetch_related("parties").order_by("-signed_on", "-pk"))
    running = Commitment.objects.running().select_related("memorandum")
    counts: dict[int, Counter[Standing]] = {}
    for account in accounts(running.order_by("pk")):
        counts.setdefault(account.commitment.memorandum_id, Counter())[account.standing] += 1
    return [
        Overview(
            memorandum=one,
            validity=validity(one),
            standings=[
                (standing, number)
                for standing in Standing
                if (number := counts.get(one.pk, Counter())[standing])
            ],
        )
        for one in memoranda
    ]


def commitments_of(memorandum: Memorandum) -> tuple[list[Account], list[Commitment]]:
    """Those that run, with how they stand, and those that were ended."""
    rows = list(
        memorandum.commitments.select_related("memorandum", "clause", "owner", "ended_by").order_by(
            "clause__number", "pk"
        )
    )
    ended = [row for row in rows if row.ended_at is not None]
    return accounts(row for row in rows if row.ended_at is None), ended


def clauses_of(memorandum: Memorandum) -> list[ClauseLine]:
    return [
        ClauseLine(clause=texts[0].clause, present=texts[0], earlier=texts[1:])
        for texts in _by_clause(memorandum)
    ]


def present_texts(memorandum: Memorandum) -> list[ClauseText]:
    return [texts[0] for texts in _by_clause(memorandum)]


def _by_clause(memorandum: Memorandum) -> Iterable[list[ClauseText]]:
    """All texts of each clause, the newest first."""
    rows = ClauseText.objects.filter(clause__memorandum=memorandum).select_related("clause", "amendment")
    found: dict[int, list[ClauseText]] = {}
    for row in rows.order_by("clause__number", "-version"):
        found.setdefault(row.clause_id, []).append(row)
    return found.values()


def shares(phase: Phase) -> list[tuple[Criterion, str]]:
    """Each criterion with its share of all weights."""
    rows = list(phase.criteria.order_by("number"))
    whole = sum(row.weight for row in rows)
    return [(row, percent(row.weight, whole)) for row in rows]


def calendar(phase: Phase, today: date | None = None) -> list[Step]:
    """The steps in their order, with which one is now."""
    today = today or timezone.localdate()
    known = {row.stage: row for row in phase.stages.all()}
    return [_step(stage, known.get(stage), today) for stage in Stage]


def _step(stage: Stage, row: PhaseStage | None, today: date) -> Step:
    if row is None:
        return Step(str(stage.label), None, "neutral", _("Belum ditetapkan"))
    if row.includes(today):
        return Step(str(stage.label), row, "waiting", _("Sekarang"))
    if row.ends_on < today:
        return Step(str(stage.label), row, "good", _("Selesai"))
    return Step(str(stage.label), row, "neutral", _("Akan datang"))
