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


def pilot_triggers() -> list[pgtrigger.Trigger]:
    """Only a verified business of the seat's province sits on it (rule 2 of the product page)."""
    return [
        pgtrigger.Trigger(
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
    ]
