"""The walls around rubrics and scores, as triggers."""

from __future__ import annotations

import pgtrigger

STAYS = ("id", "business_id", "number", "day", "rubric_id", "total", "counted_at")


def rubric_triggers() -> list[pgtrigger.Trigger]:
    """Append-only, numbered without gaps; two that come at once queue up."""
    return [
        pgtrigger.Trigger(
            name="rubric_next",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM pg_advisory_xact_lock(hashtext('bankaccess_rubric'), coalesce(NEW.phase_id, 0)::int);
                IF NEW.number <> 1 + (SELECT count(*) FROM bankaccess_rubric
                                       WHERE phase_id IS NOT DISTINCT FROM NEW.phase_id) THEN
                    RAISE EXCEPTION 'rubric_next' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(name="rubric_stays", operation=pgtrigger.Update | pgtrigger.Delete),
    ]


def score_triggers() -> list[pgtrigger.Trigger]:
    """Append-only: one row for each change, never later than the next, whose total is the sum of its points."""
    changed = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in STAYS)
    return [
        pgtrigger.Trigger(
            name="readiness_changes",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("last", "bankaccess_readinessscore")],
            func="""
                PERFORM 1 FROM businesses_business WHERE id = NEW.business_id FOR NO KEY UPDATE;
                SELECT * INTO last FROM bankaccess_readinessscore
                 WHERE business_id = NEW.business_id ORDER BY number DESC LIMIT 1;
                IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.day < last.day
                   OR (NEW.rubric_id = last.rubric_id AND NEW.points = last.points) THEN
                    RAISE EXCEPTION 'readiness_changes' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.total <> (SELECT coalesce(sum((one ->> 'points')::int), 0)
                                   FROM jsonb_array_elements(NEW.points) AS one) THEN
                    RAISE EXCEPTION 'readiness_is_sum' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        # only an erased person's points go
        pgtrigger.Protect(
            name="readiness_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"{changed} OR (OLD.points <> NEW.points AND NEW.points <> '[]'::jsonb)"
            ),
        ),
        pgtrigger.Protect(name="keep_readiness", operation=pgtrigger.Delete),
    ]
