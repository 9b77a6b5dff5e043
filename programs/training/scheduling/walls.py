"""The walls around a trainer's time, as triggers: what an exclusion constraint within one table can't see."""

from __future__ import annotations

import pgtrigger


def session_changed_at() -> pgtrigger.Trigger:
    """When a session last changed, however it was written: calendars ask for it (LAST-MODIFIED)."""
    return pgtrigger.Trigger(
        name="changed_at",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*"),
        func="NEW.changed_at = clock_timestamp(); RETURN NEW;",
    )


def trainer_present() -> pgtrigger.Trigger:
    """A session never lies in an absence of its trainer. The trainer's row is the queue for both sides."""
    return pgtrigger.Trigger(
        name="trainer_present",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("trainer_id", "starts_at", "ends_at", "state"),
        condition=pgtrigger.Condition("NEW.state <> 'cancelled'"),
        func="""
            PERFORM 1 FROM accounts_user WHERE id = NEW.trainer_id FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM training_trainerabsence AS a
                        WHERE a.trainer_id = NEW.trainer_id AND a.ended_at IS NULL
                          AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at) THEN
                RAISE EXCEPTION 'trainer_present' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def trained_by_trainer() -> pgtrigger.Trigger:
    """A session is given only to who is a trainer at that moment; what was trained stays when the role ends.

    FOR SHARE waits for the end of the role under way.
    """
    return pgtrigger.Trigger(
        name="trained_by_trainer",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("trainer_id"),
        func="""
            IF TG_OP = 'UPDATE' AND NEW.trainer_id = OLD.trainer_id THEN
                RETURN NEW;
            END IF;
            PERFORM 1 FROM accounts_rolegrant AS g JOIN accounts_user AS u ON u.id = g.user_id
             WHERE u.id = NEW.trainer_id AND u.is_active AND g.role = 'trainer' AND g.ended_at IS NULL
               FOR SHARE OF g;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'trained_by_trainer' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def absence_ends_once() -> pgtrigger.Trigger:
    """What was taken back stays so; who is away after all writes it down anew."""
    columns = ("trainer_id", "starts_at", "ends_at", "ended_at", "ended_by_id")
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Protect(
        name="absence_ends_once",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.ended_at IS NOT NULL AND ({changed})"),
    )


def absence_free_of_sessions() -> pgtrigger.Trigger:
    """The other direction: nobody is absent from a session that stands."""
    return pgtrigger.Trigger(
        name="absence_free",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("trainer_id", "starts_at", "ends_at", "ended_at"),
        condition=pgtrigger.Condition("NEW.ended_at IS NULL"),
        func="""
            PERFORM 1 FROM accounts_user WHERE id = NEW.trainer_id FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM training_session AS s
                        WHERE s.trainer_id = NEW.trainer_id AND s.state <> 'cancelled'
                          AND s.starts_at < NEW.ends_at AND s.ends_at > NEW.starts_at) THEN
                RAISE EXCEPTION 'absence_free' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
