"""How many businesses there are in each province, kept by triggers of Business."""

from __future__ import annotations

from umkm.regions.tallies import TallyEntry


class BusinessTally(TallyEntry):
    """How many businesses are in which state in each province; measure = state, or `bank_access`."""
