"""The walls around seats and pilots, as triggers: they hold against imports and the shell too."""

from __future__ import annotations

import pgtrigger


def seat_triggers() -> list[pgtrigger.Trigger]:
    """Seats are what the quota says: no more, no fewer, at the end of each transaction."""
    return [
        pgtrigger.Trigger(
            name="seat_count_is_quota",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            timing=pgtrigger.Deferred,
            declare=[("quota", "int"), ("seats", "int"), ("the_phase", "bigint"), ("the_province", "text")],
            func="""
                the_phase := COALESCE(NEW.phase_id, OLD.phase_id);
                the_province := COALESCE(NEW.province_id, OLD.province_id);
                SELECT pp.quota INTO quota FROM partnership_phaseprovince AS pp
                 WHERE pp.phase_id = the_phase AND pp.province_id = the_province;
                SELECT count(*) INTO seats FROM pilots_seat
                 WHERE phase_id = the_phase AND province_id = the_province;
                IF seats <> COALESCE(quota, 0) THEN
                    RAISE EXCEPTION 'seat_count_is_quota: % seats, quota %', seats, COALESCE(quota, 0)
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            """,
        )
    ]


# from → to. Accepted, declined and withdrawn are final: a pilot ends by its own record
TRANSITIONS = (
    ("proposed", "accepted"),
    ("proposed", "waitlisted"),
    ("proposed", "declined"),
    ("proposed", "withdrawn"),
    ("waitlisted", "accepted"),
    ("waitlisted", "declined"),
    ("waitlisted", "withdrawn"),
)
REASON_LENGTH = 20  # the fewest letters that explain a refusal to the person who reads it


def nomination_triggers() -> list[pgtrigger.Trigger]:
    """What is proposed fits, stays what it was, moves one step at a time and is never deleted."""
    return [
        _nomination_fits(),
        pgtrigger.Protect(name="keep_nomination", operation=pgtrigger.Delete),
        stays(
            "nomination_stays",
            ("phase_id", "business_id", "province_id", "nominated_by_id", "nominated_at"),
        ),
        _nomination_flow(),
        stays(
            "decision_stays",
            ("decided_by_id", "decided_at", "decision_reason", "waitlist_rank"),
            where="OLD.state NOT IN ('proposed', 'waitlisted')",
        ),
    ]


def _nomination_fits() -> pgtrigger.Trigger:
    """Into an open phase with that province; a verified business of that province; nobody's own, no restricted one."""
    return pgtrigger.Trigger(
        name="nomination_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM partnership_phase AS f JOIN partnership_phaseprovince AS pp ON pp.phase_id = f.id
              WHERE f.id = NEW.phase_id AND f.state = 'open' AND pp.province_id = NEW.province_id
                FOR SHARE OF f;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nomination_fits: no open phase with this province' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM businesses_business AS b
              WHERE b.id = NEW.business_id AND b.state = 'verified' AND b.province_id = NEW.province_id
                FOR SHARE OF b;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nomination_fits: no verified business of this province'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF EXISTS (SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                        WHERE b.id = NEW.business_id AND c.user_id = NEW.nominated_by_id) THEN
                RAISE EXCEPTION 'nomination_fits: own business' USING ERRCODE = 'check_violation';
            END IF;
            IF EXISTS (SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                        WHERE b.id = NEW.business_id AND c.restricted_at IS NOT NULL) THEN
                RAISE EXCEPTION 'nomination_fits: not to be processed' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _nomination_flow() -> pgtrigger.Trigger:
    allowed = ", ".join(f"('{old}', '{new}')" for old, new in TRANSITIONS)
    return pgtrigger.Trigger(
        name="nomination_flow",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
        # the only parts put in are our own constants
        func=f"""
            IF (OLD.state, NEW.state) NOT IN ({allowed}) THEN
                RAISE EXCEPTION 'nomination_flow: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'declined' AND length(btrim(NEW.decision_reason)) < {REASON_LENGTH} THEN
                RAISE EXCEPTION 'nomination_flow: declined without a reason' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state IN ('accepted', 'waitlisted') THEN
                PERFORM 1 FROM partnership_phase WHERE id = NEW.phase_id AND state = 'open' FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'nomination_flow: phase not open' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,
    )


def stays(name: str, columns: tuple[str, ...], *, where: str = "") -> pgtrigger.Trigger:
    """These columns say what a row is; another value would make it another row."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Protect(
        name=name,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.Condition(f"{where} AND ({changed})" if where else changed),
    )


def pilot_triggers() -> list[pgtrigger.Trigger]:
    """Who sits on a seat was accepted for it, and ends once."""
    return [
        _pilot_verified_and_local(),
        _pilot_as_accepted(),
        pgtrigger.Protect(name="keep_pilot", operation=pgtrigger.Delete),
        # the seat changes by a Move only: walls_seats
        stays("pilot_stays", ("business_id", "nomination_id", "accepted_by_id", "accepted_at")),
        pgtrigger.Protect(
            name="pilot_ends_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
        ),
    ]


def _pilot_as_accepted() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="pilot_as_accepted",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM pilots_nomination AS n JOIN pilots_seat AS s ON s.id = NEW.seat_id
              WHERE n.id = NEW.nomination_id AND n.state = 'accepted' AND n.business_id = NEW.business_id
                AND n.phase_id = s.phase_id AND n.province_id = s.province_id;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'pilot_as_accepted' USING ERRCODE = 'check_violation';
            END IF;
            IF EXISTS (SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                        WHERE b.id = NEW.business_id AND c.restricted_at IS NOT NULL) THEN
                RAISE EXCEPTION 'pilot_as_accepted: not to be processed' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _pilot_verified_and_local() -> pgtrigger.Trigger:
    """Only a verified business of the seat's province sits on it (rule 2 of the product page)."""
    return pgtrigger.Trigger(
        name="pilot_verified_and_local",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("seat_id", "business_id", "ended_at"),
        func="""
            IF NEW.ended_at IS NULL THEN
                PERFORM 1 FROM businesses_business AS b JOIN pilots_seat AS s ON s.id = NEW.seat_id
                  WHERE b.id = NEW.business_id AND b.state = 'verified' AND b.province_id = s.province_id
                    FOR SHARE OF b;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'pilot_verified_and_local' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,
    )
