"""Counting anew, one at a time; what was counted before stays whatever happens."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.impact import counting
from programs.impact.cases import cases
from programs.impact.choices import METHOD
from programs.impact.errors import AlreadyCounting
from programs.impact.models import Snapshot
from soksi_portal.accounts.models import User


@transaction.atomic
def count_impact(*, by: User | None = None) -> Snapshot:
    """A new snapshot from the records of this moment. Raises AlreadyCounting, NotCounted."""
    _one_at_a_time()
    now = timezone.now()
    found = cases(now)
    pilots = sum(case.is_pilot for case in found)
    return Snapshot.objects.create(
        counted_by=by,
        method=METHOD,
        pilots=pilots,
        comparisons=len(found) - pilots,
        figures=counting.figures(found, now),
    )


def _one_at_a_time() -> None:
    """Two would do no harm but their work twice. The lock goes with the transaction, also where a worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('impact_count'))")
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise AlreadyCounting(_("Dampak sedang dihitung. Muat ulang halaman ini sebentar lagi."))
