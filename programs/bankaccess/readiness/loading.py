"""The first rubric, for every phase that has none of its own. An admin's later version outlives the next run."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from programs.bankaccess.models import Rubric

from .services import lock_rubrics

# a working proposal of the programme: it counts most what a business can do itself, month by month
FIRST = {
    "legality": 20, "bookkeeping": 25, "finance": 20, "management": 15, "collateral": 10, "credit": 10,
    "trainings_needed": 4,
}  # fmt: skip


@transaction.atomic
def load_rubric() -> bool:
    """Is it new?"""
    lock_rubrics(None)
    if Rubric.objects.filter(phase=None).exists():
        return False
    Rubric.objects.create(number=1, reason=_("Rubrik awal program."), **FIRST)
    return True
