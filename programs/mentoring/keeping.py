"""How many monthly reports came in under a memorandum, for `programs.partnership.keeping`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.partnership.keeping import Behind, Gauge, Kept, Line
from programs.partnership.models import Commitment
from programs.pilots.models import Pilot
from soksi_portal.common.display import figure
from umkm.regions.models import Province

from .models import Report

MEMORANDUM = "business__pilots__seat__phase__memorandum"


def count(commitments: Sequence[Commitment]) -> Mapping[int, Kept]:
    """Reports of businesses that are, or were, pilots of the memorandum's phases."""
    memoranda = {one.memorandum_id for one in commitments}
    rows = (
        Report.objects.sent()
        .monthly()
        .filter(**{f"{MEMORANDUM}__in": memoranda})
        .values_list(MEMORANDUM)
        .annotate(number=Count("pk", distinct=True))
        .order_by()
    )
    came = dict(rows)
    found = {}
    for one in commitments:
        done, target = came.get(one.memorandum_id, 0), one.target or 0
        text = _("%(done)s dari %(target)s laporan bulanan sudah masuk.")
        found[one.pk] = Kept(
            done=done, of=target, text=text % {"done": figure(done), "target": figure(target)}
        )
    return found


def behind(commitment: Commitment) -> Behind:
    """Province by province; those without any first."""
    reports = (
        Report.objects.sent()
        .monthly()
        .filter(**{MEMORANDUM: commitment.memorandum_id})
        .values_list("province")
        .annotate(number=Count("pk", distinct=True))
        .order_by()
    )
    pilots = (
        Pilot.objects.active()
        .filter(seat__phase__memorandum=commitment.memorandum_id)
        .values_list("seat__province")
        .annotate(number=Count("pk"))
        .order_by()
    )
    came, seated = dict(reports), dict(pilots)
    lines = [
        Line(
            label=province.name,
            values=(came.get(province.pk, 0), seated.get(province.pk, 0)),
            url=reverse("progress_province", args=[province.pk]),
            is_lacking=not came.get(province.pk),
        )
        for province in Province.objects.existing().order_by("name")
    ]
    return Behind(
        headings=(_("Laporan masuk"), _("UMKM percontohan")),
        lines=sorted(lines, key=lambda line: not line.is_lacking),
        source=_("Dihitung dari laporan bulanan yang dikirim pemilik usaha; saldo awal tidak dihitung."),
    )


GAUGE = Gauge(count=count, behind=behind)
