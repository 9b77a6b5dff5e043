"""The walls around memoranda and phases, as triggers: they hold against imports and the shell too."""

from __future__ import annotations

import pgtrigger


def keep(name: str) -> list[pgtrigger.Trigger]:
    """What was agreed is corrected or ended, never deleted."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Delete)]


def phase_triggers() -> list[pgtrigger.Trigger]:
    """Planned, open, closed: in this order, and a closed phase stays closed."""
    return [
        *keep("keep_phase"),
        pgtrigger.FSM(
            name="phase_flow", field="state", transitions=[("planned", "open"), ("open", "closed")]
        ),
        pgtrigger.Trigger(
            name="phase_opens_with_criteria",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Condition("OLD.state = 'planned' AND NEW.state = 'open'"),
            func="""
                IF NOT EXISTS (SELECT FROM partnership_criterion WHERE phase_id = NEW.id) THEN
                    RAISE EXCEPTION 'phase_opens_with_criteria' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(
            name="requirements_before_opening",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.state <> 'planned' AND (OLD.largest_size IS DISTINCT FROM NEW.largest_size"
                " OR OLD.least_years IS DISTINCT FROM NEW.least_years"
                " OR OLD.needs_nib IS DISTINCT FROM NEW.needs_nib"
                " OR OLD.least_reviews IS DISTINCT FROM NEW.least_reviews)"
            ),
        ),
    ]


def criterion_triggers() -> list[pgtrigger.Trigger]:
    """The rules of a selection do not change while it runs, nor afterwards."""
    return [
        pgtrigger.Trigger(
            name="criteria_before_opening",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("the_phase", "bigint")],
            func="""
                FOREACH the_phase IN ARRAY
                    array_remove(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.phase_id END,
                                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.phase_id END], NULL)
                LOOP
                    PERFORM 1 FROM partnership_phase WHERE id = the_phase AND state = 'planned' FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'criteria_before_opening' USING ERRCODE = 'check_violation';
                    END IF;
                END LOOP;
                RETURN COALESCE(NEW, OLD);
            """,
        )
    ]


def phase_province_triggers() -> list[pgtrigger.Trigger]:
    """A province leaves a phase only while it is planned; a closed phase keeps its numbers."""
    return [
        pgtrigger.Trigger(
            name="province_leaves_planned",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func="""
                PERFORM 1 FROM partnership_phase WHERE id = OLD.phase_id AND state = 'planned' FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'province_leaves_planned' USING ERRCODE = 'check_violation';
                END IF;
                RETURN OLD;
            """,
        ),
        pgtrigger.Trigger(
            name="quota_of_closed_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("quota"),
            condition=pgtrigger.Condition("OLD.quota IS DISTINCT FROM NEW.quota"),
            func="""
                PERFORM 1 FROM partnership_phase WHERE id = NEW.phase_id AND state = 'closed';
                IF FOUND THEN
                    RAISE EXCEPTION 'quota_of_closed_stays' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


# long by its SQL
def phase_stage_triggers() -> list[pgtrigger.Trigger]:
    """A calendar that can be kept: the steps in their order, and none taken away once people rely on it.

    Long by the SQL of its three triggers.
    """
    return [
        pgtrigger.Trigger(
            name="stage_leaves_planned",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func="""
                PERFORM 1 FROM partnership_phase WHERE id = OLD.phase_id AND state = 'planned' FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'stage_leaves_planned' USING ERRCODE = 'check_violation';
                END IF;
                RETURN OLD;
            """,
        ),
        pgtrigger.Trigger(
            name="stage_of_closed_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func="""
                PERFORM 1 FROM partnership_phase WHERE id = NEW.phase_id AND state <> 'closed' FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'stage_of_closed_stays' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="stages_in_order",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            timing=pgtrigger.Deferred,
            func="""
                IF EXISTS (
                    SELECT FROM partnership_phasestage AS earlier
                      JOIN partnership_phasestage AS later ON later.phase_id = earlier.phase_id
                       AND array_position(ARRAY['registration', 'nomination', 'selection', 'training', 'graduation'],
                                          earlier.stage::text)
                         < array_position(ARRAY['registration', 'nomination', 'selection', 'training', 'graduation'],
                                          later.stage::text)
                     WHERE earlier.phase_id = NEW.phase_id
                       AND (later.starts_on < earlier.starts_on OR later.ends_on < earlier.ends_on)
                ) THEN
                    RAISE EXCEPTION 'stages_in_order' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            """,
        ),
    ]


def requirement_triggers() -> list[pgtrigger.Trigger]:
    """What graduation asks for stands once the phase is closed."""
    return [
        pgtrigger.Trigger(
            name="requirements_until_closing",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("the_phase", "bigint")],
            func="""
                FOREACH the_phase IN ARRAY
                    array_remove(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.phase_id END,
                                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.phase_id END], NULL)
                LOOP
                    PERFORM 1 FROM partnership_phase WHERE id = the_phase AND state <> 'closed' FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'requirements_until_closing' USING ERRCODE = 'check_violation';
                    END IF;
                END LOOP;
                RETURN COALESCE(NEW, OLD);
            """,
        )
    ]
