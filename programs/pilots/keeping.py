"""How far the promise of pilots in every province is kept, for `programs.partnership.keeping`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.partnership.keeping import Behind, Gauge, Kept, Line
from programs.partnership.models import Commitment, Phase, PhaseProvince
from soksi_portal.common.display import figure

from .choices import PilotOutcome
from .models import Pilot

Numbers = dict[int, dict[str, int]]  # by phase and province


def count(commitments: Sequence[Commitment]) -> Mapping[int, Kept]:
    """Provinces that have as many as promised; without the phases from before the portal, of which nothing is on record."""
    phases = _counted_in({one.memorandum_id for one in commitments})
    examples, active = _examples(phases.values()), _active(phases.values())
    quotas = _quotas(phases.values())
    found = {}
    for one in commitments:
        phase = phases.get(one.memorandum_id)
        if phase is None or not one.target:
            continue
        done = sum(examples[phase.pk].get(province, 0) >= one.target for province in quotas[phase.pk])
        text = _(
            "%(done)s dari %(provinces)s provinsi sudah memiliki %(target)s UMKM percontohan, yang sudah lulus pun"
            " dihitung; kini %(filled)s dari %(seats)s kursi terisi (%(phase)s)."
        ) % {
            "done": figure(done),
            "provinces": figure(len(quotas[phase.pk])),
            "target": figure(one.target),
            "filled": figure(sum(active[phase.pk].values())),
            "seats": figure(sum(quotas[phase.pk].values())),
            "phase": phase,
        }
        found[one.pk] = Kept(done=done, of=len(quotas[phase.pk]), text=text)
    return found


def behind(commitment: Commitment) -> Behind | None:
    """The provinces, those that lack pilots first."""
    phase = _counted_in({commitment.memorandum_id}).get(commitment.memorandum_id)
    if phase is None:
        return None
    examples, active = _examples([phase])[phase.pk], _active([phase])[phase.pk]
    rows = PhaseProvince.objects.filter(phase=phase).select_related("province").order_by("province__name")
    lines = [
        Line(
            label=row.province.name,
            values=(examples.get(row.province_id, 0), active.get(row.province_id, 0), row.quota),
            url=reverse("progress_province", args=[row.province_id]),
            is_lacking=examples.get(row.province_id, 0) < (commitment.target or 0),
        )
        for row in rows
    ]
    return Behind(
        headings=(_("Percontohan"), _("Aktif sekarang"), _("Kursi")),
        lines=sorted(lines, key=lambda line: not line.is_lacking),
        source=_("Dihitung dalam %(phase)s. Yang sudah lulus tetap contoh; yang mundur atau diganti tidak.")
        % {"phase": phase},
    )


def _counted_in(memoranda: Iterable[int]) -> dict[int, Phase]:
    """The open phase of each memorandum, else its newest that was ever open here."""
    found: dict[int, Phase] = {}
    for phase in Phase.objects.filter(memorandum__in=memoranda).order_by("-starts_on", "-pk"):
        known = found.get(phase.memorandum_id)
        if phase.is_open or known is None:
            found[phase.memorandum_id] = phase
    return {key: phase for key, phase in found.items() if phase.opened_at is not None or phase.is_open}


def _examples(phases: Iterable[Phase]) -> Numbers:
    """Who has graduated stays an example; who withdrew or was replaced does not."""
    counts = Q(ended_at=None) | Q(outcome=PilotOutcome.GRADUATED)
    return _numbers(phases, counts, Count("business", distinct=True))


def _active(phases: Iterable[Phase]) -> Numbers:
    return _numbers(phases, Q(ended_at=None), Count("pk"))


def _numbers(phases: Iterable[Phase], which: Q, number: Count) -> Numbers:
    rows = (
        Pilot.objects.filter(which, seat__phase__in=list(phases))
        .values_list("seat__phase", "seat__province")
        .annotate(number=number)
        .order_by()
    )
    found: Numbers = defaultdict(dict)
    for phase, province, of_it in rows:
        found[phase][province] = of_it
    return found


def _quotas(phases: Iterable[Phase]) -> Numbers:
    found: Numbers = defaultdict(dict)
    rows = PhaseProvince.objects.filter(phase__in=list(phases))
    for phase, province, quota in rows.values_list("phase", "province", "quota"):
        found[phase][province] = quota
    return found


GAUGE = Gauge(count=count, behind=behind)
