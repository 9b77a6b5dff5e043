"""Decisions of a whole phase, prepared before anybody is told. Only deciders see them, and nothing acts before publishing."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import OPEN_NOMINATIONS, DraftAnswer, DraftState, NominationState
from programs.pilots.errors import DraftEnded, ReasonMissing
from programs.pilots.models import Draft, DraftDecision, Nomination
from programs.pilots.reviews.gate import refuse_involved
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment

from .locking import checked_reason, hold_phase, refuse_closed, refuse_decided, refuse_own

HIGHEST_RANK = 99


def open_draft(phase: Phase) -> Draft | None:
    return Draft.objects.open().filter(phase=phase).select_related("phase", "started_by").first()


@transaction.atomic
def draft_decision(
    *, nomination: Nomination, answer: str, rank: int | None = None, reason: str = "", by: User
) -> DraftDecision | None:
    """Write, change or (answer "") take out what is meant for one nomination. The first line begins the draft.

    Raises PhaseNotOpen, AlreadyDecided, OwnBusiness, ConflictDeclared, ReasonMissing.
    """
    if not answer and open_draft(nomination.phase) is None:
        return None
    draft = _held_draft(nomination.phase, by)
    nomination = Nomination.objects.select_related("phase", "province", "business__owner", "decided_by").get(
        pk=nomination.pk
    )
    line = draft.decisions.filter(nomination=nomination).first()
    if not answer:
        if line is not None:
            with because(_("Dikeluarkan dari rancangan."), by=by):
                line.delete()
        return None
    refuse_own(nomination, by)
    refuse_involved(nomination, by=by)
    refuse_decided(nomination, allowed=_decidable(answer))
    line = line or DraftDecision(draft=draft, nomination=nomination)
    wanted = (answer, _checked_rank(answer, rank), _checked_reason(answer, reason))
    if line.pk and (line.answer, line.rank, line.reason) == wanted:
        return line
    line.answer, line.rank, line.reason = wanted
    line.drafted_by, line.drafted_at = by, timezone.now()
    with because(_("Disiapkan dalam rancangan."), by=by):
        line.save()
    return line


def _decidable(answer: str) -> tuple[NominationState, ...]:
    """Who waits already is seated or declined, but not put on the list again."""
    return (NominationState.PROPOSED,) if answer == DraftAnswer.WAIT else OPEN_NOMINATIONS


def _held_draft(phase: Phase, by: User) -> Draft:
    """The phase's draft, with nobody publishing it meanwhile; the phase is held, so that two begin only one."""
    hold_phase(phase.pk)
    phase = Phase.objects.get(pk=phase.pk)
    refuse_closed(phase)
    with because(_("Rancangan keputusan dimulai."), by=by):
        # two first lines at the same instant: the unique constraint lets one in, get_or_create finds it
        Draft.objects.get_or_create(phase=phase, state=DraftState.OPEN, defaults={"started_by": by})
    draft = Draft.objects.open().filter(phase=phase).select_for_update(no_key=True).first()
    if draft is None:
        raise DraftEnded(_("Rancangan ini baru saja diterbitkan atau dibuang. Muat ulang halamannya."))
    return draft


def _checked_rank(answer: str, rank: int | None) -> int | None:
    if answer != DraftAnswer.WAIT:
        return None
    if rank is None or not 1 <= rank <= HIGHEST_RANK:
        raise ReasonMissing(
            _("Tulis urutannya di daftar tunggu, 1 sampai %(most)d.") % {"most": HIGHEST_RANK}, field="rank"
        )
    return rank


def _checked_reason(answer: str, reason: str) -> str:
    if answer == DraftAnswer.DECLINE:
        return checked_reason(reason)
    return reason.strip()[:1000] if answer == DraftAnswer.WAIT else ""


@transaction.atomic
def discard_draft(*, draft: Draft, by: User) -> Draft:
    """Nothing of it happens; who prepared what stays on record. Raises DraftEnded."""
    draft = locked_draft(draft)
    end_draft(draft, DraftState.DISCARDED, by=by)
    return draft


def locked_draft(draft: Draft) -> Draft:
    """Fresh, and nobody writes in it or publishes it meanwhile. Raises DraftEnded."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("phase", "ended_by").get(pk=draft.pk)
    if draft.is_open:
        return draft
    done = {
        DraftState.PUBLISHED: _("Rancangan ini sudah diterbitkan oleh %(who)s pada %(at)s."),
        DraftState.DISCARDED: _("Rancangan ini sudah dibuang oleh %(who)s pada %(at)s."),
    }[DraftState(draft.state)]
    raise DraftEnded(done % {"who": draft.ended_by, "at": moment(draft.ended_at)})


def end_draft(draft: Draft, state: DraftState, *, by: User) -> None:
    draft.state, draft.ended_by, draft.ended_at = state, by, timezone.now()
    with because(str(state.label), by=by):
        draft.save(update_fields=["state", "ended_by", "ended_at"])
