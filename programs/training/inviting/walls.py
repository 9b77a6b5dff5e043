"""The walls around who gets a place in a session, as triggers (rule 4 of the product page)."""

from __future__ import annotations

import pgtrigger

# the seats of the session's provinces whose pilots may still want a place
HELD_FOR_PILOTS = """
    SELECT count(*) FROM pilots_seat AS seat
      JOIN training_sessionprovince AS sp ON sp.session_id = {session}.id AND sp.province_id = seat.province_id
     WHERE seat.phase_id = {session}.phase_id AND NOT EXISTS (
        SELECT FROM training_invitation AS i JOIN pilots_pilot AS p ON p.id = i.pilot_id
         WHERE i.session_id = {session}.id AND i.state = 'confirmed' AND p.seat_id = seat.id AND p.ended_at IS NULL)
"""


def confirmed_within_capacity() -> pgtrigger.Trigger:
    """Confirmed invitations never exceed the capacity, and until its deadline an observer's takes no place that a
    pilot may still want. The session's row is the queue.
    """
    return pgtrigger.Trigger(
        name="confirmed_within_capacity",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "session_id", "kind"),
        declare=[("place", "training_session"), ("confirmed", "int"), ("held", "int")],
        func=f"""
            IF NEW.state = 'confirmed' THEN
                SELECT * INTO place FROM training_session WHERE id = NEW.session_id FOR UPDATE;
                SELECT count(*) INTO confirmed FROM training_invitation
                 WHERE session_id = NEW.session_id AND state = 'confirmed' AND id <> NEW.id;
                IF confirmed >= place.capacity THEN
                    RAISE EXCEPTION 'confirmed_within_capacity' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.kind = 'observer' AND OLD.state IS DISTINCT FROM 'confirmed' AND coalesce(place.pilots_first_until, 'infinity') > clock_timestamp() THEN
                    held := ({HELD_FOR_PILOTS.format(session="place")});
                    IF confirmed + held >= place.capacity THEN
                        RAISE EXCEPTION 'places_held_for_pilots' USING ERRCODE = 'check_violation';
                    END IF;
                END IF;
            END IF;
            RETURN NEW;
        """,  # noqa: S608  only our own constant
    )


