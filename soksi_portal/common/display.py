"""How money, figures, numbers of phones and moments read. Plain text: pages and messages say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}

Zone = str | tzinfo | None
NOTHING = "–"


def figure(number: float | Decimal | None, decimals: int = 0) -> str:
    """`1234567` → `1.234.567`."""
    if number is None:
        return NOTHING
    text = f"{number:,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def rupiah(amount: int | Decimal | None) -> str:
    """`1250000` → `Rp 1.250.000`; the space does not break."""
    if amount is None:
        return NOTHING
    sign = "−" if amount < 0 else ""
    return f"{sign}Rp\u00a0{figure(amount if amount >= 0 else -amount)}"


def percent(part: int, whole: int) -> str:
    """`(1, 3)` → `33 %`; of nothing it is `–`, never 0 or 100."""
    return f"{part * 100 / whole:.0f}\u00a0%" if whole else NOTHING


def phone(number: str | None) -> str:
    """`+6281234567890` → `0812-3456-7890`; a number of another country keeps its prefix."""
    if not number:
        return NOTHING
    if not number.startswith("+62"):
        return number
    digits = "0" + number[3:]
    groups = [digits[:4], digits[4:8], digits[8:]]
    return "-".join(group for group in groups if group)


def zone_of(zone: Zone) -> tzinfo:
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    return zone if isinstance(zone, tzinfo) else timezone.get_current_timezone()


def zone_name(zone: Zone, at: datetime | None = None) -> str:
    """`Asia/Makassar` → `WITA`; a zone outside Indonesia by its distance from UTC."""
    known = ZONE_NAMES.get(str(zone_of(zone)))
    if known:
        return known
    moment = (at or timezone.now()).astimezone(zone_of(zone))
    return moment.strftime("UTC%z")


def in_zone(at: datetime, zone: Zone) -> datetime:
    aware = at if timezone.is_aware(at) else at.replace(tzinfo=UTC)
    return aware.astimezone(zone_of(zone))


def day(at: date) -> str:
    """`23 November 2026`."""
    return format_date(at, "j F Y")


def moment(at: datetime | None, zone: Zone = None) -> str:
    """`Senin, 23 November 2026 pukul 09.00 WITA`."""
    if at is None:
        return NOTHING
    local = in_zone(at, zone)
    return _("%(day)s pukul %(time)s %(zone)s") % {
        "day": format_date(local, "l, j F Y"),
        "time": format_date(local, "H.i"),
        "zone": zone_name(zone, at),
    }


def clock(at: datetime, zone: Zone = None) -> str:
    """`09.00 WITA`."""
    return f"{format_date(in_zone(at, zone), 'H.i')} {zone_name(zone, at)}"


def moment_range(start: datetime, end: datetime, zone: Zone = None) -> str:
    """`Senin, 23 November 2026 pukul 09.00–12.00 WITA`; over midnight both days are written out."""
    first, last = in_zone(start, zone), in_zone(end, zone)
    if first.date() != last.date():
        return f"{moment(start, zone)} – {moment(end, zone)}"
    return _("%(day)s pukul %(start)s–%(end)s %(zone)s") % {
        "day": format_date(first, "l, j F Y"),
        "start": format_date(first, "H.i"),
        "end": format_date(last, "H.i"),
        "zone": zone_name(zone, start),
    }


def distance(at: datetime, now: datetime | None = None) -> str:
    """How far away, in the largest unit: `3 hari`, `2 jam`; under a minute `kurang dari semenit`."""
    now = now or timezone.now()
    earlier, later = sorted((at, now))
    if (later - earlier).total_seconds() < 60:
        return _("kurang dari semenit")
    return timesince(earlier, later, depth=1).replace("\u00a0", " ")


def ago(at: datetime, now: datetime | None = None) -> str:
    """`3 hari lalu`, `baru saja`, or `dalam 3 hari` for what is still to come."""
    now = now or timezone.now()
    if abs((now - at).total_seconds()) < 60:
        return _("baru saja") if at <= now else _("sebentar lagi")
    if at <= now:
        return _("%(distance)s lalu") % {"distance": distance(at, now)}
    return _("dalam %(distance)s") % {"distance": distance(at, now)}
