"""What a phase asks of a business, by what it compares, and when each step happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import day

from ..choices import PhaseState, Stage
from ..errors import PhaseRefused
from ..models import Criterion, Phase, PhaseStage
from .phases import unclosed

Days = tuple[date, date]


@dataclass(frozen=True)
class Requirements:
    """Name and dates of a phase, and what a business needs."""

    name: str
    starts_on: date
    ends_on: date | None
    largest_size: str
    least_years: int
    needs_nib: bool
    least_reviews: int
    answer_days: int

    @property
    def of_selection(self) -> tuple[object, ...]:
        """What is the same for everybody from the opening on."""
        return self.largest_size, self.least_years, self.needs_nib, self.least_reviews


@dataclass(frozen=True)
class Judged:
    """One criterion as typed; `pk` of the one that it was."""

    title: str
    guidance: str
    weight: int
    evidence: str
    pk: int | None = None


@transaction.atomic
def set_requirements(*, phase: Phase, requirements: Requirements, by: User) -> Phase:
    """Once open, only name, dates and the days to answer still change. Raises PhaseRefused."""
    phase = unclosed(phase)
    if requirements.ends_on is not None and requirements.ends_on < requirements.starts_on:
        raise PhaseRefused(_("Tanggal selesai harus sesudah tanggal mulai."), field="ends_on")
    now = tuple(
        getattr(phase, name) for name in ("largest_size", "least_years", "needs_nib", "least_reviews")
    )
    if phase.state != PhaseState.PLANNED and now != requirements.of_selection:
        raise PhaseRefused(_("Tahap ini sudah dibuka. Syaratnya tetap, supaya seleksinya adil."))
    for stage in phase.stages.all():
        _must_lie_within(stage.stage, (stage.starts_on, stage.ends_on), requirements, field="starts_on")
    for name, value in vars(requirements).items():
        setattr(phase, name, value)
    with because(_("Tahap diubah."), by=by):
        phase.save(update_fields=list(vars(requirements)))
    return phase


@transaction.atomic
def set_calendar(*, phase: Phase, days: Mapping[Stage, Days | None], by: User) -> int:
    """When each step begins and ends; None: it has no days of its own. Returns how many changed. Raises PhaseRefused."""
    phase = unclosed(phase)
    _must_be_in_order(phase, days)
    known = {row.stage: row for row in phase.stages.select_for_update()}
    changed = 0
    with because(_("Jadwal tahap diubah."), by=by):
        for stage, wanted in days.items():
            row = known.get(stage)
            if wanted == ((row.starts_on, row.ends_on) if row else None):
                continue
            _set_stage(phase, stage, row, wanted)
            changed += 1
    return changed


def _set_stage(phase: Phase, stage: Stage, row: PhaseStage | None, wanted: Days | None) -> None:
    if wanted is None:
        if phase.state != PhaseState.PLANNED:
            raise PhaseRefused(
                _("Tahap ini sudah dibuka. %(stage)s dapat digeser, tetapi tidak dihapus.")
                % {"stage": stage.label},
                field=f"{stage}_starts_on",
            )
        if row is not None:
            row.delete()
        return
    row = row or PhaseStage(phase=phase, stage=stage)
    row.starts_on, row.ends_on = wanted
    row.save()


def _must_be_in_order(phase: Phase, days: Mapping[Stage, Days | None]) -> None:
    """Each step ends after it begins, lies in the phase, and neither begins nor ends before the one ahead of it."""
    before: tuple[Stage, Days] | None = None
    for stage in Stage:
        wanted = days.get(stage)
        if wanted is None:
            continue
        if wanted[1] < wanted[0]:
            raise PhaseRefused(_("Tanggal selesai harus sesudah tanggal mulai."), field=f"{stage}_ends_on")
        _must_lie_within(stage, wanted, phase, field=f"{stage}_starts_on")
        if before:
            _must_follow(stage, wanted, *before)
        before = stage, wanted


def _must_follow(stage: Stage, wanted: Days, earlier: Stage, its: Days) -> None:
    words = {"stage": stage.label, "earlier": earlier.label}
    if wanted[0] < its[0]:
        sentence = _("%(stage)s tidak bisa mulai sebelum %(earlier)s mulai (%(day)s).")
        raise PhaseRefused(sentence % {**words, "day": day(its[0])}, field=f"{stage}_starts_on")
    if wanted[1] < its[1]:
        sentence = _("%(stage)s tidak bisa selesai sebelum %(earlier)s selesai (%(day)s).")
        raise PhaseRefused(sentence % {**words, "day": day(its[1])}, field=f"{stage}_ends_on")


def _must_lie_within(stage: str, days: Days, frame: Phase | Requirements, *, field: str) -> None:
    label = Stage(stage).label
    if days[0] < frame.starts_on:
        sentence = _("%(stage)s mulai sebelum tahapnya mulai (%(day)s).")
        raise PhaseRefused(sentence % {"stage": label, "day": day(frame.starts_on)}, field=field)
    if frame.ends_on is not None and days[1] > frame.ends_on:
        sentence = _("%(stage)s selesai sesudah tahapnya selesai (%(day)s).")
        raise PhaseRefused(
            sentence % {"stage": label, "day": day(frame.ends_on)}, field=field.replace("starts", "ends")
        )


@transaction.atomic
def set_criteria(*, phase: Phase, criteria: Sequence[Judged], by: User) -> None:
    """All criteria of a planned phase at once, in this order; who is not among them goes. Raises PhaseRefused."""
    phase = unclosed(phase)
    if phase.state != PhaseState.PLANNED:
        raise PhaseRefused(_("Tahap ini sudah dibuka. Kriteria dan bobotnya tetap, supaya seleksinya adil."))
    if not criteria:
        raise PhaseRefused(_("Tahap perlu paling sedikit satu kriteria."))
    known = {row.pk: row for row in phase.criteria.all()}
    wanted = {one.pk for one in criteria if one.pk is not None}
    if not wanted <= known.keys():
        raise PhaseRefused(
            _("Kriteria ini baru saja diubah orang lain. Muat ulang halamannya, lalu ubah lagi.")
        )
    with because(_("Kriteria dan bobot diubah."), by=by):
        phase.criteria.exclude(pk__in=wanted).delete()
        for number, one in enumerate(criteria, start=1):
            row = known[one.pk] if one.pk is not None else Criterion(phase=phase)
            row.number, row.title, row.guidance = number, one.title, one.guidance
            row.weight, row.evidence = one.weight, one.evidence
            row.save()
