"""The walls around check-in, as triggers. The minutes are those of `models/sessions.py`; a test compares them."""

from __future__ import annotations

import pgtrigger


def arrival_in_time() -> pgtrigger.Trigger:
    """Who checks oneself in does so in the time of a session that is not cancelled, and nobody does it for another.

    Asked when the record is written, not ever after: a session can still be corrected later.
    """
    return pgtrigger.Trigger(
        name="arrival_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("method", "arrived_at", "recorded_by_id"),
        condition=pgtrigger.Condition("NEW.method IN ('qr_self', 'qr_trainer')"),
        func="""
            IF NEW.status <> 'present' THEN
                RAISE EXCEPTION 'arrival_in_time: a scan is a presence' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.method = 'qr_self' AND NOT EXISTS (
                SELECT FROM training_invitation AS i JOIN training_session AS s ON s.id = i.session_id
                 WHERE i.id = NEW.invitation_id AND i.person_id = NEW.recorded_by_id AND s.state <> 'cancelled'
                   AND NEW.arrived_at BETWEEN s.starts_at - interval '60 minutes' AND s.ends_at + interval '30 minutes'
            ) THEN
                RAISE EXCEPTION 'arrival_in_time' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def newer_stays() -> pgtrigger.Trigger:
    """A mark that was made without a connection never replaces a record that is newer than it."""
    return pgtrigger.Protect(
        name="newer_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("NEW.method = 'offline' AND OLD.recorded_at > NEW.recorded_at"),
    )


def written_once(name: str) -> pgtrigger.Trigger:
    """What came in stays as it came in."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


MOST_SCANS = 10


def scan_limit() -> pgtrigger.Trigger:
    """So many scans kept for a session; the lock on it makes those who add at the same moment wait for each other."""
    return pgtrigger.Trigger(
        name="scan_limit",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM training_session WHERE id = NEW.session_id FOR NO KEY UPDATE;
            IF (SELECT count(*) FROM training_sheetscan
                 WHERE session_id = NEW.session_id AND removed_at IS NULL) >= {MOST_SCANS} THEN
                RAISE EXCEPTION 'scan_limit' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  only our own constant
    )


def scan_stays() -> pgtrigger.Trigger:
    """What was handed in stays that: it is removed, once, and only then its file goes."""
    columns = ("session_id", "kind", "sha256", "size", "uploaded_by_id", "uploaded_at")
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    removed = " OR ".join(
        f"OLD.{column} IS DISTINCT FROM NEW.{column}"
        for column in ("removed_at", "removed_by_id", "remove_reason")
    )
    return pgtrigger.Protect(
        name="sheetscan_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"({changed} OR (OLD.removed_at IS NOT NULL AND ({removed}))"
            " OR (OLD.file IS DISTINCT FROM NEW.file AND (NEW.removed_at IS NULL OR NEW.file <> '')))"
        ),
    )
