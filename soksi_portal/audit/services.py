"""Saying why, where a change does not come from a page; and taking an erased person out of the trail."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

import pghistory
import pgtrigger
from django.apps import apps
from django.db.models import Model
from pghistory.models import Context

from soksi_portal.accounts.models import User


def because(reason: str, *, by: User | None = None) -> AbstractContextManager[Any]:
    """Changes inside carry `reason` and, where given, `by` in the audit trail; nests inside a request's."""
    context: dict[str, Any] = {"reason": reason}
    if by is not None:
        context["user"] = by.pk
    return pghistory.context(**context)


def forget_reasons(record: type[Model], ids: Iterable[int], *, words: str) -> None:
    """The reasons given with changes of these rows become `words`, but for the one that is given now.

    For the erasure of personal data, where people wrote reasons in their own words: those may name the person. A
    change of several rows at once has one reason, which goes with the first of them.
    """
    events = apps.get_model(record._meta.app_label, f"{record.__name__}Event")
    told = events._default_manager.filter(pgh_obj_id__in=list(ids), pgh_context__isnull=False)
    contexts = Context.objects.filter(pk__in=told.values("pgh_context"), metadata__has_key="reason")
    with pghistory.context() as now:
        found = list(contexts.exclude(pk=now.id))
    for context in found:
        context.metadata["reason"] = words
    Context.objects.bulk_update(found, ["metadata"])


def forget(record: type[Model], ids: Iterable[int], **values: Any) -> int:
    """Take a person out of the trail of these rows: the only thing that ever changes it. Returns how many entries.

    For the erasure of personal data alone; when, by whom and that something changed stays.
    """
    events = apps.get_model(record._meta.app_label, f"{record.__name__}Event")
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        return int(events._default_manager.filter(pgh_obj_id__in=list(ids)).update(**values))
