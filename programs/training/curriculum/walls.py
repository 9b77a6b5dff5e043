"""The walls around the curriculum, as triggers."""

from __future__ import annotations

import pgtrigger

MOST_MATERIALS = 20  # of one module

# whoever changes what needs what, or in which order, does so alone: two changes that are right by themselves
# could close a circle together
ALONE = "PERFORM pg_advisory_xact_lock(hashtext('training_curriculum'));"
IN_ORDER = f"""
    {ALONE}
    IF EXISTS (SELECT 1 FROM training_phasemodule AS step
                 JOIN training_prerequisite AS p ON p.module_id = step.module_id
                 JOIN training_phasemodule AS needed
                   ON needed.phase_id = step.phase_id AND needed.module_id = p.requires_id
                WHERE needed.position > step.position) THEN
        RAISE EXCEPTION 'path_in_order' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""  # noqa: S608  only our own constant


def no_circle() -> pgtrigger.Trigger:
    """A module never needs itself, neither directly nor around a corner."""
    return pgtrigger.Trigger(
        name="no_circle",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            {ALONE}
            IF EXISTS (WITH RECURSIVE needed(id) AS (
                           SELECT NEW.requires_id
                           UNION SELECT p.requires_id FROM training_prerequisite AS p JOIN needed AS n ON p.module_id = n.id
                       ) SELECT 1 FROM needed WHERE id = NEW.module_id) THEN
                RAISE EXCEPTION 'no_circle' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )


def path_in_order() -> pgtrigger.Trigger:
    """In a path, what a module needs never comes after it; looked at once, at the end of the transaction."""
    return pgtrigger.Trigger(
        name="path_in_order",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred,
        func=IN_ORDER,
    )


def material_limit() -> pgtrigger.Trigger:
    """No more than MOST_MATERIALS kept; those who add together wait for each other at the module's row."""
    return pgtrigger.Trigger(
        name="material_limit",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM 1 FROM training_module WHERE id = NEW.module_id FOR NO KEY UPDATE;
            IF (SELECT count(*) FROM training_material
                 WHERE module_id = NEW.module_id AND removed_at IS NULL) >= {MOST_MATERIALS} THEN
                RAISE EXCEPTION 'material_limit' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )


def material_stays() -> pgtrigger.Trigger:
    """What was served under a number stays that: a material is removed, once, and never becomes another."""
    columns = ("module_id", "kind", "link", "sha256", "size", "uploaded_by_id", "uploaded_at")
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Protect(
        name="material_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"({changed} OR (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at)"
            " OR (OLD.file IS DISTINCT FROM NEW.file AND (NEW.removed_at IS NULL OR NEW.file <> '')))"
        ),
    )
