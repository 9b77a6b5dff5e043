"""Asking a worker to look for duplicates, once what changed is committed."""

from __future__ import annotations

from soksi_portal.common.background import once_committed
from umkm.businesses.models import Business

TASK = "umkm.businesses.tasks.seek_duplicates"


def seek_soon(business: Business) -> None:
    """The nightly search finds what was missed."""
    once_committed(TASK, business.pk, expires=6 * 3600)
