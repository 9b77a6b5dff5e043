"""What lower floors do to a person or a business reaches stories and pembinaan at once. In SQL, because their tables
belong to lower floors.

- Whose data is not to be processed, or who hands the business on, has no story in public: the consents end, and their
  trigger takes the stories down. The stories are locked first, as everywhere.
- A business that guides or is guided neither moves to another province nor goes into another.
"""

from django.db import migrations

FOLLOW = """
CREATE OR REPLACE FUNCTION pilots_stories_end(the_businesses bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM pilots_story WHERE business_id = ANY(the_businesses) ORDER BY id FOR NO KEY UPDATE;
    UPDATE pilots_storyconsent AS c SET withdrawn_at = now()
      FROM pilots_story AS s
     WHERE s.id = c.story_id AND s.business_id = ANY(the_businesses) AND c.withdrawn_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION pilots_stories_of_restricted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pilots_stories_end(ARRAY(SELECT id FROM businesses_business WHERE owner_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER pilots_stories_of_restricted
    AFTER UPDATE OF restricted_at ON cadres_cadre
    FOR EACH ROW WHEN (OLD.restricted_at IS NULL AND NEW.restricted_at IS NOT NULL)
    EXECUTE FUNCTION pilots_stories_of_restricted();

CREATE OR REPLACE FUNCTION pilots_stories_of_handed_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pilots_stories_end(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER pilots_stories_of_handed_on
    AFTER UPDATE OF owner_id ON businesses_business
    FOR EACH ROW WHEN (OLD.owner_id <> NEW.owner_id)
    EXECUTE FUNCTION pilots_stories_of_handed_on();

CREATE OR REPLACE FUNCTION pilots_guided_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pilots_mentorship
                WHERE (business_id = NEW.id OR guide_id = NEW.id) AND state = 'active')
       OR EXISTS (SELECT FROM pilots_mentor WHERE business_id = NEW.id AND state = 'active') THEN
        RAISE EXCEPTION 'pilots_guided_stay' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pilots_guided_stay
    BEFORE UPDATE OF state, province_id ON businesses_business
    FOR EACH ROW WHEN (OLD.province_id <> NEW.province_id OR OLD.state <> NEW.state)
    EXECUTE FUNCTION pilots_guided_stay();
"""
UNDO = """
DROP TRIGGER pilots_guided_stay ON businesses_business;
DROP FUNCTION pilots_guided_stay();
DROP TRIGGER pilots_stories_of_handed_on ON businesses_business;
DROP FUNCTION pilots_stories_of_handed_on();
DROP TRIGGER pilots_stories_of_restricted ON cadres_cadre;
DROP FUNCTION pilots_stories_of_restricted();
DROP FUNCTION pilots_stories_end(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("pilots", "0012_the_embryo")]

    operations = [migrations.RunSQL(FOLLOW, UNDO)]
