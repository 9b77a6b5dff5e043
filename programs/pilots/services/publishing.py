"""A draft becomes decisions, in one act.

One transaction for the whole phase: everybody is told at the same moment, or nobody, and whoever is refused anywhere in the
country holds the rest back, so that nothing is half-told. 228 decisions over 38 provinces took 4 s of the processor (2 cores,
2026); resuming by province would need a state "half published" that people could see.

Each line runs through the service of a single decision. Locks are taken in the order of locking.py, for all
provinces at once: the phase, its draft, all its seats, the nominations, the businesses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from programs.pilots.choices import DraftAnswer, DraftState
from programs.pilots.errors import DraftRefused
from programs.pilots.models import Draft, DraftDecision, Nomination, Seat
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.models import Business

from .deciding import accept_nomination, decline_nomination, waitlist_nomination
from .drafting import end_draft, locked_draft
from .locking import hold_phase

# seats first: who waits stands behind those who sit; whom the list loses before those it gains
ORDER = {DraftAnswer.SEAT: 0, DraftAnswer.DECLINE: 1, DraftAnswer.WAIT: 2}


@dataclass(frozen=True)
class Published:
    seated: int
    waitlisted: int
    declined: int


@transaction.atomic
def publish_draft(*, draft: Draft, by: User, seen: str | None = None) -> Published:
    """All decisions of the draft, signed by `by`; all messages leave with them. `seen` is what `content_of` told when
    `by` looked at them: nobody signs what somebody else has put in since. Raises DraftEnded, DraftRefused.
    """
    hold_phase(draft.phase_id)
    draft = locked_draft(draft)
    lines = sorted(
        draft.decisions.select_related("nomination__business", "nomination__province", "nomination__phase"),
        key=_order,
    )
    if not lines:
        raise DraftRefused(_("Rancangan ini masih kosong."), [])
    if seen is not None and seen != content_of(lines):
        raise DraftRefused(
            _("Rancangan ini diubah sejak Anda membukanya. Periksa sekali lagi, lalu terbitkan."), []
        )
    _lock_all(draft, lines)
    refused = [*_double_ranks(lines), *_refusals(lines, by)]
    if refused:
        raise DraftRefused(_("Rancangan ini tidak cocok lagi. Tidak ada yang diterbitkan."), refused)
    end_draft(draft, DraftState.PUBLISHED, by=by)
    count = [line.answer for line in lines].count
    return Published(count(DraftAnswer.SEAT), count(DraftAnswer.WAIT), count(DraftAnswer.DECLINE))


def content_of(lines: Iterable[DraftDecision]) -> str:
    """Says in short what a draft holds: another line, answer, rank or reason gives another word."""
    told = sorted((line.nomination_id, line.answer, line.rank or 0, line.reason) for line in lines)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _order(line: DraftDecision) -> tuple[object, ...]:
    return (
        line.nomination.province_id,
        ORDER[DraftAnswer(line.answer)],
        line.rank or 0,
        line.nomination.nominated_at,
        line.pk,
    )


def _lock_all(draft: Draft, lines: Iterable[DraftDecision]) -> None:
    """Before the first decision, so that no two that decide on several provinces wait for each other in a circle."""
    about = [line.nomination for line in lines]
    provinces = {one.province_id for one in about}
    seats = Seat.objects.filter(phase=draft.phase_id, province__in=provinces)
    nominations = Nomination.objects.filter(pk__in=[one.pk for one in about])
    businesses = Business.objects.filter(pk__in=[one.business_id for one in about])
    for rows in (
        seats.select_for_update().order_by("province_id", "number"),
        nominations.select_for_update().order_by("pk"),
        businesses.select_for_update(no_key=True).order_by("pk"),
    ):
        list(rows.values_list("pk", flat=True))


def _refusals(lines: Iterable[DraftDecision], by: User) -> Iterable[str]:
    """Decide line by line; what a rule refuses is said, and the others are tried, to say all at once."""
    for line in lines:
        try:
            _decide(line, by)
        except RuleViolation as refusal:
            yield _("%(business)s (%(province)s): %(why)s") % {
                "business": line.nomination.business,
                "province": line.nomination.province,
                "why": refusal.message,
            }


def _decide(line: DraftDecision, by: User) -> None:
    nomination = line.nomination
    decide: dict[str, Callable[[], object]] = {
        DraftAnswer.SEAT: lambda: accept_nomination(nomination=nomination, by=by),
        DraftAnswer.WAIT: lambda: waitlist_nomination(
            nomination=nomination, by=by, reason=line.reason, at_end=True
        ),
        DraftAnswer.DECLINE: lambda: decline_nomination(nomination=nomination, by=by, reason=line.reason),
    }
    decide[line.answer]()


def _double_ranks(lines: Iterable[DraftDecision]) -> Iterable[str]:
    seen: dict[tuple[str, int], DraftDecision] = {}
    for line in lines:
        if line.rank is None:
            continue
        first = seen.setdefault((line.nomination.province_id, line.rank), line)
        if first is not line:
            yield _("%(province)s: %(first)s dan %(second)s sama-sama di urutan %(rank)s daftar tunggu.") % {
                "province": line.nomination.province,
                "first": first.nomination.business,
                "second": line.nomination.business,
                "rank": line.rank,
            }
