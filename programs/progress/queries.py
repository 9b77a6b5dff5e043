"""How far the programme is, per province: read from the tallies that the slices keep.

Exact at once; the cost grows with provinces and phases, never with businesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.bankaccess.models import BankTally
from programs.partnership.models import Phase, PhaseProvince
from programs.pilots.models import PilotTally
from programs.training.choices import AttendanceStatus, SessionState
from programs.training.models import Session, TrainingTally
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import BusinessTally
from umkm.regions.models import Province

REGISTERED_STATES = (BusinessState.SUBMITTED, BusinessState.RETURNED, BusinessState.VERIFIED)


@dataclass(frozen=True)
class Figures:
    """The numbers of one province, or of the country."""

    registered: int = 0  # businesses submitted at least once
    waiting: int = 0  # of these, waiting for the coordinator
    verified: int = 0
    bank_access: int = 0  # of the registered, with a bank loan at registration
    bank_gained: int = 0  # of the others, came to one by a referral that was disbursed
    nominated: int = 0  # in the phase, not withdrawn
    candidates: int = 0  # of these, still proposed or on the waiting list
    seats: int = 0
    seats_filled: int = 0
    seats_offered: int = 0  # somebody on the waiting list is asked
    sessions_planned: int = 0
    sessions_held: int = 0
    present: int = 0
    attendance_recorded: int = 0

    @property
    def bank_today(self) -> int:
        return self.bank_access + self.bank_gained

    @property
    def seats_free(self) -> int:
        """Nobody sits there; some of them may be offered."""
        return self.seats - self.seats_filled

    @property
    def seats_to_fill(self) -> int:
        """Neither taken nor offered: a decision fills them."""
        return self.seats_free - self.seats_offered

    @property
    def attendance_percent(self) -> int | None:
        """Present of all recorded, in whole per cent; None where nothing is recorded."""
        return round(self.present * 100 / self.attendance_recorded) if self.attendance_recorded else None


@dataclass(frozen=True)
class ProvinceProgress:
    province: Province
    figures: Figures
    has_coordinator: bool
    takes_part: bool  # in the phase


@dataclass(frozen=True)
class CountryProgress:
    phase: Phase | None
    provinces: list[ProvinceProgress]
    total: Figures


def current_phase() -> Phase | None:
    """The open phase, else the newest."""
    phases = Phase.objects.select_related("memorandum")
    return phases.open().first() or phases.first()


def country_progress(phase: Phase | None) -> CountryProgress:
    """All provinces of today, and those of the phase, in a fixed number of queries."""
    quotas = _quotas(phase)
    businesses = BusinessTally.objects.totals()
    pilots = _pilot_totals(phase)
    training = TrainingTally.objects.totals()
    banks = BankTally.objects.totals()
    coordinated = set(Province.objects.coordinated().values_list("pk", flat=True))
    provinces = [
        ProvinceProgress(
            province=province,
            figures=_figures(
                phase,
                quotas.get(province.code, 0),
                businesses.get(province.code, {}),
                pilots.get(province.code, {}),
                training.get(province.code, {}),
                banks.get(province.code, {}),
            ),
            has_coordinator=province.code in coordinated,
            takes_part=province.code in quotas,
        )
        for province in Province.objects.existing()
    ]
    return CountryProgress(phase=phase, provinces=provinces, total=_total(provinces))


def _quotas(phase: Phase | None) -> dict[str, int]:
    return (
        dict(PhaseProvince.objects.filter(phase=phase).values_list("province_id", "quota")) if phase else {}
    )


def _pilot_totals(phase: Phase | None) -> Mapping[str, Mapping[str, int]]:
    if phase is None:
        return {}
    measures = [f"{kind}:{phase.pk}" for kind in ("nomination", "candidate", "pilot", "offer")]
    return PilotTally.objects.filter(measure__in=measures).totals()


def _figures(
    phase: Phase | None,
    quota: int,
    businesses: Mapping[str, int],
    pilots: Mapping[str, int],
    training: Mapping[str, int],
    banks: Mapping[str, int],
) -> Figures:
    phase_id = phase.pk if phase else ""
    return Figures(
        registered=sum(businesses.get(state, 0) for state in REGISTERED_STATES),
        waiting=businesses.get(BusinessState.SUBMITTED, 0),
        verified=businesses.get(BusinessState.VERIFIED, 0),
        bank_access=businesses.get("bank_access", 0),
        bank_gained=banks.get("gained", 0),
        nominated=pilots.get(f"nomination:{phase_id}", 0),
        candidates=pilots.get(f"candidate:{phase_id}", 0),
        seats=quota,
        seats_filled=pilots.get(f"pilot:{phase_id}", 0),
        seats_offered=pilots.get(f"offer:{phase_id}", 0),
        sessions_planned=training.get(f"session:{SessionState.PLANNED}", 0),
        sessions_held=training.get(f"session:{SessionState.HELD}", 0),
        present=training.get(f"attendance:{AttendanceStatus.PRESENT}", 0),
        attendance_recorded=sum(
            training.get(f"attendance:{status}", 0) for status in AttendanceStatus.values
        ),
    )


SUMMED = (
    "registered", "waiting", "verified", "bank_access", "bank_gained", "nominated", "candidates", "seats", "seats_filled",
    "seats_offered", "present", "attendance_recorded",
)  # fmt: skip


def _total(provinces: Iterable[ProvinceProgress]) -> Figures:
    """The country's numbers. A session for three provinces is one session, so sessions are not summed."""
    rows = list(provinces)
    sums = {name: sum(getattr(row.figures, name) for row in rows) for name in SUMMED}
    sessions = Session.objects.order_by()
    return Figures(
        **sums,
        sessions_planned=sessions.filter(state=SessionState.PLANNED).count(),
        sessions_held=sessions.filter(state=SessionState.HELD).count(),
    )
