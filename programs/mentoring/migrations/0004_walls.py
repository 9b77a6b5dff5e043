import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mentoring', '0003_bridge'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='visit',
            name='visit_begins',
        ),
        migrations.RemoveConstraint(
            model_name='cashentry',
            name='entry_kind_known',
        ),
        migrations.AlterField(
            model_name='cashentry',
            name='kind',
            field=models.CharField(choices=[('cash_sale', 'Penjualan dibayar'), ('credit_sale', 'Penjualan belum dibayar'), ('collection', 'Pelanggan membayar utang'), ('cash_purchase', 'Belanja bahan dibayar'), ('credit_purchase', 'Belanja bahan belum dibayar'), ('supplier_paid', 'Membayar utang ke pemasok'), ('wages', 'Upah'), ('rent', 'Sewa'), ('other_costs', 'Biaya lain'), ('equipment', 'Beli alat'), ('equipment_sold', 'Jual alat'), ('loan', 'Terima pinjaman'), ('principal', 'Angsuran pokok'), ('interest', 'Bunga pinjaman'), ('drawing', 'Diambil untuk pribadi'), ('owner_added', 'Tambahan modal pemilik')], max_length=15, verbose_name='Jenis'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cashbook',
            trigger=pgtrigger.compiler.Trigger(name='cash_book_used_in_open_sheet', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.used_at IS NOT NULL OR NEW.replaced_at IS NOT NULL)', func="\n            IF TG_OP = 'INSERT' OR NEW.used_at IS NULL THEN\n                RAISE EXCEPTION 'cash_book_used_in_open_sheet: not used yet' USING ERRCODE = 'check_violation';\n            END IF;\n            PERFORM 1 FROM mentoring_report WHERE id = NEW.report_id AND state <> 'sent' FOR SHARE;\n            IF NOT FOUND THEN\n                RAISE EXCEPTION 'cash_book_used_in_open_sheet' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='995f01b64a4c4b07016c3fcd938416c9b842f887', operation='INSERT OR UPDATE OF "used_at", "replaced_at"', pgid='pgtrigger_cash_book_used_in_open_sheet_1b229', table='mentoring_cashbook', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cashbook',
            trigger=pgtrigger.compiler.Trigger(name='cash_book_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.report_id IS DISTINCT FROM NEW.report_id OR OLD.uploaded_by_id IS DISTINCT FROM NEW.uploaded_by_id OR OLD.uploaded_at IS DISTINCT FROM NEW.uploaded_at OR (OLD.used_at IS NOT NULL AND OLD.used_at IS DISTINCT FROM NEW.used_at) OR (OLD.replaced_at IS NOT NULL AND OLD.replaced_at IS DISTINCT FROM NEW.replaced_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e66a2c5af4ea15638a83fcbaef46ab752c20e94b', operation='UPDATE', pgid='pgtrigger_cash_book_stays_72b33', table='mentoring_cashbook', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cashentry',
            trigger=pgtrigger.compiler.Trigger(name='entry_before_use', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM 1 FROM mentoring_cashbook WHERE id = NEW.cash_book_id AND used_at IS NULL FOR SHARE;\n            IF NOT FOUND THEN\n                RAISE EXCEPTION 'entry_before_use' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='fb5d3f2b5f89c85cb37d0c04dd60ae23f987c741', operation='INSERT', pgid='pgtrigger_entry_before_use_f1841', table='mentoring_cashentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='handover_answered_by_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state <> 'offered')", func="\n                IF NEW.state IN ('accepted', 'declined') AND NEW.answered_by_id IS DISTINCT FROM\n                   (SELECT user_id FROM mentoring_mentorprofile WHERE id = NEW.to_mentor_id) THEN\n                    RAISE EXCEPTION 'handover_answered_by_asked' USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.state = 'withdrawn' AND NEW.answered_by_id <> NEW.offered_by_id AND NOT EXISTS (SELECT FROM accounts_rolegrant\n                     WHERE user_id = NEW.answered_by_id AND role IN ('jamkrindo', 'admin') AND ended_at IS NULL) THEN\n                    RAISE EXCEPTION 'handover_answered_by_asked: withdrawn' USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n            ", hash='c3daab4c6af926c55928b5bb86da2de1c1216afd', operation='INSERT OR UPDATE OF "state", "answered_by_id"', pgid='pgtrigger_handover_answered_by_asked_0a22c', table='mentoring_handover', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='report_closed_in_order', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)', func="\n            IF EXISTS (SELECT FROM mentoring_report WHERE business_id = NEW.business_id\n                          AND month < NEW.month AND closed_at IS NULL) THEN\n                RAISE EXCEPTION 'report_closed_in_order' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='232a6974b093c6a5fdb75b2eee6b7c455f954fda', operation='UPDATE OF "closed_at"', pgid='pgtrigger_report_closed_in_order_4c88c', table='mentoring_report', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visit_begins', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM mentoring_assignment AS a JOIN mentoring_mentorprofile AS m ON m.id = a.mentor_id\n                                WHERE a.business_id = NEW.business_id AND a.mentor_id = NEW.mentor_id\n                                  AND a.ended_at IS NULL AND EXISTS (SELECT FROM accounts_rolegrant\n                       WHERE user_id = m.user_id AND role = 'jamkrindo' AND ended_at IS NULL)) THEN\n                RAISE EXCEPTION 'visit_of_mentor' USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.state NOT IN ('proposed', 'agreed') OR (NEW.state = 'agreed') <> NEW.is_spontaneous THEN\n                RAISE EXCEPTION 'visit_begins' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='afa209d7151c633e235cd39a8b0c24ea44a5cd8e', operation='INSERT', pgid='pgtrigger_visit_begins_c9e65', table='mentoring_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visit_changes_hands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.mentor_id IS DISTINCT FROM NEW.mentor_id)', func="\n            IF OLD.state IN ('done', 'cancelled') OR NOT EXISTS (SELECT FROM mentoring_assignment AS a JOIN mentoring_mentorprofile AS m ON m.id = a.mentor_id\n                                WHERE a.business_id = NEW.business_id AND a.mentor_id = NEW.mentor_id\n                                  AND a.ended_at IS NULL AND EXISTS (SELECT FROM accounts_rolegrant\n                       WHERE user_id = m.user_id AND role = 'jamkrindo' AND ended_at IS NULL)) THEN\n                RAISE EXCEPTION 'visit_changes_hands' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='a58b067fc09912bc505976106c775d9fb359de35', operation='UPDATE OF "mentor_id"', pgid='pgtrigger_visit_changes_hands_59f6a', table='mentoring_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visit_recorded_by_mentor', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.recorded_by_id IS DISTINCT FROM NEW.recorded_by_id)', func="\n            IF NEW.recorded_by_id IS NOT NULL AND NOT EXISTS (\n                SELECT FROM mentoring_assignment AS a JOIN mentoring_mentorprofile AS m ON m.id = a.mentor_id\n                 WHERE a.business_id = NEW.business_id AND m.user_id = NEW.recorded_by_id\n            ) THEN\n                RAISE EXCEPTION 'visit_recorded_by_mentor' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='8e5b131448f27570ccec647af9d0b8b99b932ee8', operation='UPDATE OF "recorded_by_id"', pgid='pgtrigger_visit_recorded_by_mentor_a56af', table='mentoring_visit', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cashentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['cash_sale', 'credit_sale', 'collection', 'cash_purchase', 'credit_purchase', 'supplier_paid', 'wages', 'rent', 'other_costs', 'equipment', 'equipment_sold', 'loan', 'principal', 'interest', 'drawing', 'owner_added'])), name='entry_kind_known'),
        ),
    ]
