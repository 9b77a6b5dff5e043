"""Bank access of the registered businesses: as they registered, and today; from kept numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from programs.bankaccess.models import BankTally
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import BusinessTally

REGISTERED = (BusinessState.SUBMITTED, BusinessState.RETURNED, BusinessState.VERIFIED)


@dataclass(frozen=True)
class Access:
    registered: int = 0
    baseline: int = 0  # had a bank's loan when they registered
    gained: int = 0  # came to it since, by a recorded disbursement

    @property
    def today(self) -> int:
        return self.baseline + self.gained

    def __add__(self, other: Access) -> Access:
        return Access(
            self.registered + other.registered, self.baseline + other.baseline, self.gained + other.gained
        )


def access_by_province() -> dict[str, Access]:
    """In two queries, whatever the number of businesses."""
    registered, gained = BusinessTally.objects.totals(), BankTally.objects.totals()
    return {code: _access(registered.get(code, {}), gained.get(code, {})) for code in {*registered, *gained}}


def _access(told: Mapping[str, int], gained: Mapping[str, int]) -> Access:
    return Access(
        registered=sum(told.get(state, 0) for state in REGISTERED),
        baseline=told.get("bank_access", 0),
        gained=gained.get("gained", 0),
    )
