"""The columns of the addresses that are to be mended."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import moment
from soksi_portal.common.tabular import Column
from soksi_portal.outbox.models import AddressTrouble


def _url(trouble: AddressTrouble) -> str:
    return reverse("address_trouble", args=[trouble.pk])


COLUMNS = (
    Column("nama", _("Nama"), lambda t: t.user.full_name, link=_url),
    Column("alamat", _("Alamat"), lambda t: t.address),
    Column("saluran", _("Saluran"), lambda t: t.get_channel_display()),
    Column("sebab", _("Sebab"), lambda t: t.reason),
    Column(
        "sejak",
        _("Sejak"),
        lambda t: t.reported_at,
        cell=lambda t: moment(t.reported_at, "Asia/Jakarta"),
        sort="reported_at",
    ),
)
