"""Seats appear and go with the quota. In SQL, because the table that changes belongs to a lower floor."""

from django.db import migrations

FOLLOW = """
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
CREATE TRIGGER pilots_seats_follow_quota
    AFTER INSERT OR DELETE OR UPDATE OF quota, phase_id, province_id ON partnership_phaseprovince
    FOR EACH ROW EXECUTE FUNCTION pilots_seats_follow_quota();
"""
UNDO = """
DROP TRIGGER pilots_seats_follow_quota ON partnership_phaseprovince;
DROP FUNCTION pilots_seats_follow_quota();
"""


class Migration(migrations.Migration):
    dependencies = [("pilots", "0002_initial"), ("partnership", "0002_initial")]

    operations = [migrations.RunSQL(FOLLOW, UNDO)]
