"""Ways to read nominations, seats and pilots."""

from .candidates import candidates_for, phases_for
from .comparison import Comparison, compare, in_order
from .seats import ProvinceSeats, phase_of, seats_by_province

__all__ = [
    "Comparison",
    "ProvinceSeats",
    "candidates_for",
    "compare",
    "in_order",
    "phase_of",
    "phases_for",
    "seats_by_province",
]
