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
