"""Columns of the list of imports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge, since

from ..choices import ImportState

IMPORT_COLUMNS = (
    Column("berkas", gettext_lazy("Berkas"), lambda batch: batch.filename, link=lambda batch: batch.get_absolute_url()),
    Column(
        "dikirim",
        gettext_lazy("Dikirim"),
        lambda batch: batch.uploaded_at,
        cell=lambda batch: since(batch.uploaded_at),
        sort="uploaded_at",
    ),
    Column("oleh", gettext_lazy("Oleh"), lambda batch: batch.uploaded_by.full_name),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda batch: batch.get_state_display(),
        cell=lambda batch: badge(ImportState(batch.state)),
    ),
    Column("baris", gettext_lazy("Baris"), lambda batch: batch.total_rows, numeric=True),
    Column("baru", gettext_lazy("Baru"), lambda batch: batch.taken, numeric=True),
    Column("diperbarui", gettext_lazy("Diperbarui"), lambda batch: batch.changed, numeric=True),
    Column("ditolak", gettext_lazy("Ditolak"), lambda batch: batch.refused, numeric=True),
)  # fmt: skip
