"""The walls around graduation and around who guides whom, as triggers: they hold against the shell too."""

from __future__ import annotations

import pgtrigger

from .walls import stays

LONGEST_LINE = 50  # generations looked back for a circle; no line of pembina is that long


def exception_triggers() -> list[pgtrigger.Trigger]:
    """Asked once, answered once, by somebody else than the owner."""
    return [
        pgtrigger.Protect(name="keep_exception", operation=pgtrigger.Delete),
        stays("exception_stays", ("pilot_id", "reason", "asked_by_id", "asked_at")),
        pgtrigger.Protect(
            name="exception_answered_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.answered_at IS NOT NULL"),
        ),
    ]


def graduation_triggers() -> list[pgtrigger.Trigger]:
    return [
        _graduation_fits(),
        _graduation_ends_pilot(),
        pgtrigger.Protect(name="keep_graduation", operation=pgtrigger.Update | pgtrigger.Delete),
    ]


# Who sits on a seat; every requirement of the phase among the figures and reached, or an exception that the confirming
# person granted. The months on the seat the database counts itself.
def _graduation_fits() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="graduation_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("the_phase", "bigint"), ("since", "timestamptz")],
        func="""
            SELECT s.phase_id, p.accepted_at INTO the_phase, since
              FROM pilots_pilot AS p JOIN pilots_seat AS s ON s.id = p.seat_id
             WHERE p.id = NEW.pilot_id AND p.ended_at IS NULL FOR NO KEY UPDATE OF p;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'graduation_fits: not on a seat' USING ERRCODE = 'check_violation';
            END IF;
            IF EXISTS (SELECT FROM pilots_pilot AS p JOIN businesses_business AS b ON b.id = p.business_id
                         JOIN cadres_cadre AS c ON c.id = b.owner_id
                        WHERE p.id = NEW.pilot_id AND c.user_id = NEW.confirmed_by_id) THEN
                RAISE EXCEPTION 'graduation_fits: own business' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.exception_id IS NOT NULL THEN
                IF NOT EXISTS (SELECT FROM pilots_graduationexception AS e
                                WHERE e.id = NEW.exception_id AND e.pilot_id = NEW.pilot_id AND e.is_granted
                                  AND e.answered_by_id = NEW.confirmed_by_id) THEN
                    RAISE EXCEPTION 'graduation_fits: no exception granted' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END IF;
            PERFORM 1 FROM partnership_phase WHERE id = the_phase FOR SHARE;
            IF NOT EXISTS (SELECT FROM partnership_graduationrequirement WHERE phase_id = the_phase) OR EXISTS (
                SELECT FROM partnership_graduationrequirement AS r
                 WHERE r.phase_id = the_phase
                   AND ((r.measure = 'months_on_seat' AND since + make_interval(months => r.least) > now())
                    OR NOT EXISTS (SELECT FROM jsonb_array_elements(NEW.figures) AS f
                                    WHERE f->>'measure' = r.measure AND (f->>'least')::int = r.least
                                      AND (f->>'reached')::int >= r.least))
            ) THEN
                RAISE EXCEPTION 'graduation_fits: unmet' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _graduation_ends_pilot() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="graduation_ends_pilot",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF NOT EXISTS (SELECT FROM pilots_pilot WHERE id = NEW.pilot_id AND outcome = 'graduated') THEN
                RAISE EXCEPTION 'graduation_ends_pilot' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def graduated_pilot_triggers() -> list[pgtrigger.Trigger]:
    """Nobody has graduated without the record that says who confirmed it, when and by which figures."""
    return [
        pgtrigger.Trigger(
            name="graduated_is_confirmed",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("outcome"),
            condition=pgtrigger.Condition("NEW.outcome = 'graduated'"),
            func="""
                IF NOT EXISTS (SELECT FROM pilots_graduation WHERE pilot_id = NEW.id) THEN
                    RAISE EXCEPTION 'graduated_is_confirmed' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        )
    ]


