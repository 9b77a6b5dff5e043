"""A quota never takes away a seat that was offered; a seat that it adds is offered. In SQL, because the table that changes
belongs to a lower floor."""

from django.db import migrations

FOLLOW = """
CREATE OR REPLACE FUNCTION pilots_seats_follow_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted int := 0;
    freed timestamptz;
    the_phase bigint;
    the_province text;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.phase_id, OLD.province_id) IS DISTINCT FROM (NEW.phase_id, NEW.province_id) THEN
        RAISE EXCEPTION 'seats_follow_quota: a province stays in its phase' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        the_phase := OLD.phase_id;
        the_province := OLD.province_id;
    ELSE
        the_phase := NEW.phase_id;
        the_province := NEW.province_id;
        wanted := NEW.quota;
    END IF;
    -- a seat that a running phase gains is the waiting list's first, as one that becomes free
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT FROM partnership_phase WHERE id = the_phase AND state = 'open') THEN
        freed := now();
    END IF;
    -- an acceptance under way holds the seats: wait for it, then see its pilot
    PERFORM 1 FROM pilots_seat
      WHERE phase_id = the_phase AND province_id = the_province AND number > wanted FOR UPDATE;
    PERFORM 1 FROM pilots_pilot AS p JOIN pilots_seat AS s ON s.id = p.seat_id
      WHERE s.phase_id = the_phase AND s.province_id = the_province AND s.number > wanted;
    IF FOUND OR EXISTS (
        SELECT FROM pilots_seatoffer AS o JOIN pilots_seat AS s ON s.id = o.seat_id
         WHERE s.phase_id = the_phase AND s.province_id = the_province AND s.number > wanted
        UNION ALL
        SELECT FROM pilots_move AS m JOIN pilots_seat AS s ON s.id = m.from_seat_id
         WHERE s.phase_id = the_phase AND s.province_id = the_province AND s.number > wanted) THEN
        RAISE EXCEPTION 'seats_follow_quota: somebody sits or sat on a seat above %, or was offered it', wanted
            USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM pilots_seat
      WHERE phase_id = the_phase AND province_id = the_province AND number > wanted;
    INSERT INTO pilots_seat (phase_id, province_id, number, freed_at)
      SELECT the_phase, the_province, n, freed FROM generate_series(1, wanted) AS n
          ON CONFLICT (phase_id, province_id, number) DO NOTHING;
    RETURN NULL;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION pilots_seats_follow_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted int := 0;
    the_phase bigint;
    the_province text;
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.phase_id, OLD.province_id) IS DISTINCT FROM (NEW.phase_id, NEW.province_id) THEN
        RAISE EXCEPTION 'seats_follow_quota: a province stays in its phase' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        the_phase := OLD.phase_id;
        the_province := OLD.province_id;
    ELSE
        the_phase := NEW.phase_id;
        the_province := NEW.province_id;
        wanted := NEW.quota;
    END IF;
    -- an acceptance under way holds the seats: wait for it, then see its pilot
    PERFORM 1 FROM pilots_seat
      WHERE phase_id = the_phase AND province_id = the_province AND number > wanted FOR UPDATE;
    PERFORM 1 FROM pilots_pilot AS p JOIN pilots_seat AS s ON s.id = p.seat_id
      WHERE s.phase_id = the_phase AND s.province_id = the_province AND s.number > wanted;
    IF FOUND THEN
        RAISE EXCEPTION 'seats_follow_quota: somebody sits, or sat, on a seat above %', wanted
            USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM pilots_seat
      WHERE phase_id = the_phase AND province_id = the_province AND number > wanted;
    INSERT INTO pilots_seat (phase_id, province_id, number)
      SELECT the_phase, the_province, n FROM generate_series(1, wanted) AS n
          ON CONFLICT (phase_id, province_id, number) DO NOTHING;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pilots", "0010_seat_offers_and_drafts")]

    operations = [migrations.RunSQL(FOLLOW, BEFORE)]
