"""Who examines which record right now: two never work on the same one unknowingly.

Opening a record to examine it claims it for a quarter of an hour; going on renews it; deciding, leaving and letting go
release it. A claim that has run out counts for nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import in_zone, zone_name
from umkm.cadres.models import Cadre

from .errors import HeldByAnother
from .models import Business, Claim

CLAIMED_FOR = timedelta(minutes=15)
Record = Business | Cadre


@transaction.atomic
def claim(*, record: Record, by: User, take_over: bool = False) -> Claim:
    """Take or renew the record; the claim that holds now, which may be somebody else's.

    One statement, so that of two who open it at the same instant exactly one holds it. `take_over` takes it
    from whoever holds it.
    """
    column, now = _column(record), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO businesses_claim AS held ({column}, user_id, since, until)
            VALUES (%(record)s, %(user)s, %(now)s, %(until)s)
            ON CONFLICT ({column}) DO UPDATE
               SET user_id = excluded.user_id, until = excluded.until,
                   since = CASE WHEN held.user_id = excluded.user_id AND held.until > %(now)s
                                THEN held.since ELSE excluded.since END
             WHERE held.user_id = excluded.user_id OR held.until <= %(now)s OR %(take_over)s
            """,  # noqa: S608 — the column is one of two of our own
            {
                "record": record.pk,
                "user": by.pk,
                "now": now,
                "until": now + CLAIMED_FOR,
                "take_over": take_over,
            },
        )
    return Claim.objects.select_related("user").get(**{column: record.pk})


def release(*, record: Record, by: User, until: datetime | None = None) -> bool:
    """Let go of a record that `by` holds; True where that was so.

    `until` names the claim that a page was shown with: one that the same person has renewed since stays.
    """
    held = Claim.objects.filter(**{_column(record): record.pk}, user=by)
    if until is not None:
        held = held.filter(until=until)
    return bool(held.delete()[0])


def must_be_free(record: Record, by: User) -> None:
    """Raises HeldByAnother where somebody else examines it right now. Called with the record's row locked."""
    held = holder_of(record)
    if held and held.user_id != by.pk:
        raise HeldByAnother(held_sentence(held, record))


def forget(record: Record) -> None:
    """It is decided, or went back to its owner: nobody examines it any more."""
    Claim.objects.filter(**{_column(record): record.pk}).delete()


def holder_of(record: Record) -> Claim | None:
    """The claim that counts now."""
    held = Claim.objects.filter(**{_column(record): record.pk}, until__gt=timezone.now())
    return held.select_related("user").first()


def held_sentence(held: Claim, record: Record) -> str:
    return _(
        "%(who)s sedang memeriksa ini sejak pukul %(at)s. Pilih yang lain, atau ambil alih bila sudah Anda sepakati."
    ) % {"who": held.user, "at": clock(held.since, record)}


def clock(at: datetime, record: Record) -> str:
    """`10.42 WIB`, by the clock of the record's province."""
    zone = record.province.time_zone
    return f"{in_zone(at, zone):%H.%M} {zone_name(zone)}"


def _column(record: Record) -> str:
    return "cadre_id" if isinstance(record, Cadre) else "business_id"
