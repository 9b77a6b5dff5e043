import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('partnership', '0005_usual_criteria'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='criteria_before_opening', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE the_phase bigint;', func="\n                FOREACH the_phase IN ARRAY\n                    array_remove(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.phase_id END,\n                                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.phase_id END], NULL)\n                LOOP\n                    PERFORM 1 FROM partnership_phase WHERE id = the_phase AND state = 'planned' FOR SHARE;\n                    IF NOT FOUND THEN\n                        RAISE EXCEPTION 'criteria_before_opening' USING ERRCODE = 'check_violation';\n                    END IF;\n                END LOOP;\n                RETURN COALESCE(NEW, OLD);\n            ", hash='3f3e7b2441efdddf77c77aaf82b8bd7d2d79c5f9', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_criteria_before_opening_fcc06', table='partnership_criterion', when='BEFORE')),
        ),
    ]
