"""A draft as it would be: what is decided, what is missing, what no longer fits, province by province."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import OPEN_NOMINATIONS, DraftAnswer, NominationState
from programs.pilots.models import Draft, DraftDecision, Nomination, Pilot
from programs.pilots.queries import ProvinceSeats, seats_by_province
from programs.pilots.reviews.queries import with_review_count
from soksi_portal.accounts.models import User
from soksi_portal.common.charts import Point
from soksi_portal.common.display import figure
from umkm.businesses.choices import SizeClass
from umkm.businesses.finding.sections import Section
from umkm.businesses.models import Business
from umkm.cadres.choices import Sex
from umkm.regions.choices import IslandGroup
from umkm.regions.models import Province


@dataclass
class ProvinceDraft:
    """One province of the phase with what is meant for it."""

    province: Province
    seats: ProvinceSeats
    lines: list[DraftDecision] = field(default_factory=list)
    undecided: int = 0  # proposals without a line
    unready: list[str] = field(default_factory=list)  # lines that wait for reviewers

    def _drafted(self, answer: str) -> list[DraftDecision]:
        return [line for line in self.lines if line.answer == answer and line.nomination.is_open]

    @property
    def to_seat(self) -> list[DraftDecision]:
        return self._drafted(DraftAnswer.SEAT)

    @property
    def free(self) -> int:
        return len(self.seats.free)

    @property
    def left_free(self) -> int:
        """Seats that stay free when the draft is published."""
        return max(self.free - len(self.to_seat), 0)

    @property
    def refusals(self) -> list[str]:
        """What keeps the whole draft from being published."""
        found = []
        if len(self.to_seat) > self.free:
            found.append(
                _("%(drafted)s usaha disiapkan untuk %(free)s kursi yang bebas.")
                % {"drafted": figure(len(self.to_seat)), "free": figure(self.free)}
            )
        ranks = Counter(line.rank for line in self._drafted(DraftAnswer.WAIT))
        found += [
            _("Urutan %(rank)s daftar tunggu dipakai %(times)s kali.")
            % {"rank": rank, "times": figure(times)}
            for rank, times in sorted(ranks.items())
            if times > 1
        ]
        found += [_outdated(line) for line in self.lines if not _still_fits(line)]
        return found + self.unready

    @property
    def gaps(self) -> list[str]:
        """What is missing, though the draft may be published without it."""
        found = []
        if self.undecided:
            found.append(_("%(number)s usulan belum diputuskan.") % {"number": figure(self.undecided)})
        if self.left_free:
            found.append(_("%(number)s kursi belum punya calon.") % {"number": figure(self.left_free)})
        return found


def _still_fits(line: DraftDecision) -> bool:
    waits = line.answer == DraftAnswer.WAIT
    return line.nomination.state == NominationState.PROPOSED if waits else line.nomination.is_open


def _outdated(line: DraftDecision) -> str:
    return _("%(business)s: status usulannya kini %(state)s.") % {
        "business": line.nomination.business,
        "state": line.nomination.get_state_display().lower(),
    }


def provinces_of_draft(phase: Phase, draft: Draft | None) -> list[ProvinceDraft]:
    """Every province of the phase, in a fixed number of queries."""
    rows = phase.provinces.select_related("province").order_by("province__name")
    provinces = [row.province for row in rows]
    seats = seats_by_province(phase, [province.pk for province in provinces])
    found = {province.pk: ProvinceDraft(province, seats[province.pk]) for province in provinces}
    lines = {line.nomination_id: line for line in lines_of(draft)}
    for line in lines.values():
        found[line.nomination.province_id].lines.append(line)
    open_now = with_review_count(Nomination.objects.filter(phase=phase, state=NominationState.PROPOSED))
    counted = open_now.order_by("pk").values_list("pk", "province_id", F("reviewed"))
    for pk, province, reviewed in counted:
        if pk not in lines:
            found[province].undecided += 1
        elif reviewed < phase.least_reviews:
            found[province].unready.append(_unready(lines[pk], reviewed, phase.least_reviews))
    return list(found.values())


def _unready(line: DraftDecision, reviewed: int, least: int) -> str:
    return _("%(business)s: baru %(number)s dari %(least)s penilai.") % {
        "business": line.nomination.business,
        "number": figure(reviewed),
        "least": figure(least),
    }


def lines_of(draft: Draft | None) -> list[DraftDecision]:
    if draft is None:
        return []
    return list(
        draft.decisions.select_related(
            "nomination__business__owner", "nomination__business__kbli", "nomination__province", "drafted_by"
        ).order_by("nomination__province", "answer", "rank", "pk")
    )


def nominations_to_draft(
    phase: Phase, province: Province, user: User, *, drafted: Iterable[int] = ()
) -> list[Nomination]:
    """What `user` can decide there, those first who wait for an answer; each with `reviewed`. Whose owner's data is not
    to be processed is left out, unless there is a line to take out."""
    rows = with_review_count(
        Nomination.objects.filter(phase=phase, province=province, state__in=OPEN_NOMINATIONS)
    )
    seen = Q(pk__in=Nomination.objects.visible_to(user).values("pk")) | Q(pk__in=list(drafted))
    return list(
        rows.filter(seen)
        .exclude(business__owner__user=user)  # others decide on one's own
        .exclude(nominated_by=user)
        .select_related("business__owner", "business__regency", "nominated_by", "province")
        .order_by("state", "waitlist_rank", "nominated_at", "pk")
    )


@dataclass(frozen=True)
class Balance:
    """How those who would sit are spread over one property: counts only, nobody's name or number."""

    title: str
    points: list[Point]


def balance_of(phase: Phase, provinces: Iterable[ProvinceDraft]) -> list[Balance]:
    """Of those who sit already and those whom the draft seats."""
    sitting = Pilot.objects.active().filter(seat__phase=phase)
    seated = [
        pilot.business
        for pilot in sitting.select_related("business__owner", "business__kbli", "business__province")
    ]
    drafted = [_with_province(line, one.province) for one in provinces for line in one.to_seat]
    return [
        _balance(_("Bidang usaha"), Section.choices, _section, seated, drafted),
        _balance(_("Pemilik"), Sex.choices, lambda one: one.owner.sex, seated, drafted),
        _balance(_("Kelas usaha"), SizeClass.choices, lambda one: one.size_class, seated, drafted),
        _balance(
            _("Gugus pulau"),
            IslandGroup.choices,
            lambda one: one.province.island_group,
            seated,
            drafted,
        ),
    ]


def _with_province(line: DraftDecision, province: Province) -> Business:
    line.nomination.business.province = province
    return line.nomination.business


def _section(business: Business) -> str:
    return business.kbli.section if business.kbli else ""


def _balance(
    title: str,
    choices: Sequence[tuple[str, Any]],
    key: Callable[[Business], str],
    seated: list[Business],
    drafted: list[Business],
) -> Balance:
    """The known values in their own order where somebody has them; what is not on record comes last."""
    labels = dict(choices)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, businesses in enumerate((seated, drafted)):
        for business in businesses:
            value = key(business)
            counts[value if value in labels else ""][place] += 1
    order = [value for value in labels if value in counts] + ([""] if "" in counts else [])
    points = [
        Point(
            str(labels.get(value) or _("Belum tercatat")),
            sum(counts[value]),
            shown=f"{figure(sum(counts[value]))} ({figure(counts[value][1])})",
        )
        for value in order
    ]
    return Balance(title, points)
