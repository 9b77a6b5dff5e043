"""The walls around visits, as triggers."""

from __future__ import annotations

import pgtrigger

from programs.mentoring.matching.walls import IS_STAFF, differs

MOST_PHOTOS = 6  # of one visit
ARRANGED = ("starts_at", "mode", "place", "agenda", "waits_for", "mentor_id")
# who mentors the business today, and still is of Jamkrindo's staff
IS_MENTOR = f"""EXISTS (SELECT FROM mentoring_assignment AS a JOIN mentoring_mentorprofile AS m ON m.id = a.mentor_id
                                WHERE a.business_id = NEW.business_id AND a.mentor_id = NEW.mentor_id
                                  AND a.ended_at IS NULL AND {IS_STAFF.format(user="m.user_id")})"""
RECORDED = ("findings", "next_on", "latitude", "longitude", "held_at", "recorded_by_id")


def visit_triggers() -> list[pgtrigger.Trigger]:
    return [
        _visit_begins(),
        _visit_moves(),
        _visit_changes_hands(),
        _visit_recorded(),
        _counted(),
        pgtrigger.Protect(
            name="visit_subject_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                differs(("business_id", "province_id", "created_by_id", "created_at"))
                + " OR (OLD.is_spontaneous AND NOT NEW.is_spontaneous)"
            ),
        ),
        pgtrigger.Protect(name="keep_visit", operation=pgtrigger.Delete),
    ]


def _visit_begins() -> pgtrigger.Trigger:
    """By the mentor of the business; agreed from the beginning only where nobody planned it."""
    return pgtrigger.Trigger(
        name="visit_begins",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT {IS_MENTOR} THEN
                RAISE EXCEPTION 'visit_of_mentor' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state NOT IN ('proposed', 'agreed') OR (NEW.state = 'agreed') <> NEW.is_spontaneous THEN
                RAISE EXCEPTION 'visit_begins' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _visit_moves() -> pgtrigger.Trigger:
    """Who proposed does not agree; what was cancelled stays so, and what was held stays held."""
    return pgtrigger.Trigger(
        name="visit_moves",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
        func="""
            IF OLD.state IN ('done', 'cancelled')
               OR (OLD.state = 'proposed' AND NEW.state = 'done' AND NOT NEW.is_spontaneous) THEN
                RAISE EXCEPTION 'visit_moves' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'agreed' AND NOT EXISTS (
                SELECT FROM businesses_business AS b
                  JOIN cadres_cadre AS c ON c.id = b.owner_id
                  JOIN mentoring_mentorprofile AS m ON m.id = NEW.mentor_id
                 WHERE b.id = NEW.business_id
                   AND NEW.agreed_by_id = CASE OLD.waits_for WHEN 'cadre' THEN c.user_id ELSE m.user_id END
            ) THEN
                RAISE EXCEPTION 'visit_agreed_by_other' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _visit_changes_hands() -> pgtrigger.Trigger:
    """What is planned goes to whoever mentors the business now; what was held stays with who held it."""
    return pgtrigger.Trigger(
        name="visit_changes_hands",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("mentor_id"),
        condition=pgtrigger.Condition("OLD.mentor_id IS DISTINCT FROM NEW.mentor_id"),
        func=f"""
            IF OLD.state IN ('done', 'cancelled') OR NOT {IS_MENTOR} THEN
                RAISE EXCEPTION 'visit_changes_hands' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _visit_recorded() -> pgtrigger.Trigger:
    """By one who mentors the business, or did: a sheet may have waited on a phone while the mentor changed."""
    return pgtrigger.Trigger(
        name="visit_recorded_by_mentor",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("recorded_by_id"),
        condition=pgtrigger.Condition("OLD.recorded_by_id IS DISTINCT FROM NEW.recorded_by_id"),
        func="""
            IF NEW.recorded_by_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM mentoring_assignment AS a JOIN mentoring_mentorprofile AS m ON m.id = a.mentor_id
                 WHERE a.business_id = NEW.business_id AND m.user_id = NEW.recorded_by_id
            ) THEN
                RAISE EXCEPTION 'visit_recorded_by_mentor' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _counted() -> pgtrigger.Trigger:
    """Each change of the arrangement, and each of the record, has the next number: one who writes over what he has
    not read gives the number before, and is refused.
    """
    return pgtrigger.Trigger(
        name="visit_counted",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ({differs(ARRANGED)}) AND NEW.revision <> OLD.revision + 1 THEN
                RAISE EXCEPTION 'visit_counted: arrangement' USING ERRCODE = 'check_violation';
            END IF;
            IF ({differs(RECORDED)}) AND NEW.version <> OLD.version + 1 THEN
                RAISE EXCEPTION 'visit_counted: record' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.revision < OLD.revision OR NEW.version < OLD.version THEN
                RAISE EXCEPTION 'visit_counted: back' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def entry_triggers() -> list[pgtrigger.Trigger]:
    return [pgtrigger.Protect(name="visit_entry_written_once", operation=pgtrigger.Update | pgtrigger.Delete)]


def photo_triggers() -> list[pgtrigger.Trigger]:
    """So many for a visit; its row makes those who add at the same moment wait for each other."""
    stays = ("visit_id", "action_id", "sha256", "size", "uploaded_by_id", "uploaded_at")
    return [
        pgtrigger.Trigger(
            name="visit_photo_limit",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.visit_id IS NOT NULL"),
            func=f"""
                PERFORM 1 FROM mentoring_visit WHERE id = NEW.visit_id FOR NO KEY UPDATE;
                IF (SELECT count(*) FROM mentoring_visitphoto
                     WHERE visit_id = NEW.visit_id AND removed_at IS NULL) >= {MOST_PHOTOS} THEN
                    RAISE EXCEPTION 'visit_photo_limit' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,  # noqa: S608  only our own constant
        ),
        pgtrigger.Protect(
            name="visit_photo_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"{differs(stays)} OR (OLD.removed_at IS NOT NULL AND OLD.removed_at IS DISTINCT FROM NEW.removed_at)"
                " OR ((OLD.file IS DISTINCT FROM NEW.file OR OLD.thumbnail IS DISTINCT FROM NEW.thumbnail)"
                " AND (NEW.removed_at IS NULL OR NEW.file <> '' OR NEW.thumbnail <> ''))"
            ),
        ),
        pgtrigger.Protect(name="keep_visit_photo", operation=pgtrigger.Delete),
    ]
