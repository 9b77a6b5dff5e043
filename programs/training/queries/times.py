"""The same moment in several provinces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from programs.training.models import Session
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment_range
from umkm.regions.choices import TimeZone
from umkm.regions.models import Province
from umkm.regions.scoping import province_codes


@dataclass(frozen=True)
class LocalTime:
    """A session's time in one zone, with the provinces that live by it."""

    zone: str
    provinces: str
    text: str = ""


def by_zone(provinces: Iterable[Province]) -> list[LocalTime]:
    names: dict[str, list[str]] = {}
    for province in provinces:
        names.setdefault(province.time_zone, []).append(province.name)
    return [LocalTime(zone.label, ", ".join(names[zone])) for zone in TimeZone if zone in names]


def times_in_zones(start: datetime, end: datetime, provinces: Iterable[Province]) -> list[LocalTime]:
    codes = {zone.label: zone.value for zone in TimeZone}
    return [
        LocalTime(one.zone, one.provinces, moment_range(start, end, codes[one.zone]))
        for one in by_zone(provinces)
    ]


def local_times(session: Session) -> list[LocalTime]:
    return times_in_zones(session.starts_at, session.ends_at, session.provinces.order_by("name"))


def viewer_zone(user: User) -> str:
    """The zone in which a person lives: a cadre's or coordinator's province, else that of Jakarta."""
    cadre = getattr(user, "cadre", None)
    if cadre:
        return str(cadre.province.time_zone)
    codes = province_codes(user)
    if codes:
        posts = user.posts.filter(ended_at=None).select_related("province").order_by("province")
        post = posts.first()  # who only stands in lives elsewhere
        return str(post.province.time_zone) if post else settings.TIME_ZONE
    return settings.TIME_ZONE
