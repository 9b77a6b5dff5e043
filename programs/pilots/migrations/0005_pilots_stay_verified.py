"""A business on a seat stays verified and in its province. In SQL, because its table belongs to a lower floor."""

from django.db import migrations

STAY = """
CREATE OR REPLACE FUNCTION pilots_stay_verified() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pilots_pilot WHERE business_id = NEW.id AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'pilots_stay_verified' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pilots_stay_verified
    BEFORE UPDATE OF state, province_id ON businesses_business
    FOR EACH ROW WHEN (OLD.province_id <> NEW.province_id OR OLD.state <> NEW.state)
    EXECUTE FUNCTION pilots_stay_verified();
"""
UNDO = """
DROP TRIGGER pilots_stay_verified ON businesses_business;
DROP FUNCTION pilots_stay_verified();
"""


class Migration(migrations.Migration):
    dependencies = [("pilots", "0004_walls"), ("businesses", "0003_initial")]

    operations = [migrations.RunSQL(STAY, UNDO)]
