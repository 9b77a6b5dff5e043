"""What graduation asks for in a phase: kept by admins until the phase is closed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .choices import GraduationMeasure, PhaseState
from .errors import PhaseRefused
from .models import GraduationRequirement, Phase

# what a new phase starts with
USUAL = {
    GraduationMeasure.MONTHS_ON_SEAT: 6,
    GraduationMeasure.SESSIONS_ATTENDED: 4,
    GraduationMeasure.ATTENDANCE_PERCENT: 75,
    GraduationMeasure.MODULES_COMPLETED: 3,
}


def add_usual(phase: Phase) -> None:
    GraduationRequirement.objects.bulk_create(
        GraduationRequirement(phase=phase, measure=measure, least=least) for measure, least in USUAL.items()
    )


@transaction.atomic
def set_graduation_requirements(*, phase: Phase, wanted: Mapping[str, int | None], by: User) -> int:
    """The least of each measure; None: not asked for. Returns how many changed. Raises PhaseRefused.

    Locking the phase makes whoever graduates a pilot at this moment come before or after.
    """
    phase = Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)
    if phase.state == PhaseState.CLOSED:
        raise PhaseRefused(_("Tahap ini sudah ditutup, jadi syarat kelulusannya tetap."))
    known = {one.measure: one for one in phase.graduation_requirements.all()}
    changed = 0
    with because(_("Syarat kelulusan diubah."), by=by):
        for measure in GraduationMeasure:
            row, least = known.get(measure), wanted.get(measure)
            if least == (row.least if row else None):
                continue
            changed += 1
            if row is None and least is not None:
                GraduationRequirement.objects.create(phase=phase, measure=measure, least=least)
            elif row is not None and least is None:
                row.delete()
            elif row is not None and least is not None:
                row.least = least
                row.save(update_fields=["least"])
    return changed
