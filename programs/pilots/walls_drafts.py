"""The walls around drafts of decisions, as triggers."""

from __future__ import annotations

import pgtrigger

from .walls import stays


def draft_triggers() -> list[pgtrigger.Trigger]:
    """Prepared in an open phase, ended once, kept."""
    return [
        pgtrigger.Protect(name="keep_draft", operation=pgtrigger.Delete),
        stays("draft_stays", ("phase_id", "started_by_id", "started_at")),
        pgtrigger.Protect(
            name="draft_ends_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.state <> 'open'"),
        ),
        pgtrigger.Trigger(
            name="draft_in_open_phase",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM partnership_phase WHERE id = NEW.phase_id AND state = 'open' FOR SHARE;
                IF NOT FOUND OR NEW.state <> 'open' THEN
                    RAISE EXCEPTION 'draft_in_open_phase' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def decision_triggers() -> list[pgtrigger.Trigger]:
    """A line changes while its draft is prepared; afterwards it shows what was published."""
    return [
        stays("draft_decision_stays", ("draft_id", "nomination_id")),
        pgtrigger.Trigger(
            name="draft_decision_while_open",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            # the lock: nothing slips in while the draft is published
            func="""
                PERFORM 1 FROM pilots_draft
                  WHERE id = COALESCE(NEW.draft_id, OLD.draft_id) AND state = 'open' FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'draft_decision_while_open' USING ERRCODE = 'check_violation';
                END IF;
                IF TG_OP = 'INSERT' THEN
                    PERFORM 1 FROM pilots_draft AS d JOIN pilots_nomination AS n ON n.phase_id = d.phase_id
                      WHERE d.id = NEW.draft_id AND n.id = NEW.nomination_id;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'draft_decision_while_open: another phase' USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
                RETURN COALESCE(NEW, OLD);
            """,
        ),
    ]
