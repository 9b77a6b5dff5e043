"""The walls around freed seats, their offers and moves between seats, as triggers."""

from __future__ import annotations

import pgtrigger

from .walls import stays


# long by its SQL
def pilot_seat_triggers() -> list[pgtrigger.Trigger]:
    """Nobody sits on a seat that is offered to another; a seat that is left belongs to the waiting list first.

    Long by the SQL of its three triggers.
    """
    return [
        pgtrigger.Trigger(
            name="pilot_seat_not_offered",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("seat_id"),
            # the lock: an offer of the same seat made at this instant waits, and then sees the pilot
            func="""
                PERFORM 1 FROM pilots_seat WHERE id = NEW.seat_id FOR NO KEY UPDATE;
                IF EXISTS (SELECT FROM pilots_seatoffer WHERE seat_id = NEW.seat_id AND state = 'open') THEN
                    RAISE EXCEPTION 'pilot_seat_not_offered' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="pilot_moves_on_record",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("seat_id"),
            condition=pgtrigger.Condition("OLD.seat_id IS DISTINCT FROM NEW.seat_id"),
            func="""
                PERFORM 1 FROM pilots_seat AS s JOIN partnership_phase AS f ON f.id = s.phase_id
                  WHERE s.id = NEW.seat_id AND f.state = 'open' FOR SHARE OF f;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'pilot_moves_on_record: phase not open' USING ERRCODE = 'check_violation';
                END IF;
                IF (OLD.seat_id, NEW.seat_id) IS DISTINCT FROM (
                    SELECT (from_seat_id, to_seat_id) FROM pilots_move
                     WHERE pilot_id = NEW.id ORDER BY id DESC LIMIT 1) THEN
                    RAISE EXCEPTION 'pilot_moves_on_record' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="pilot_frees_seat",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("ended_at", "seat_id"),
            # who graduates has done what the seat was for: a decision fills it, not the list
            condition=pgtrigger.Condition(
                "OLD.seat_id IS DISTINCT FROM NEW.seat_id"
                " OR (OLD.ended_at IS NULL AND NEW.outcome IN ('withdrawn', 'replaced'))"
            ),
            func="""
                UPDATE pilots_seat SET freed_at = now() WHERE id = OLD.seat_id;
                RETURN NULL;
            """,
        ),
    ]


def move_triggers() -> list[pgtrigger.Trigger]:
    """A move is on record and has happened: both or neither."""
    return [
        pgtrigger.Protect(name="keep_move", operation=pgtrigger.Delete | pgtrigger.Update),
        pgtrigger.Trigger(
            name="move_of_who_sits_there",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM pilots_pilot
                  WHERE id = NEW.pilot_id AND seat_id = NEW.from_seat_id AND ended_at IS NULL FOR NO KEY UPDATE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'move_of_who_sits_there' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="move_has_happened",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            func="""
                IF NOT EXISTS (SELECT FROM pilots_pilot WHERE id = NEW.pilot_id AND seat_id = NEW.to_seat_id)
                   AND NOT EXISTS (SELECT FROM pilots_move
                                    WHERE pilot_id = NEW.pilot_id AND id > NEW.id AND from_seat_id = NEW.to_seat_id)
                THEN
                    RAISE EXCEPTION 'move_has_happened' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            """,
        ),
    ]


def offer_triggers() -> list[pgtrigger.Trigger]:
    """Offered is a free seat of an open phase, to one who waits for it; answered once; never deleted."""
    return [
        _offer_fits(),
        pgtrigger.Protect(name="keep_offer", operation=pgtrigger.Delete),
        stays("offer_stays", ("seat_id", "nomination_id", "offered_at", "answer_by")),
        pgtrigger.Protect(
            name="offer_ends_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.state <> 'open'"),
        ),
        _offer_accepted_is_seated(),
    ]


def _offer_fits() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="offer_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        # locks in the order of the services: phase, seat, nomination
        func="""
            IF NEW.state <> 'open' THEN
                RAISE EXCEPTION 'offer_fits: made open' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM pilots_seat AS s JOIN partnership_phase AS f ON f.id = s.phase_id
              WHERE s.id = NEW.seat_id AND f.state = 'open' FOR SHARE OF f;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'offer_fits: phase not open' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM pilots_seat WHERE id = NEW.seat_id FOR NO KEY UPDATE;
            IF EXISTS (SELECT FROM pilots_pilot WHERE seat_id = NEW.seat_id AND ended_at IS NULL) THEN
                RAISE EXCEPTION 'offer_fits: somebody sits there' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM pilots_nomination AS n JOIN pilots_seat AS s ON s.id = NEW.seat_id
              WHERE n.id = NEW.nomination_id AND n.state = 'waitlisted'
                AND n.phase_id = s.phase_id AND n.province_id = s.province_id
                FOR SHARE OF n;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'offer_fits: not on the waiting list of this seat' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _offer_accepted_is_seated() -> pgtrigger.Trigger:
    """Who said yes sits there when the transaction is through."""
    return pgtrigger.Trigger(
        name="offer_accepted_is_seated",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("state"),
        timing=pgtrigger.Deferred,
        func="""
            IF NEW.state = 'accepted' AND NOT EXISTS (
                SELECT FROM pilots_pilot WHERE nomination_id = NEW.nomination_id) THEN
                RAISE EXCEPTION 'offer_accepted_is_seated' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def offered_nomination_triggers() -> list[pgtrigger.Trigger]:
    """Whoever is asked stays on the list until the question is answered or taken back."""
    return [
        pgtrigger.Trigger(
            name="nomination_offer_ends_first",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Condition("OLD.state = 'waitlisted' AND NEW.state <> 'waitlisted'"),
            func="""
                IF EXISTS (SELECT FROM pilots_seatoffer WHERE nomination_id = NEW.id AND state = 'open') THEN
                    RAISE EXCEPTION 'nomination_offer_ends_first' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        )
    ]
