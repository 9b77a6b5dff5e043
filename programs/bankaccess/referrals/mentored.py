"""What the mentor says of a business, for the bank's file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from programs.mentoring.actions.choices import ActionState
from programs.mentoring.models import ActionItem, Assignment, Visit
from soksi_portal.common.display import day, figure, in_zone
from umkm.businesses.models import Business

from .registry import Section


def file_section(business: Business) -> Iterable[Section]:
    """Without the mentor's name: a bank reads no names of people beside the owner's."""
    zone = business.province.time_zone
    since = (
        Assignment.objects.filter(business=business).order_by("began_at").values_list("began_at", flat=True)
    )
    last = Visit.objects.held().filter(business=business).order_by("-held_at", "-pk").first()
    first = since.first()
    if first is None and last is None:
        return
    words = [_reached(business)]
    if first is not None:
        began = _("Didampingi Jamkrindo sejak %(day)s.") % {"day": day(in_zone(first, zone))}
        words.insert(0, began)
    if last is not None and last.held_at and last.findings:
        told = _("Temuan kunjungan terakhir, %(day)s: %(findings)s")
        words.append(told % {"day": day(in_zone(last.held_at, zone)), "findings": last.findings})
    yield Section(_("Pandangan pendamping"), tuple(words))


def _reached(business: Business) -> str:
    tasks = ActionItem.objects.filter(business=business).exclude(state=ActionState.DROPPED)
    return _(
        "%(visits)s kunjungan tercatat; %(done)s dari %(tasks)s tugas yang disepakati sudah selesai."
    ) % {
        "visits": figure(Visit.objects.held().filter(business=business).count()),
        "done": figure(tasks.filter(state=ActionState.CONFIRMED).count()),
        "tasks": figure(tasks.count()),
    }
