"""Learning gain and feedback per module, trainer, province and year, kept by the database as scores come in.

Signed entries that are only ever added, as in `umkm.regions.tallies`: people who hand in at the same moment do not
queue behind one row, and a page sums as many rows as there are such groups, however many people were taught.
"""

from __future__ import annotations

import pgtrigger

TABLE = "training_learningtally"
GROUP = "module_id, trainer_id, province_id, year"
SUMS = ("cases", "pre_sum", "post_sum", "answers", "usefulness_sum", "clarity_sum")
PLACE = """
    SELECT s.module_id, s.trainer_id, i.province_id,
           EXTRACT(YEAR FROM s.starts_at AT TIME ZONE s.time_zone)::smallint AS year INTO place
      FROM training_invitation AS i JOIN training_session AS s ON s.id = i.session_id
     WHERE i.id = NEW.invitation_id FOR NO KEY UPDATE OF i;
"""


def case_tallied() -> pgtrigger.Trigger:
    """A case is a person with both scores, each of the first sitting: a second one comes after reading the answers.

    The invitation's row is the queue, so that of two scores that come at once one sees the other.
    """
    return pgtrigger.Trigger(
        name="case_tallied",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("finished_at", "right_count"),
        condition=pgtrigger.Condition("NEW.number = 1 AND NEW.finished_at IS NOT NULL"),
        declare=[("place", "record"), ("other", "int"), ("before", "int")],
        func=f"""
            before := CASE WHEN TG_OP = 'UPDATE' THEN OLD.score END;
            IF before IS NOT DISTINCT FROM NEW.score THEN
                RETURN NULL;
            END IF;
            {PLACE}
            SELECT score INTO other FROM training_sitting
             WHERE invitation_id = NEW.invitation_id AND kind <> NEW.kind AND number = 1 AND finished_at IS NOT NULL;
            IF other IS NOT NULL THEN
                INSERT INTO {TABLE} ({GROUP}, {", ".join(SUMS)}) VALUES (
                    place.module_id, place.trainer_id, place.province_id, place.year,
                    CASE WHEN before IS NULL THEN 1 ELSE 0 END,
                    CASE WHEN NEW.kind = 'pre' THEN NEW.score - COALESCE(before, 0)
                         WHEN before IS NULL THEN other ELSE 0 END,
                    CASE WHEN NEW.kind = 'post' THEN NEW.score - COALESCE(before, 0)
                         WHEN before IS NULL THEN other ELSE 0 END,
                    0, 0, 0
                );
            END IF;
            RETURN NULL;
        """,  # noqa: S608  only our own constants
    )


def feedback_tallied() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="feedback_tallied",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("place", "record")],
        func=f"""
            {PLACE}
            INSERT INTO {TABLE} ({GROUP}, {", ".join(SUMS)}) VALUES (
                place.module_id, place.trainer_id, place.province_id, place.year,
                0, 0, 0, 1, NEW.usefulness, NEW.clarity
            );
            RETURN NULL;
        """,  # noqa: S608  only our own constants
    )


# several entries of a group become their sum in one statement, so that a reader never sees half of it
FOLD = f"""
    WITH crowded AS (SELECT {GROUP} FROM {TABLE} GROUP BY {GROUP} HAVING count(*) > 1),
    taken AS (SELECT {TABLE}.id FROM {TABLE} JOIN crowded USING ({GROUP}) FOR UPDATE OF {TABLE} SKIP LOCKED),
    gone AS (DELETE FROM {TABLE} USING taken WHERE {TABLE}.id = taken.id RETURNING {TABLE}.*),
    kept AS (INSERT INTO {TABLE} ({GROUP}, {", ".join(SUMS)})
             SELECT {GROUP}, {", ".join(f"sum({one})" for one in SUMS)} FROM gone GROUP BY {GROUP})
    SELECT count(*) FROM gone
"""  # noqa: S608  only our own constants
