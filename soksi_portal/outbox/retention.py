"""How ten million messages stay fast, and how long their text is kept.

One table, in which nothing is deleted (rule 7): the one unique key holds over all months, and whoever looks for
"has this been told?" looks in one place. What could grow with the number of messages is bounded otherwise:

- whatever a worker looks for (due, leased, in flight) stands in partial indexes of the few rows that have not ended;
- a list reads one page along an index by key, whichever filter is set; its count ends at 1,000;
- how many ended how is read from daily counts (tallies/), not from the messages;
- the text, most of a row's bytes and the only part of it that may be sensitive, is dropped set-wise
  OUTBOX_TEXT_MONTHS after the message ended. Who, what, when and how it ended stay.

Partitions by month were weighed and left: their use is to drop a month whole, which is never done here; and the
unique key cannot span them without a second table, which would then be the one that grows.
`make bench ONLY=outbox-pages` compares ten million rows to ten thousand.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

BATCH = 5_000  # rows locked at once
MONTH = timedelta(days=30.4)

_DROP = """
    WITH old AS (
        SELECT id FROM outbox_message
        WHERE ended_at < %(before)s AND ended_at IS NOT NULL AND text_dropped_at IS NULL
        ORDER BY ended_at LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE outbox_message AS message SET body = '', short = '', text_dropped_at = %(now)s FROM old WHERE old.id = message.id
"""


def drop_old_texts(*, now: datetime) -> int:
    """One batch; returns how many. Each in a transaction of its own: a worker killed meanwhile loses nothing."""
    before = now - settings.OUTBOX_TEXT_MONTHS * MONTH
    with connection.cursor() as cursor:
        cursor.execute(_DROP, {"before": before, "batch": BATCH, "now": now})
        return int(cursor.rowcount)
