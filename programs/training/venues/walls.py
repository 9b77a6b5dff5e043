"""The walls around venues, as triggers. A venue's row is the queue for both sides."""

from __future__ import annotations

import pgtrigger


def session_at_venue() -> pgtrigger.Trigger:
    """No session is booked into a venue that is out of use, or for more people than it holds."""
    return pgtrigger.Trigger(
        name="session_at_venue",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("venue_id", "starts_at", "ends_at", "capacity", "state"),
        condition=pgtrigger.Condition("NEW.venue_id IS NOT NULL AND NEW.state = 'planned'"),
        declare=[("hall", "training_venue")],
        func="""
            IF NEW.ends_at <= clock_timestamp() THEN
                RETURN NEW;
            END IF;
            SELECT * INTO hall FROM training_venue WHERE id = NEW.venue_id FOR SHARE;
            IF hall.retired_at IS NOT NULL THEN
                RAISE EXCEPTION 'session_at_venue: out of use' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.capacity > hall.capacity THEN
                RAISE EXCEPTION 'session_at_venue: too small' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def venue_free() -> pgtrigger.Trigger:
    """The other direction: what is planned there keeps the venue in use, and as large as it needs."""
    return pgtrigger.Trigger(
        name="venue_free",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("retired_at", "capacity"),
        func="""
            IF EXISTS (
                SELECT FROM training_session WHERE venue_id = NEW.id AND state = 'planned'
                   AND ends_at > clock_timestamp() AND (NEW.retired_at IS NOT NULL OR capacity > NEW.capacity)
            ) THEN
                RAISE EXCEPTION 'venue_free' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
