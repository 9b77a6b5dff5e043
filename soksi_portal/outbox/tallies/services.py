"""Counting how many messages ended how on each day: the last days anew, those before stay as they are.

`/pengingat/statistik/` reads these few rows, whatever the number of messages. Counting as they are sent would cost
each message a further row; counted by a task, the page is a few minutes behind, and says so.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

ZONE = ZoneInfo("Asia/Jakarta")
DAYS = 2  # today and yesterday: an end is dated as it is written, so that earlier days stand

# the index of those whose text is still held finds the days (see Message.Meta)
_COUNT = """
    INSERT INTO outbox_dailycount (day, channel, occasion, outcome, count)
    SELECT (ended_at AT TIME ZONE %(zone)s)::date, channel, split_part(occasion, '+', 1), state, count(*)
    FROM outbox_message
    WHERE ended_at >= %(since)s AND ended_at < %(until)s AND text_dropped_at IS NULL
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT (r.received_at AT TIME ZONE %(zone)s)::date, m.channel, split_part(m.occasion, '+', 1), r.kind,
           count(DISTINCT r.message_id)
    FROM outbox_deliveryreport r JOIN outbox_message m ON m.id = r.message_id
    WHERE r.received_at >= %(since)s AND r.received_at < %(until)s
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (day, channel, occasion, outcome) DO UPDATE SET count = EXCLUDED.count
    WHERE outbox_dailycount.count <> EXCLUDED.count
"""


@transaction.atomic
def count_days(*, until: date, days: int = DAYS) -> int:
    """Count the `days` up to `until` (WIB) anew; returns how many rows changed. Two at once give the same."""
    since = until - timedelta(days=days - 1)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE outbox_dailycount IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            _COUNT,
            {
                "zone": ZONE.key,
                "since": _midnight(since),
                "until": _midnight(until + timedelta(days=1)),
            },
        )
        return int(cursor.rowcount)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