def one_person_one_place() -> pgtrigger.Trigger:
    """Whoever comes, invited or as a substitute, comes for one business: a telephone number takes one place."""
    return pgtrigger.Trigger(
        name="one_person_one_place",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "substitute_id", "person_id"),
        condition=pgtrigger.Condition(
            "NEW.state IN ('confirmed', 'waiting') OR NEW.substitute_id IS NOT NULL"
        ),
        declare=[("number", "text")],
        func="""
            IF NEW.substitute_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM training_substitute WHERE id = NEW.substitute_id AND invitation_id = NEW.id
            ) THEN
                RAISE EXCEPTION 'substitute_of_invitation' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM training_session WHERE id = NEW.session_id FOR UPDATE;
            IF NEW.substitute_id IS NULL THEN
                SELECT phone INTO number FROM accounts_user WHERE id = NEW.person_id;
            ELSE
                SELECT phone INTO number FROM training_substitute WHERE id = NEW.substitute_id;
            END IF;
            IF number <> '' AND EXISTS (
                SELECT FROM training_invitation AS i
                  JOIN accounts_user AS u ON u.id = i.person_id
                  LEFT JOIN training_substitute AS s ON s.id = i.substitute_id
                 WHERE i.session_id = NEW.session_id AND i.id <> NEW.id AND i.state IN ('confirmed', 'waiting')
                   AND CASE WHEN s.id IS NULL THEN u.phone ELSE s.phone END = number
            ) THEN
                RAISE EXCEPTION 'one_person_one_place' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def business_of_pilot() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="business_of_pilot",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("pilot_id", "business_id"),
        condition=pgtrigger.Condition("NEW.pilot_id IS NOT NULL"),
        func="""
            IF NEW.business_id IS NULL THEN
                SELECT business_id INTO NEW.business_id FROM pilots_pilot WHERE id = NEW.pilot_id;
            ELSIF NOT EXISTS (SELECT FROM pilots_pilot WHERE id = NEW.pilot_id AND business_id = NEW.business_id) THEN
                RAISE EXCEPTION 'business_of_pilot' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def observer_eligible() -> pgtrigger.Trigger:
    """Observers are waitlisted for the session's phase, or have graduated, in one of its provinces."""
    return pgtrigger.Trigger(
        name="observer_eligible",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind", "business_id", "session_id", "state"),
        condition=pgtrigger.Condition("NEW.kind = 'observer' AND NEW.state <> 'cancelled'"),
        func="""
            IF TG_OP = 'UPDATE' AND OLD.state <> 'cancelled' AND (OLD.kind, OLD.business_id, OLD.session_id, OLD.province_id)
               = (NEW.kind, NEW.business_id, NEW.session_id, NEW.province_id) THEN
                RETURN NEW;
            END IF;
            IF NOT EXISTS (
                SELECT FROM pilots_nomination AS n JOIN training_session AS s ON s.phase_id = n.phase_id
                  JOIN training_sessionprovince AS sp ON sp.session_id = s.id AND sp.province_id = n.province_id
                 WHERE s.id = NEW.session_id AND n.business_id = NEW.business_id AND n.state = 'waitlisted'
                   AND n.province_id = NEW.province_id
            ) AND NOT EXISTS (
                SELECT FROM pilots_pilot AS p JOIN pilots_seat AS seat ON seat.id = p.seat_id
                  JOIN training_sessionprovince AS sp ON sp.province_id = seat.province_id
                 WHERE sp.session_id = NEW.session_id AND p.business_id = NEW.business_id
                   AND p.outcome = 'graduated' AND seat.province_id = NEW.province_id
            ) THEN
                RAISE EXCEPTION 'observer_eligible' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def invitation_ends_dated() -> pgtrigger.Trigger:
    """However it ends or begins anew: when, and counted for calendars."""
    return pgtrigger.Trigger(
        name="ends_dated",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        func="""
            IF NEW.state <> 'cancelled' THEN
                NEW.ended_at := NULL; NEW.ended_by_id := NULL; NEW.end_reason := '';
            ELSE
                NEW.ended_at := coalesce(NEW.ended_at, clock_timestamp());
            END IF;
            IF TG_OP = 'UPDATE' AND (OLD.state = 'cancelled') <> (NEW.state = 'cancelled') THEN
                NEW.revision := OLD.revision + 1;
            END IF;
            RETURN NEW;
        """,
    )


def invitation_stays() -> list[pgtrigger.Trigger]:
    """Whose it is and to what never changes. It speaks for another business of the same person only with another
    pilot, or when it begins anew; its secret goes with the person's data (the erasure steps past `token_stays`).
    """
    return [
        pgtrigger.Protect(name="keep_invitation", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name="invitation_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.session_id <> NEW.session_id OR OLD.person_id <> NEW.person_id"
                " OR OLD.invited_at <> NEW.invited_at"
            ),
        ),
        pgtrigger.Protect(
            name="token_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.token <> NEW.token"),
        ),
        pgtrigger.Trigger(
            name="business_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("business_id"),
            condition=pgtrigger.Condition("OLD.business_id <> NEW.business_id"),
            func="""
                IF NOT (NEW.pilot_id IS NOT NULL AND NEW.pilot_id IS DISTINCT FROM OLD.pilot_id
                        OR OLD.state = 'cancelled' AND NEW.state = 'invited')
                   OR NOT EXISTS (
                    SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                     WHERE b.id = NEW.business_id AND c.user_id = NEW.person_id
                ) THEN
                    RAISE EXCEPTION 'business_stays' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def invitation_triggers() -> list[pgtrigger.Trigger]:
    return [
        business_of_pilot(),
        confirmed_within_capacity(),
        invitation_ends_dated(),
        observer_eligible(),
        one_person_one_place(),
        *invitation_stays(),
    ]


def substitute_triggers() -> list[pgtrigger.Trigger]:
    """Who was named stays as named; another one is another row. Only an erasure takes the words away."""
    return [
        pgtrigger.Protect(
            name="substitute_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.invitation_id <> NEW.invitation_id OR OLD.consent_version <> NEW.consent_version"
                " OR OLD.named_at <> NEW.named_at OR OLD.named_via <> NEW.named_via"
                " OR (NEW.name <> '' AND OLD.name <> NEW.name) OR (NEW.phone <> '' AND OLD.phone <> NEW.phone)"
                " OR (NEW.email <> '' AND OLD.email <> NEW.email)"
                " OR (OLD.erased_at IS NOT NULL AND OLD.erased_at IS DISTINCT FROM NEW.erased_at)"
            ),
        ),
        pgtrigger.Protect(name="keep_substitute", operation=pgtrigger.Delete),
    ]


def attendance_of_substitute() -> pgtrigger.Trigger:
    """Who came instead was named for just this invitation."""
    return pgtrigger.Trigger(
        name="attendance_of_substitute",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("substitute_id", "invitation_id"),
        condition=pgtrigger.Condition("NEW.substitute_id IS NOT NULL"),
        func="""
            IF NOT EXISTS (
                SELECT FROM training_substitute WHERE id = NEW.substitute_id AND invitation_id = NEW.invitation_id
            ) THEN
                RAISE EXCEPTION 'attendance_of_substitute' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
