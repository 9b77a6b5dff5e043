"""The columns of the admin's queue."""

from __future__ import annotations

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.display import moment
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge

from ..models import DataRequest


def time_left(request: DataRequest) -> str:
    """In words: how long there is, or by how much it is late."""
    if not request.is_open:
        return ""
    if request.is_overdue:
        return _("Lewat %(hours)s jam") % {"hours": max(1, -request.hours_left)}
    if request.hours_left < 1:
        return _("Kurang dari 1 jam lagi")
    return _("%(hours)s jam lagi") % {"hours": request.hours_left}


def _left_cell(request: DataRequest) -> SafeString | str:
    if not request.is_open:
        return badge(request.get_state_display(), request.state_tone)
    tone = "bad" if request.is_overdue else "attention" if request.hours_left < 24 else "waiting"
    return badge(time_left(request), tone)


def _due_cell(request: DataRequest) -> SafeString:
    return format_html("{}", moment(request.due_at, settings.TIME_ZONE))


COLUMNS = (
    Column(
        "permintaan",
        gettext_lazy("Permintaan"),
        lambda request: request.get_kind_display(),
        link=DataRequest.get_absolute_url,
    ),
    Column("dari", gettext_lazy("Dari"), lambda request: request.user.full_name),
    Column("sisa", gettext_lazy("Sisa waktu"), time_left, cell=_left_cell),
    Column(
        "batas", gettext_lazy("Paling lambat"), lambda request: request.due_at, cell=_due_cell, sort="due_at"
    ),
)
