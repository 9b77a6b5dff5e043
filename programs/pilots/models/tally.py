"""How many per province, kept by triggers."""

from umkm.regions.tallies import TallyEntry


class PilotTally(TallyEntry):
    """Per province: `nomination:<phase id>` not withdrawn, `candidate:<phase id>` of these still proposed or
    on the waiting list, `pilot:<phase id>` active now."""
