"""The walls around agreed tasks, as triggers."""

from __future__ import annotations

import pgtrigger

from programs.mentoring.matching.walls import differs


# long by its SQL: a list of triggers, each short
def action_triggers() -> list[pgtrigger.Trigger]:
    subject = ("business_id", "province_id", "visit_id", "owner", "due_on", "given_by_id", "given_at")
    return [
        pgtrigger.Trigger(
            name="action_begins",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                IF NEW.state <> 'open' THEN
                    RAISE EXCEPTION 'action_begins' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.visit_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM mentoring_visit WHERE id = NEW.visit_id AND business_id = NEW.business_id) THEN
                    RAISE EXCEPTION 'action_of_visit' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="action_moves",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
            func="""
                IF NOT ((OLD.state = 'open' AND NEW.state IN ('done', 'dropped'))
                     OR (OLD.state = 'done' AND NEW.state IN ('open', 'confirmed', 'dropped'))) THEN
                    RAISE EXCEPTION 'action_moves' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.state = 'confirmed' AND NEW.ended_by_id = OLD.done_by_id THEN
                    RAISE EXCEPTION 'action_confirmed_by_other' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(
            name="action_subject_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"{differs(subject)} OR (OLD.what <> NEW.what AND NEW.what <> '(dihapus)')"
            ),
        ),
        pgtrigger.Protect(name="keep_action", operation=pgtrigger.Delete),
    ]
