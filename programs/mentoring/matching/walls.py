"""The walls around mentors and whom they mentor, as triggers."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger

# a member of Jamkrindo's staff today
IS_STAFF = """EXISTS (SELECT FROM accounts_rolegrant
                       WHERE user_id = {user} AND role = 'jamkrindo' AND ended_at IS NULL)"""

# who names mentors
MATCHES = """EXISTS (SELECT FROM accounts_rolegrant
                     WHERE user_id = NEW.answered_by_id AND role IN ('jamkrindo', 'admin') AND ended_at IS NULL)"""


def _mentors(person: str, business: str) -> str:
    return f"""SELECT FROM mentoring_assignment AS a JOIN mentoring_mentorprofile AS m ON m.id = a.mentor_id
                            WHERE m.user_id = {person} AND a.business_id = {business}"""


def review_triggers() -> list[pgtrigger.Trigger]:
    """Who mentors a business, or did, may step aside from a review of it, and gives no score."""
    mentors = _mentors("NEW.reviewer_id", "n.business_id")
    return [
        pgtrigger.Trigger(
            name="review_by_no_mentor",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("declaration", "handed_in_at"),
            condition=pgtrigger.Condition("NEW.declaration = 'none'"),
            # the only parts put in are our own names
            func=f"""
                IF EXISTS (SELECT FROM pilots_nomination AS n WHERE n.id = NEW.nomination_id AND EXISTS ({mentors})) THEN
                    RAISE EXCEPTION 'review_by_no_mentor' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        )
    ]


def decision_triggers() -> list[pgtrigger.Trigger]:
    """Nor does the mentor decide; an owner's withdrawal is no decision."""
    return [
        pgtrigger.Trigger(
            name="decided_by_no_mentor",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Condition(
                "OLD.state IS DISTINCT FROM NEW.state AND NEW.state <> 'withdrawn'"
            ),
            func=f"""
                IF EXISTS ({_mentors("NEW.decided_by_id", "NEW.business_id")}) THEN
                    RAISE EXCEPTION 'decided_by_no_mentor' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        )
    ]


def differs(columns: Iterable[str]) -> str:
    return " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)


def profile_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="capacity_holds_mentored",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("capacity"),
            func="""
                IF (SELECT count(*) FROM mentoring_assignment
                     WHERE mentor_id = NEW.id AND ended_at IS NULL) > NEW.capacity THEN
                    RAISE EXCEPTION 'capacity_holds_mentored' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(
            name="profile_person_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(differs(("user_id", "created_at"))),
        ),
        pgtrigger.Protect(name="keep_mentor_profile", operation=pgtrigger.Delete),
    ]


def assignment_triggers() -> list[pgtrigger.Trigger]:
    """The mentor's row is the queue: whoever assigns to the same one waits, then counts what really is."""
    begun = ("mentor_id", "business_id", "province_id", "began_at", "began_by_id", "reason")
    return [
        pgtrigger.Trigger(
            name="mentor_within_capacity",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("places", "int"), ("person", "int")],
            func=f"""
                IF NEW.ended_at IS NOT NULL THEN
                    RETURN NEW;
                END IF;
                SELECT capacity, user_id INTO places, person FROM mentoring_mentorprofile
                 WHERE id = NEW.mentor_id FOR UPDATE;
                IF (SELECT count(*) FROM mentoring_assignment
                     WHERE mentor_id = NEW.mentor_id AND ended_at IS NULL) >= places THEN
                    RAISE EXCEPTION 'mentor_within_capacity' USING ERRCODE = 'check_violation';
                END IF;
                IF NOT {IS_STAFF.format(user="person")} THEN
                    RAISE EXCEPTION 'mentor_is_staff' USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                            WHERE b.id = NEW.business_id AND c.user_id = person) THEN
                    RAISE EXCEPTION 'mentor_never_owner' USING ERRCODE = 'check_violation';
                END IF;
                IF NOT EXISTS (SELECT FROM pilots_pilot WHERE business_id = NEW.business_id AND ended_at IS NULL) THEN
                    RAISE EXCEPTION 'mentored_is_pilot' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,  # noqa: S608  only our own constant
        ),
        pgtrigger.Protect(
            name="assignment_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"{differs(begun)} OR (OLD.ended_at IS NOT NULL AND ({differs(('ended_at', 'ended_by_id'))}))"
            ),
        ),
        pgtrigger.Protect(name="keep_assignment", operation=pgtrigger.Delete),
    ]


def handover_triggers() -> list[pgtrigger.Trigger]:
    subject = ("assignment_id", "to_mentor_id", "offered_by_id", "offered_at")
    return [
        _handover_takes_effect(),
        _handover_answered_by_asked(),
        pgtrigger.Protect(
            name="handover_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"{differs(subject)} OR (OLD.state <> 'offered' AND ({differs(('state', 'answered_at', 'answered_by_id', 'became_id'))}))"
            ),
        ),
        pgtrigger.Protect(name="keep_handover", operation=pgtrigger.Delete),
    ]


def _handover_takes_effect() -> pgtrigger.Trigger:
    """Offered while the assignment runs, to another mentor; accepted with the assignment that came of it."""
    return pgtrigger.Trigger(
        name="handover_takes_effect",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
                IF NEW.state = 'offered' AND EXISTS (
                    SELECT FROM mentoring_assignment WHERE id = NEW.assignment_id
                       AND (ended_at IS NOT NULL OR mentor_id = NEW.to_mentor_id)
                ) THEN
                    RAISE EXCEPTION 'handover_of_running' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.state = 'accepted' AND NOT EXISTS (
                    SELECT FROM mentoring_assignment AS fresh JOIN mentoring_assignment AS before ON before.id = NEW.assignment_id
                     WHERE fresh.id = NEW.became_id AND fresh.mentor_id = NEW.to_mentor_id
                       AND fresh.business_id = before.business_id AND before.ended_at IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'handover_takes_effect' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
    )


def _handover_answered_by_asked() -> pgtrigger.Trigger:
    """Yes and no are the asked mentor's; who offered it, or staff, takes it back."""
    return pgtrigger.Trigger(
        name="handover_answered_by_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "answered_by_id"),
        condition=pgtrigger.Condition("NEW.state <> 'offered'"),
        func=f"""
                IF NEW.state IN ('accepted', 'declined') AND NEW.answered_by_id IS DISTINCT FROM
                   (SELECT user_id FROM mentoring_mentorprofile WHERE id = NEW.to_mentor_id) THEN
                    RAISE EXCEPTION 'handover_answered_by_asked' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.state = 'withdrawn' AND NEW.answered_by_id <> NEW.offered_by_id AND NOT {MATCHES} THEN
                    RAISE EXCEPTION 'handover_answered_by_asked: withdrawn' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,  # noqa: S608  only our own constant
    )
