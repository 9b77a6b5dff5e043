"""Who may act and when, held by the database; and whose an answer about credit is: the business's owner of that moment."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

WHOSE = """
UPDATE bankaccess_creditanswer AS answer SET owner_id = COALESCE(
    (SELECT event.owner_id FROM businesses_businessevent AS event
      WHERE event.pgh_obj_id = answer.business_id AND event.pgh_created_at <= answer.recorded_at
      ORDER BY event.pgh_created_at DESC, event.pgh_id DESC LIMIT 1),
    (SELECT owner_id FROM businesses_business WHERE id = answer.business_id));
ALTER TABLE bankaccess_creditanswerevent DISABLE TRIGGER USER;
UPDATE bankaccess_creditanswerevent AS event SET owner_id = answer.owner_id
  FROM bankaccess_creditanswer AS answer WHERE answer.id = event.pgh_obj_id;
ALTER TABLE bankaccess_creditanswerevent ENABLE TRIGGER USER;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('bankaccess', '0003_bridge'),
        ('cadres', '0012_consent_for_a_bank'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='creditanswer',
            name='answer_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='creditanswer',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='terms',
            name='terms_next',
        ),
        migrations.AddField(
            model_name='creditanswer',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_answers', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='creditanswerevent',
            name='owner',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        migrations.RunSQL(WHOSE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='creditanswer',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credit_answers', to='cadres.cadre'),
        ),
        migrations.AlterField(
            model_name='creditanswerevent',
            name='owner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.cadre'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='creditanswer',
            trigger=pgtrigger.compiler.Trigger(name='answer_of_owner', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF NOT EXISTS (SELECT FROM businesses_business WHERE id = NEW.business_id AND owner_id = NEW.owner_id) THEN\n                    RAISE EXCEPTION 'answer_of_owner' USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='e66403c1af34795edfcbe483a32511e762dbfa99', operation='INSERT', pgid='pgtrigger_answer_of_owner_ad83c', table='bankaccess_creditanswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='creditanswer',
            trigger=pgtrigger.compiler.Trigger(name='answer_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.business_id IS DISTINCT FROM NEW.business_id OR OLD.owner_id IS DISTINCT FROM NEW.owner_id OR OLD.answered_on IS DISTINCT FROM NEW.answered_on OR OLD.has_programme_credit IS DISTINCT FROM NEW.has_programme_credit OR OLD.slik IS DISTINCT FROM NEW.slik OR OLD.sha256 IS DISTINCT FROM NEW.sha256 OR OLD.recorded_by_id IS DISTINCT FROM NEW.recorded_by_id OR OLD.recorded_at IS DISTINCT FROM NEW.recorded_at OR (OLD.file <> NEW.file AND NEW.file <> ''))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6d8ea15202bc3a1bdfa7aaf18e356be788d25092', operation='UPDATE', pgid='pgtrigger_answer_stays_6f339', table='bankaccess_creditanswer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='creditanswer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "bankaccess_creditanswerevent" ("answered_on", "business_id", "has_programme_credit", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "sha256", "slik") VALUES (NEW."answered_on", NEW."business_id", NEW."has_programme_credit", NEW."id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."sha256", NEW."slik"); RETURN NULL;', hash='05130cd5456c013095db5f549b3809778a39c836', operation='INSERT', pgid='pgtrigger_insert_insert_ebf47', table='bankaccess_creditanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opening',
            trigger=pgtrigger.compiler.Trigger(name='opening_within_own_bank', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE bank bigint;', func="\n                SELECT bank_id INTO bank FROM bankaccess_referral WHERE id = NEW.referral_id;\n                PERFORM 1 FROM bankaccess_bankpost AS p JOIN accounts_rolegrant AS g ON g.user_id = p.user_id\n                  WHERE p.user_id = NEW.opened_by_id AND p.bank_id = bank AND p.ended_at IS NULL\n                    AND g.role = 'bank' AND g.ended_at IS NULL FOR SHARE;\n                IF NOT FOUND THEN\n                    RAISE EXCEPTION 'opening_within_own_bank' USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n            ", hash='bdcef9dc808d47a96774a6205ffcf5f403aba0fe', operation='INSERT', pgid='pgtrigger_opening_within_own_bank_bcfd2', table='bankaccess_opening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_whose_turn', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE bank bigint;', func="\n            IF NEW.to_state IN ('received', 'surveyed', 'approved', 'declined', 'disbursed') THEN\n                SELECT bank_id INTO bank FROM bankaccess_referral WHERE id = NEW.referral_id;\n                PERFORM 1 FROM bankaccess_bankpost AS p JOIN accounts_rolegrant AS g ON g.user_id = p.user_id\n                  WHERE p.user_id = NEW.by_id AND p.bank_id = bank AND p.ended_at IS NULL\n                    AND g.role = 'bank' AND g.ended_at IS NULL FOR SHARE;\n                IF NOT FOUND THEN\n                    RAISE EXCEPTION 'step_whose_turn: bank' USING ERRCODE = 'check_violation';\n                END IF;\n            ELSIF NEW.to_state = 'consented' AND NOT EXISTS (\n                SELECT FROM bankaccess_consent WHERE referral_id = NEW.referral_id AND given_by_id = NEW.by_id) THEN\n                RAISE EXCEPTION 'step_whose_turn: owner' USING ERRCODE = 'check_violation';\n            ELSIF NEW.to_state IN ('sent', 'expired') AND NOT EXISTS (SELECT FROM accounts_rolegrant\n                       WHERE user_id = NEW.by_id AND role = 'jamkrindo' AND ended_at IS NULL) THEN\n                RAISE EXCEPTION 'step_whose_turn: staff' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='6996be9cb738c872dd0e2f594230a8e0b5a36ea9', operation='INSERT', pgid='pgtrigger_step_whose_turn_70159', table='bankaccess_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_in_time', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.at > clock_timestamp() + INTERVAL '5 minutes' OR (NEW.number > 1 AND NEW.at <\n               (SELECT state_since FROM bankaccess_referral WHERE id = NEW.referral_id)) THEN\n                RAISE EXCEPTION 'step_in_time' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='59418159193b0468cdf76d85730373f60703ecab', operation='INSERT', pgid='pgtrigger_step_in_time_cad8d', table='bankaccess_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='step_tells_the_books', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.to_state = 'sent')", declare='DECLARE business bigint; agreed timestamptz;', func="\n            SELECT r.business_id, c.given_at INTO business, agreed\n              FROM bankaccess_referral AS r JOIN bankaccess_consent AS c ON c.referral_id = r.id WHERE r.id = NEW.referral_id;\n            PERFORM 1 FROM mentoring_report WHERE business_id = business AND is_opening FOR UPDATE;\n            IF EXISTS (SELECT FROM mentoring_reportversion AS v JOIN mentoring_report AS m ON m.id = v.report_id\n                        WHERE m.business_id = business AND m.sent_at <= agreed AND v.sent_at > agreed) THEN\n                RAISE EXCEPTION 'step_tells_the_books' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='a4d5aef1e054c424d53ed5df69e9f5a1af5d41df', operation='INSERT', pgid='pgtrigger_step_tells_the_books_d0ed8', table='bankaccess_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='terms',
            trigger=pgtrigger.compiler.Trigger(name='terms_next', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                PERFORM 1 FROM bankaccess_product WHERE id = NEW.product_id FOR NO KEY UPDATE;\n                IF NEW.number <> 1 + (SELECT count(*) FROM bankaccess_terms WHERE product_id = NEW.product_id) THEN\n                    RAISE EXCEPTION 'terms_next' USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.valid_from < (SELECT max(valid_from) FROM bankaccess_terms WHERE product_id = NEW.product_id) THEN\n                    RAISE EXCEPTION 'terms_next: before the last' USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n            ", hash='a981460f115b3c94a22f41861e35c92e330326d9', operation='INSERT', pgid='pgtrigger_terms_next_69cd7', table='bankaccess_terms', when='BEFORE')),
        ),
    ]
