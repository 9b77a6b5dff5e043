"""The list of venues."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import SessionState
from programs.training.models import Venue
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge


def venues(*, retired: bool) -> QuerySet[Any]:
    """With `coming` sessions; those out of use are a list of their own."""
    coming = Q(sessions__state=SessionState.PLANNED, sessions__ends_at__gt=timezone.now())
    found = Venue.objects.filter(retired_at__isnull=not retired)
    return found.annotate(coming=Count("sessions", filter=coming)).select_related("regency__province")


VENUE_COLUMNS = (
    Column("nama", gettext_lazy("Nama tempat"), lambda v: v.name, link=Venue.get_absolute_url, sort="name"),
    Column("alamat", gettext_lazy("Alamat"), lambda v: v.address),
    Column("kabupaten", gettext_lazy("Kabupaten/kota"), lambda v: v.regency.full_name, sort="regency__name"),
    Column(
        "provinsi",
        gettext_lazy("Provinsi"),
        lambda v: v.regency.province.name,
        sort="regency__province__name",
    ),
    Column("kapasitas", gettext_lazy("Daya tampung"), lambda v: v.capacity, sort="capacity", numeric=True),
    Column("sesi", gettext_lazy("Sesi akan datang"), lambda v: v.coming, numeric=True),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda v: _("Dipakai") if v.is_in_use else _("Tidak dipakai lagi"),
        cell=lambda v: (
            badge(_("Dipakai"), "good") if v.is_in_use else badge(_("Tidak dipakai lagi"), "neutral")
        ),
    ),
)
