"""The columns of the lists of who is not served."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import day, in_zone
from soksi_portal.common.tabular import Column


def _reachable(pilot: Any) -> str:
    user = pilot.business.owner.user
    if user is None or not user.is_active:
        return _("Pemiliknya belum punya akun")
    return _("Belum ada sesi, atau berhalangan")


def _trained(pilot: Any) -> str:
    return day(in_zone(pilot.trained, pilot.seat.province.zone)) if pilot.trained else _("Belum pernah")


PILOT_COLUMNS = (
    Column(
        "usaha",
        gettext_lazy("Usaha"),
        lambda p: p.business.name,
        link=lambda p: reverse("pilot_detail", args=[p.pk]),
        sort="business__name",
    ),
    Column(
        "provinsi",
        gettext_lazy("Provinsi"),
        lambda p: p.seat.province.name,
        sort="seat__province__name",
    ),
    Column("tahap", gettext_lazy("Tahap"), lambda p: p.seat.phase.name),
    Column("pemilik", gettext_lazy("Pemilik"), lambda p: p.business.owner.full_name),
    Column(
        "terakhir",
        gettext_lazy("Pelatihan terakhir"),
        lambda p: in_zone(p.trained, p.seat.province.zone).date().isoformat() if p.trained else "",
        cell=_trained,
    ),
    Column("mengapa", gettext_lazy("Mengapa"), _reachable),
)

PROVINCE_COLUMNS = (
    Column("provinsi", gettext_lazy("Provinsi"), lambda p: p.name, sort="name"),
    Column("jumlah", gettext_lazy("Modul tanpa pelatih"), lambda p: len(p.missing), numeric=True),
    Column("modul", gettext_lazy("Yang mana"), lambda p: ", ".join(p.missing)),
)
