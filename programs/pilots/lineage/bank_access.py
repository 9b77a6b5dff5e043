"""Which mentees have bank access today: the slice that records outcomes, on a higher floor, says how it is told.

Until one does, it is what was recorded at registration.
"""

from __future__ import annotations

_condition = "b.has_bank_loan"


def register(condition: str) -> None:
    """A condition in SQL on `b`, a row of businesses_business; in the slice's AppConfig.ready."""
    global _condition
    _condition = condition


def condition() -> str:
    return _condition
