"""The walls around places in a session, as triggers (rule 4 of the product page)."""

from __future__ import annotations

import pgtrigger


def invitation_triggers() -> list[pgtrigger.Trigger]:
    """Confirmed invitations never exceed the capacity: the session's row is the queue."""
    return [
        pgtrigger.Trigger(
            name="confirmed_within_capacity",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "session_id"),
            declare=[("places", "int"), ("confirmed", "int")],
            func="""
                IF NEW.state = 'confirmed' THEN
                    SELECT capacity INTO places FROM training_session WHERE id = NEW.session_id FOR UPDATE;
                    SELECT count(*) INTO confirmed FROM training_invitation
                     WHERE session_id = NEW.session_id AND state = 'confirmed' AND id <> NEW.id;
                    IF confirmed >= places THEN
                        RAISE EXCEPTION 'confirmed_within_capacity' USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN NEW;
            """,
        )
    ]


def session_triggers() -> list[pgtrigger.Trigger]:
    """A capacity never falls below the confirmed; the provinces' rows carry the session's state."""
    return [
        pgtrigger.Trigger(
            name="capacity_holds_confirmed",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("capacity"),
            func="""
                IF (SELECT count(*) FROM training_invitation
                     WHERE session_id = NEW.id AND state = 'confirmed') > NEW.capacity THEN
                    RAISE EXCEPTION 'capacity_holds_confirmed' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="state_to_provinces",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("state"),
            func="""
                UPDATE training_sessionprovince SET state = NEW.state WHERE session_id = NEW.id;
                RETURN NULL;
            """,
        ),
    ]


def session_province_triggers() -> list[pgtrigger.Trigger]:
    """A province's row always carries its session's state, however it is written.

    FOR SHARE waits for a cancellation under way, so that a row added beside it is not left behind.
    """
    return [
        pgtrigger.Trigger(
            name="state_from_session",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "session_id"),
            func="""
                SELECT state INTO NEW.state FROM training_session WHERE id = NEW.session_id FOR SHARE;
                RETURN NEW;
            """,
        )
    ]
