"""The last count, as the page shows it: one row read, whatever the number of businesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.impact.choices import LEAST_CASES, LEAST_CLUSTERS, LEAST_STRATA, Group, Outcome, State
from programs.impact.models import Snapshot
from programs.impact.wording import UNITS, Unit, signed, verdict
from soksi_portal.common.charts import Point
from soksi_portal.common.display import figure, percent

STALE = timedelta(days=2)  # a night may fail
UNEVEN = 0.2  # so much more often known of one group than of the other
FLAT = 1e-9  # an interval without width: all changed alike
ROOM = 1.15  # of an interval, beside its longer arm


@dataclass(frozen=True)
class Interval:
    """Where effect and bounds lie on a line with zero in its middle; text, since templates would write 99.5 as 99,5."""

    start: str
    width: str
    dot: str
    effect: str
    low: str
    high: str


@dataclass(frozen=True)
class Step:
    """How many are left after one more condition."""

    label: str
    pilots: int
    comparisons: int


@dataclass(frozen=True)
class Shown:
    outcome: Outcome
    state: State
    verdict: str
    warnings: list[str]
    bars: list[Point]
    most: float | None
    interval: Interval | None
    steps: list[Step]

    @property
    def badge(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True)
class Discipline:
    """Of pilots alone."""

    pilots: int
    bars: list[Point]
    change: str
    low: str
    high: str

    @property
    def is_shown(self) -> bool:
        return bool(self.bars)


@dataclass(frozen=True)
class Impact:
    snapshot: Snapshot
    outcomes: list[Shown]
    discipline: Discipline

    @property
    def is_stale(self) -> bool:
        return self.snapshot.counted_at < timezone.now() - STALE


def last_count() -> Snapshot | None:
    return Snapshot.objects.select_related("counted_by").order_by("-counted_at", "-pk").first()


def impact(snapshot: Snapshot) -> Impact:
    kept = snapshot.figures
    return Impact(
        snapshot=snapshot,
        outcomes=[_shown(outcome, kept["outcomes"][outcome], snapshot) for outcome in Outcome],
        discipline=_discipline(kept["discipline"]),
    )


def _shown(outcome: Outcome, told: dict[str, Any], snapshot: Snapshot) -> Shown:
    unit, state, estimate = UNITS[outcome], State(told["state"]), told["estimate"]
    bounds = [unit.effect(estimate[name]) for name in ("effect", "low", "high")] if estimate else []
    has_width = bool(estimate) and estimate["error"] > FLAT
    return Shown(
        outcome=outcome,
        state=state,
        verdict=verdict(outcome, *bounds) if has_width else "",
        warnings=_warnings(told, state, has_width=has_width),
        bars=_bars(unit, told["means"]),
        most=unit.most,
        interval=_interval(unit, *bounds) if has_width else None,
        steps=_steps(told, snapshot),
    )


def _bars(unit: Unit, means: dict[str, list[float]] | None) -> list[Point]:
    if means is None:
        return []
    points = []
    for group in Group:
        before, after = means[group]
        for label, mean in ((_("%(group)s, sebelum"), before), (_("%(group)s, sesudah"), after)):
            value = unit.value(mean, before)
            tone = "good" if group == Group.PILOT else "neutral"
            points.append(Point(label % {"group": group.label}, value, unit.shown(value), tone))
    return points


def _interval(unit: Unit, effect: float, low: float, high: float) -> Interval:
    most = max(abs(low), abs(high)) * ROOM
    place = {name: 50 + 50 * value / most for name, value in (("low", low), ("high", high), ("at", effect))}
    return Interval(
        start=f"{place['low']:.2f}%",
        width=f"{place['high'] - place['low']:.2f}%",
        dot=f"{place['at']:.2f}%",
        effect=signed(unit, effect),
        low=signed(unit, low),
        high=signed(unit, high),
    )


def _steps(told: dict[str, Any], snapshot: Snapshot) -> list[Step]:
    labels = {
        "due": _("Diputuskan cukup lama"),
        "known": _("Angka sebelum dan sesudahnya tertulis"),
        "paired": _("Punya pasangan setahap, seprovinsi, dan sekelas"),
    }
    steps = [
        Step(label, told[name][Group.PILOT], told[name][Group.COMPARISON]) for name, label in labels.items()
    ]
    return [Step(_("Semua"), snapshot.pilots, snapshot.comparisons), *steps]


def _warnings(told: dict[str, Any], state: State, *, has_width: bool) -> list[str]:
    paired = told["paired"]
    words = {
        "pilots": figure(paired[Group.PILOT]),
        "others": figure(paired[Group.COMPARISON]),
        "least": LEAST_CASES,
        "strata": LEAST_STRATA,
    }
    if state == State.TOO_FEW:
        return [
            _(
                "Baru %(pilots)s percontohan dan %(others)s pembanding yang berpasangan. Angkanya ditahan sampai ada"
                " paling sedikit %(least)s di setiap sisi, dari %(strata)s kelompok: dengan lebih sedikit, kebetulan"
                " lebih besar daripada pengaruh, dan angka seseorang bisa terbaca."
            )
            % words
        ]
    found = []
    if state == State.FEW:
        found.append(
            _(
                "Kasus masih sedikit: %(pilots)s percontohan dan %(others)s pembanding. Beberapa usaha saja dapat"
                " mengubah hasilnya, jadi jangan dipakai sebagai bukti."
            )
            % words
        )
    found += _about_interval(told["estimate"], has_width=has_width)
    return found + _about_unknown(told["due"], told["known"])


def _about_unknown(due: dict[str, int], known: dict[str, int]) -> list[str]:
    if not all(due[group] for group in Group):
        return []
    pilots, others = (known[group] / due[group] for group in Group)
    if abs(pilots - others) <= UNEVEN:
        return []
    return [
        _(
            "Angkanya diketahui dari %(pilots)s percontohan dan %(others)s pembanding. Yang tidak diketahui mungkin"
            " berbeda, sehingga hasilnya bisa miring."
        )
        % {
            "pilots": percent(known[Group.PILOT], due[Group.PILOT]),
            "others": percent(known[Group.COMPARISON], due[Group.COMPARISON]),
        }
    ]


def _about_interval(estimate: dict[str, Any] | None, *, has_width: bool) -> list[str]:
    if not has_width or estimate is None:
        return [_("Semua usaha berubah sama besar, jadi tidak ada rentang yang dapat dihitung.")]
    if estimate["covariance"] == "cluster":
        return []
    return [
        _(
            "Kasusnya dari %(provinces)s provinsi. Di bawah %(least)s, rentang dihitung seolah usaha seprovinsi tidak"
            " saling memengaruhi; rentang sebenarnya mungkin lebih lebar."
        )
        % {"provinces": estimate["clusters"], "least": LEAST_CLUSTERS}
    ]


def _discipline(told: dict[str, Any]) -> Discipline:
    if told["first"] is None:
        return Discipline(told["pilots"], [], "", "", "")
    unit, estimate = UNITS[Outcome.BANK], told["estimate"]  # shares, too
    labels = ((_("Enam bulan pertama"), told["first"]), (_("Enam bulan terakhir"), told["last"]))
    bars = [Point(label, 100 * share, unit.shown(100 * share)) for label, share in labels]
    if estimate is None:
        return Discipline(told["pilots"], bars, "", "", "")
    change, low, high = (signed(unit, unit.effect(estimate[name])) for name in ("effect", "low", "high"))
    return Discipline(told["pilots"], bars, change, low, high)
