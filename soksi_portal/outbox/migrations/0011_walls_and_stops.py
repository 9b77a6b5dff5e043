"""Walls around what has left, and the hand-over that asks whether its kind was stopped meanwhile (handover.py)."""

from importlib import import_module

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


BEFORE = import_module("soksi_portal.outbox.migrations.0009_hand_over")

CREATE = """
CREATE FUNCTION outbox_hand_over(
    next_id bigint, held_lease uuid, at timestamptz, may_wait boolean,
    last_id bigint, last_at timestamptz, last_provider_id text, last_attempts integer, stoppable_kind text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    -- a lease is held only while sending: naming the state, too, would lead the planner astray
    IF last_id IS NOT NULL THEN
        UPDATE outbox_message SET state = 'sent', sent_at = last_at, ended_at = last_at, last_error = '',
               provider_id = last_provider_id, attempts = last_attempts, lease = NULL, leased_until = NULL
        WHERE id = last_id AND lease = held_lease;
    END IF;
    IF next_id IS NULL THEN
        RETURN 'done';
    END IF;
    IF may_wait THEN
        SELECT channel, recipient_id, subject_ref INTO found FROM outbox_message
        WHERE id = next_id AND lease = held_lease AND leased_until > at FOR NO KEY UPDATE;
    ELSE
        SELECT channel, recipient_id, subject_ref INTO found FROM outbox_message
        WHERE id = next_id AND lease = held_lease AND leased_until > at FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
    IF found.channel IS NULL THEN
        RETURN 'lost';
    END IF;
    IF EXISTS (SELECT 1 FROM outbox_channelhold WHERE channel = found.channel AND ended_at IS NULL) THEN
        RETURN 'held';
    END IF;
    IF EXISTS (
        SELECT 1 FROM outbox_message WHERE recipient_id = found.recipient_id AND subject_ref = found.subject_ref
        AND state = 'sending' AND handed_over_at IS NOT NULL AND id <> next_id
    ) THEN
        RETURN 'would overtake';
    END IF;
    IF stoppable_kind IS NOT NULL AND EXISTS (
        SELECT 1 FROM outbox_channelchoice
        WHERE user_id = found.recipient_id AND kind = stoppable_kind AND found.channel <> ALL (channels)
    ) THEN
        RETURN 'stopped';
    END IF;
    UPDATE outbox_message SET handed_over_at = at WHERE id = next_id;
    RETURN 'done';
END
$$
"""
DROP = "DROP FUNCTION outbox_hand_over(bigint, uuid, timestamptz, boolean, bigint, timestamptz, text, integer, text)"


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0010_kind_of_bank'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(BEFORE.DROP, BEFORE.CREATE),
        migrations.RunSQL(CREATE, DROP),
        pgtrigger.migrations.RemoveTrigger(
            model_name='message',
            name='outcome_stands_still',
        ),
        migrations.RemoveIndex(
            model_name='message',
            name='message_newest_of_state',
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('state'), models.OrderBy(models.F('due_at'), descending=True), models.OrderBy(models.F('id'), descending=True), include=('recipient',), name='message_newest_of_state'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliveryreport',
            trigger=pgtrigger.compiler.Trigger(name='report_of_what_left', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM outbox_message WHERE id = NEW.message_id AND handed_over_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'report_of_what_left' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='8e21a2253e92320d3de345dec3aa9e5470393403', operation='INSERT', pgid='pgtrigger_report_of_what_left_28b8f', table='outbox_deliveryreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='outcome_stands_still', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.ended_at IS NOT NULL AND (OLD.title IS DISTINCT FROM NEW.title OR OLD.address IS DISTINCT FROM NEW.address OR OLD.attempts IS DISTINCT FROM NEW.attempts OR OLD.handed_over_at IS DISTINCT FROM NEW.handed_over_at OR OLD.sent_at IS DISTINCT FROM NEW.sent_at OR OLD.ended_at IS DISTINCT FROM NEW.ended_at OR OLD.ended_by_id IS DISTINCT FROM NEW.ended_by_id OR OLD.provider_id IS DISTINCT FROM NEW.provider_id))', func="RAISE EXCEPTION 'outcome_stands_still' USING ERRCODE = 'check_violation';", hash='51e9e5a7a2700aa867b27db5ba0da58b6eef1b9f', operation='UPDATE', pgid='pgtrigger_outcome_stands_still_f27cd', table='outbox_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='handed_over_stands_still', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.handed_over_at IS NOT NULL AND OLD.ended_at IS NULL AND (OLD.title IS DISTINCT FROM NEW.title OR OLD.address IS DISTINCT FROM NEW.address OR OLD.body IS DISTINCT FROM NEW.body OR OLD.short IS DISTINCT FROM NEW.short))', func="RAISE EXCEPTION 'handed_over_stands_still' USING ERRCODE = 'check_violation';", hash='11456d1208b4d6889fc33daa067ff512054e16d5', operation='UPDATE', pgid='pgtrigger_handed_over_stands_still_a1ad6', table='outbox_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='report_of_what_left', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.report IS DISTINCT FROM NEW.report AND NEW.handed_over_at IS NULL)', func="RAISE EXCEPTION 'report_of_what_left' USING ERRCODE = 'check_violation';", hash='5fd40ccfa64d36f24cf10cbe7d15cd87bebbba66', operation='UPDATE OF "report"', pgid='pgtrigger_report_of_what_left_1ac53', table='outbox_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wordingversion',
            trigger=pgtrigger.compiler.Trigger(name='wording_follows_the_last', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NEW.number <> 1 + (\n                        SELECT coalesce(max(number), 0) FROM outbox_wordingversion WHERE key = NEW.key\n                    ) OR NOT EXISTS (\n                        SELECT 1 FROM outbox_wordingversion WHERE id = NEW.restores_id AND key = NEW.key\n                        UNION ALL SELECT 1 WHERE NEW.restores_id IS NULL\n                    ) THEN\n                        RAISE EXCEPTION 'wording_follows_the_last' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='cb8a2f762a5f1976baff78f626249af465b1e6cc', operation='INSERT', pgid='pgtrigger_wording_follows_the_last_369a7', table='outbox_wordingversion', when='BEFORE')),
        ),
    ]
