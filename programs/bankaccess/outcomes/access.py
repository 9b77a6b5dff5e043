"""Whether one business has bank access, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from programs.bankaccess.models import AccessGained
from umkm.businesses.models import Business

# of a mentee's row `b`, for the numbers of who learned from whom
MENTEES_SQL = (
    "(b.has_bank_loan OR EXISTS (SELECT FROM bankaccess_accessgained AS g WHERE g.business_id = b.id))"
)


@dataclass(frozen=True)
class BankAccess:
    baseline: bool
    gained_at: datetime | None = None

    @property
    def today(self) -> bool:
        return self.baseline or self.gained_at is not None


def access_of(businesses: Iterable[Business]) -> dict[int, BankAccess]:
    """By business, in one query however many: for readiness and impact."""
    found = list(businesses)
    rows = AccessGained.objects.filter(business__in=[one.pk for one in found])
    gained = dict(rows.values_list("business", "gained_at"))
    return {one.pk: BankAccess(bool(one.has_bank_loan), gained.get(one.pk)) for one in found}
