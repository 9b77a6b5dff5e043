"""A business that is proposed and waits for an answer neither moves away nor goes into another. In SQL, because its
table belongs to a lower floor."""

from django.db import migrations

STAY = """
CREATE OR REPLACE FUNCTION pilots_nominated_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pilots_nomination
                WHERE business_id = NEW.id AND state IN ('proposed', 'waitlisted')) THEN
        RAISE EXCEPTION 'pilots_nominated_stay' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pilots_nominated_stay
    BEFORE UPDATE OF state, province_id ON businesses_business
    FOR EACH ROW WHEN (OLD.province_id <> NEW.province_id OR OLD.state <> NEW.state)
    EXECUTE FUNCTION pilots_nominated_stay();
"""
UNDO = """
DROP TRIGGER pilots_nominated_stay ON businesses_business;
DROP FUNCTION pilots_nominated_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("pilots", "0007_restricted_people")]

    operations = [migrations.RunSQL(STAY, UNDO)]
