"""Saying why, where a change does not come from a page; and taking an erased person out of the trail."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import pghistory
import pgtrigger
from django.apps import apps
from django.db.models import Model

from soksi_portal.accounts.models import User


def because(reason: str, *, by: User | None = None) -> AbstractContextManager[Any]:
    """Changes inside carry `reason` and, where given, `by` in the audit trail; nests inside a request's."""
    context: dict[str, Any] = {"reason": reason}
    if by is not None:
        context["user"] = by.pk
    return pghistory.context(**context)


def forget(record: type[Model], ids: Iterable[int], **values: Any) -> int:
    """Take a person out of the trail of these rows: the only thing that ever changes it. Returns how many entries.

    For the erasure of personal data alone; when, by whom and that something changed stays.
    """
    events = apps.get_model(record._meta.app_label, f"{record.__name__}Event")
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        return int(events._default_manager.filter(pgh_obj_id__in=list(ids)).update(**values))
