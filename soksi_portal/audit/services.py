"""Saying why, where a change does not come from a page."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pghistory

from soksi_portal.accounts.models import User


def because(reason: str, *, by: User | None = None) -> AbstractContextManager[Any]:
    """Changes inside carry `reason` and, where given, `by` in the audit trail; nests inside a request's."""
    context: dict[str, Any] = {"reason": reason}
    if by is not None:
        context["user"] = by.pk
    return pghistory.context(**context)
