"""How many trainings of a memorandum were held, for `programs.partnership.keeping`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.partnership.keeping import Behind, Gauge, Kept, Line
from programs.partnership.models import Commitment
from soksi_portal.common.display import figure
from umkm.regions.models import Province

from .choices import SessionState
from .models import Session, SessionProvince


def count(commitments: Sequence[Commitment]) -> Mapping[int, Kept]:
    """Sessions that were held in the memoranda's phases; one for three provinces is one."""
    rows = (
        Session.objects.filter(
            state=SessionState.HELD, phase__memorandum__in={one.memorandum_id for one in commitments}
        )
        .values_list("phase__memorandum")
        .annotate(number=Count("pk"))
        .order_by()
    )
    held = dict(rows)
    found = {}
    for one in commitments:
        done, target = held.get(one.memorandum_id, 0), one.target or 0
        text = _("%(done)s dari %(target)s sesi pelatihan sudah terlaksana.")
        found[one.pk] = Kept(
            done=done, of=target, text=text % {"done": figure(done), "target": figure(target)}
        )
    return found


def behind(commitment: Commitment) -> Behind:
    """Province by province; those without any first."""
    rows = (
        SessionProvince.objects.filter(
            session__phase__memorandum=commitment.memorandum_id,
            session__state__in=(SessionState.HELD, SessionState.PLANNED),
        )
        .values_list("province", "session__state")
        .annotate(number=Count("pk"))
        .order_by()
    )
    numbers = {(province, state): number for province, state, number in rows}
    lines = [
        Line(
            label=province.name,
            values=tuple(
                numbers.get((province.pk, state), 0) for state in (SessionState.HELD, SessionState.PLANNED)
            ),
            url=reverse("progress_province", args=[province.pk]),
            is_lacking=not numbers.get((province.pk, SessionState.HELD)),
        )
        for province in Province.objects.existing().order_by("name")
    ]
    return Behind(
        headings=(_("Terlaksana"), _("Direncanakan")),
        lines=sorted(lines, key=lambda line: not line.is_lacking),
        source=_("Satu sesi untuk beberapa provinsi tampak di setiap provinsinya, tetapi dihitung satu."),
    )


GAUGE = Gauge(count=count, behind=behind)
