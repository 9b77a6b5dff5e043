"""Numbers of a phase per province."""

from __future__ import annotations

from umkm.regions.tallies import TallyEntry


class PilotTally(TallyEntry):
    """Per province: `nomination:<phase id>` not withdrawn, `candidate:<phase id>` of these still proposed or
    on the waiting list, `pilot:<phase id>` active now, `offer:<phase id>` seats that somebody is asked to take."""
