"""Indonesia's days off as the library `holidays` knows them; what staff have changed stays theirs."""

from __future__ import annotations

import datetime as dt

import holidays as calculated
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import HolidayKind
from programs.training.errors import HolidayKnown
from programs.training.models import Holiday
from programs.training.services.taken import refused_where_taken
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

YEARS_AHEAD = 2
# joint leave first: where both fall on one day, the holiday's name stays
CATEGORIES = ((HolidayKind.JOINT_LEAVE, "government"), (HolidayKind.NATIONAL, "public"))


@transaction.atomic
def refresh_holidays(first_year: int | None = None) -> int:
    """This year's and the next ones'; a date that is calculated otherwise now is put out of use. Safe to run again."""
    first = first_year or timezone.localdate().year
    years = range(first, first + YEARS_AHEAD + 1)
    found: dict[dt.date, tuple[str, str]] = {}
    for one, category in CATEGORIES:
        days = calculated.country_holidays("ID", years=list(years), language="id", categories=(category,))
        found |= {day: (str(one), name[:160]) for day, name in days.items()}
    ours = Holiday.objects.filter(province=None, day__year__range=(years[0], years[-1]))
    known = {one.day: one for one in ours.select_for_update()}
    for day, (kind, name) in found.items():
        _put(known.get(day), day, kind, name)
    stale = ours.filter(changed_by=None, is_active=True).exclude(day__in=found)
    stale.update(is_active=False)
    return len(found)


def save_holiday(*, holiday: Holiday, by: User) -> Holiday:
    """A day off that staff add, move or put out of use. Raises HolidayKnown."""
    holiday.changed_by = by
    sentence = _("Tanggal ini baru saja dicatat orang lain untuk wilayah itu. Ubah yang sudah ada.")
    refusal = HolidayKnown(sentence, field="day")
    with because(_("Hari libur diubah."), by=by), refused_where_taken("holiday_once_a_day", refusal):
        holiday.save()
    return holiday


def _put(holiday: Holiday | None, day: dt.date, kind: str, name: str) -> None:
    if holiday is None:  # what staff write at this moment stays theirs
        Holiday.objects.bulk_create([Holiday(day=day, kind=kind, name=name)], ignore_conflicts=True)
    elif holiday.changed_by_id is None and (holiday.kind, holiday.name, holiday.is_active) != (
        kind,
        name,
        True,
    ):
        holiday.kind, holiday.name, holiday.is_active = kind, name, True
        holiday.save()
