"""SOKSI proposes, corrects while nobody has reviewed, and takes a proposal back while it is undecided."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import OPEN_NOMINATIONS, NominationState
from programs.pilots.errors import NotCorrectable, NotNominable
from programs.pilots.messages import tell_made, tell_withdrawn
from programs.pilots.models import Nomination, NominationDocument, NominationScore
from programs.pilots.permissions import may_withdraw
from programs.pilots.walls_selection import ATTACHABLE
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import day
from umkm.businesses.models import Business, Document

from .eligibility import refuse_ineligible
from .locking import DECIDED, hold_phase, lock_nomination, lock_seats, refuse_decided, save_decision
from .needs import nomination_stage, today_in
from .offering import end_offer_of, offer_among
from .scoring import Score, Scores, checked_scores, criteria_of


@transaction.atomic
def nominate_business(
    *,
    business: Business,
    phase: Phase,
    motivation: str,
    scores: Scores,
    by: User,
    documents: Iterable[Document] = (),
) -> Nomination:
    """Propose a verified business of one's province for an open phase, scored by its criteria; its owner is told.

    Locking the business makes two people who propose it at once queue up. Raises NotNominable,
    OwnBusiness, PhaseNotOpen, AlreadyPilot, ConsentMissing, ScoreMissing.
    """
    hold_phase(phase.pk)
    phase = Phase.objects.get(pk=phase.pk)
    business = (
        Business.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner__user", "province")
        .get(pk=business.pk)
    )
    refuse_ineligible(business, phase, by)
    given = checked_scores(criteria_of(phase), scores)
    with because(_("Diusulkan menjadi UMKM percontohan."), by=by):
        nomination = Nomination.objects.create(
            phase=phase,
            business=business,
            province=business.province,
            motivation=motivation.strip(),
            nominated_by=by,
        )
        _write_scores(nomination, given)
        _attach(nomination, documents, by)
    tell_made(nomination)
    return nomination


@transaction.atomic
def correct_nomination(
    *, nomination: Nomination, motivation: str, scores: Scores, by: User, documents: Iterable[Document] = ()
) -> Nomination:
    """Write motivation, scores and documents anew; what they were before stays in the audit trail.

    Raises NotCorrectable, ScoreMissing.
    """
    nomination = lock_nomination(nomination)
    refusal = why_not_correctable(nomination, by)
    if refusal:
        raise NotCorrectable(refusal)
    given = checked_scores(criteria_of(nomination.phase), scores)
    nomination.motivation = motivation.strip()
    with because(_("Usulan diperbaiki."), by=by):
        nomination.save(update_fields=["motivation"])
        _write_scores(nomination, given)
        _attach(nomination, documents, by)
    return nomination


def why_not_correctable(nomination: Nomination, by: User) -> str:
    """Until the last day of the stage, and until somebody has reviewed; empty where it can be corrected."""
    if not may_withdraw(by, nomination):
        return _("Hanya pihak yang mengusulkan yang dapat memperbaiki usulan ini.")
    if nomination.state != NominationState.PROPOSED:
        return str(DECIDED[NominationState(nomination.state)]) % {
            "who": nomination.decided_by,
            "at": day(timezone.localdate(nomination.decided_at, nomination.province.zone)),
        }
    if not nomination.phase.is_open:
        return _("%(phase)s tidak sedang dibuka.") % {"phase": nomination.phase}
    stage = nomination_stage(nomination.phase)
    if stage is not None and today_in(nomination.province) > stage.ends_on:
        return _("Masa pengusulan berakhir pada %(last)s, jadi usulan ini tidak berubah lagi.") % {
            "last": day(stage.ends_on)
        }
    if nomination.reviews.handed_in().exists():
        return _("Penilai sudah menyerahkan nilainya untuk usulan ini, jadi isinya tidak berubah lagi.")
    return ""


def _write_scores(nomination: Nomination, scores: dict[int, Score]) -> None:
    """One row for each criterion; only what differs is written."""
    known = {row.criterion_id: row for row in nomination.scores.all()}
    fresh = []
    for criterion, given in scores.items():
        row = known.get(criterion)
        if row is None:
            fresh.append(
                NominationScore(
                    nomination=nomination, criterion_id=criterion, score=given.score, remark=given.remark
                )
            )
        elif (row.score, row.remark) != (given.score, given.remark):
            row.score, row.remark = given.score, given.remark
            row.save(update_fields=["score", "remark"])
    NominationScore.objects.bulk_create(fresh)


def attachable(business: Business) -> list[Document]:
    """Its kept documents that reviewers may see: none with a NIK or an NPWP."""
    return list(Document.objects.kept().filter(business=business, kind__in=ATTACHABLE).order_by("kind", "pk"))


def _attach(nomination: Nomination, documents: Iterable[Document], by: User) -> None:
    """These and no others are shown with the proposal. Raises NotNominable for what is not the business's own."""
    wanted = {document.pk: document for document in documents}
    if not wanted.keys() <= {document.pk for document in attachable(nomination.business)}:
        raise NotNominable(_("Dokumen yang dipilih sudah dihapus pemiliknya. Pilih lagi."), field="documents")
    shown = {row.document_id: row for row in nomination.attached.filter(removed_at=None)}
    for pk, row in shown.items():
        if pk not in wanted:
            row.removed_at, row.removed_by = timezone.now(), by
            row.save(update_fields=["removed_at", "removed_by"])
    NominationDocument.objects.bulk_create(
        NominationDocument(nomination=nomination, document=document, added_by=by)
        for pk, document in wanted.items()
        if pk not in shown
    )


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, reason: str = "") -> Nomination:
    """The nominating side takes an undecided proposal back, or leaves the waiting list. The owner is told.

    Raises NotNominable, AlreadyDecided.
    """
    seats = lock_seats(nomination.phase_id, nomination.province_id)
    nomination = lock_nomination(nomination)
    if not may_withdraw(by, nomination):
        raise NotNominable(_("Hanya pihak yang mengusulkan yang dapat menarik usulan ini."))
    refuse_decided(nomination, allowed=OPEN_NOMINATIONS)
    asked = end_offer_of(nomination, by=by, reason=reason.strip() or _("Usulannya ditarik."))
    save_decision(nomination, NominationState.WITHDRAWN, by=by, reason=reason.strip())
    tell_withdrawn(nomination)
    if asked:
        offer_among(seats)
    return nomination