def mentor_triggers() -> list[pgtrigger.Trigger]:
    """A pembina is a graduate of that province; asked, willing or not, and once no longer."""
    return [
        pgtrigger.Trigger(
            name="mentor_is_graduate",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Condition("NEW.state IN ('invited', 'active')"),
            func="""
                PERFORM 1 FROM pilots_graduation AS g JOIN pilots_pilot AS p ON p.id = g.pilot_id
                   JOIN businesses_business AS b ON b.id = p.business_id
                  WHERE g.id = NEW.graduation_id AND b.id = NEW.business_id AND b.state = 'verified'
                    AND b.province_id = NEW.province_id
                    FOR SHARE OF b;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'mentor_is_graduate' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.FSM(
            name="mentor_flow",
            field="state",
            transitions=[
                ("invited", "active"),
                ("invited", "declined"),
                ("invited", "ended"),
                ("active", "ended"),
            ],
        ),
        stays("mentor_stays", ("business_id", "graduation_id", "province_id", "invited_by_id", "invited_at")),
        pgtrigger.Protect(name="keep_mentor", operation=pgtrigger.Delete),
    ]


def mentorship_triggers() -> list[pgtrigger.Trigger]:
    return [
        _mentorship_fits(),
        _no_circle(),
        pgtrigger.FSM(
            name="mentorship_flow",
            field="state",
            transitions=[("proposed", "active"), ("proposed", "declined"), ("active", "ended")],
        ),
        stays(
            "mentorship_stays",
            ("mentor_id", "guide_id", "business_id", "province_id", "asked_by_id", "asked_at"),
        ),
        pgtrigger.Protect(name="keep_mentorship", operation=pgtrigger.Delete),
    ]


def _mentorship_fits() -> pgtrigger.Trigger:
    """A pembina of the province with a verified business of the same province and another owner."""
    return pgtrigger.Trigger(
        name="mentorship_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("NEW.state IN ('proposed', 'active')"),
        func="""
            PERFORM 1 FROM pilots_mentor AS m
              WHERE m.id = NEW.mentor_id AND m.state = 'active' AND m.business_id = NEW.guide_id
                AND m.province_id = NEW.province_id
                FOR SHARE OF m;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'mentorship_fits: no pembina of this province' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM businesses_business AS b JOIN businesses_business AS g ON g.id = NEW.guide_id
              WHERE b.id = NEW.business_id AND b.state = 'verified' AND b.province_id = NEW.province_id
                AND g.province_id = NEW.province_id AND b.owner_id <> g.owner_id
                FOR SHARE OF b;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'mentorship_fits: no other verified business of this province'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF EXISTS (SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                        WHERE b.id IN (NEW.business_id, NEW.guide_id) AND c.restricted_at IS NOT NULL) THEN
                RAISE EXCEPTION 'mentorship_fits: not to be processed' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _no_circle() -> pgtrigger.Trigger:
    """Nobody is guided by who learned from it, in whatever generation. Those of a province come one after the other,
    else two halves of a circle could be written at the same moment."""
    # the only part put in is our own constant
    return pgtrigger.Trigger(
        name="mentorship_no_circle",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("NEW.state = 'active'"),
        func=f"""
            PERFORM 1 FROM regions_province WHERE code = NEW.province_id FOR NO KEY UPDATE;
            IF EXISTS (
                WITH RECURSIVE above(business_id, steps) AS (
                    SELECT NEW.guide_id, 1
                    UNION
                    SELECT m.guide_id, a.steps + 1
                      FROM above AS a JOIN pilots_mentorship AS m ON m.business_id = a.business_id
                     WHERE m.state IN ('active', 'ended') AND m.id <> NEW.id AND a.steps < {LONGEST_LINE}
                )
                SELECT FROM above WHERE business_id = NEW.business_id OR steps >= {LONGEST_LINE}
            ) THEN
                RAISE EXCEPTION 'mentorship_no_circle' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — our own constants
    )
