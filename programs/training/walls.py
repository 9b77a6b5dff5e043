"""The walls around sessions, as triggers. Those around their places are in `inviting.walls`."""

from __future__ import annotations

import pgtrigger

from programs.training.inviting.walls import HELD_FOR_PILOTS


def session_triggers() -> list[pgtrigger.Trigger]:
    """What was held says since when it counts so; the provinces' rows carry the session's state."""
    return [
        _capacity_holds(),
        pgtrigger.Trigger(
            name="held_dated",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Condition("NEW.state = 'held' AND NEW.held_at IS NULL"),
            func="NEW.held_at = clock_timestamp(); RETURN NEW;",
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
        *session_stays(),
    ]


def _capacity_holds() -> pgtrigger.Trigger:
    """Never below the confirmed, nor, once observers have places, below what pilots may still want."""
    return pgtrigger.Trigger(
        name="capacity_holds_confirmed",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("capacity"),
        declare=[("confirmed", "int"), ("observers", "int"), ("held", "int")],
        func=f"""
                SELECT count(*), count(*) FILTER (WHERE kind = 'observer') INTO confirmed, observers
                  FROM training_invitation WHERE session_id = NEW.id AND state = 'confirmed';
                IF confirmed > NEW.capacity THEN
                    RAISE EXCEPTION 'capacity_holds_confirmed' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.capacity < OLD.capacity AND observers > 0 AND coalesce(NEW.pilots_first_until, 'infinity') > clock_timestamp() THEN
                    held := ({HELD_FOR_PILOTS.format(session="NEW")});
                    IF confirmed + held > NEW.capacity THEN
                        RAISE EXCEPTION 'capacity_holds_pilots' USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN NEW;
            """,  # noqa: S608  only our own constant
    )


def session_stays() -> list[pgtrigger.Trigger]:
    """What was held or cancelled is that for good, and what certificates and tests are about stays the module.

    The certificate's own wall holds the session while one is issued, so that neither slips past the other.
    """
    return [
        pgtrigger.Protect(name="keep_session", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name="session_ends_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.state <> 'planned' AND NEW.state <> OLD.state"),
        ),
        pgtrigger.Trigger(
            name="module_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("module_id"),
            condition=pgtrigger.Condition("NEW.module_id <> OLD.module_id"),
            func="""
                IF EXISTS (SELECT FROM training_certificate WHERE session_id = NEW.id) OR EXISTS (
                    SELECT FROM training_sitting AS t JOIN training_invitation AS i ON i.id = t.invitation_id
                     WHERE i.session_id = NEW.id
                ) THEN
                    RAISE EXCEPTION 'module_stays' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
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
        ),
        pgtrigger.Protect(name="keep_session_province", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name="session_province_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.session_id <> NEW.session_id OR OLD.province_id <> NEW.province_id"
            ),
        ),
    ]
