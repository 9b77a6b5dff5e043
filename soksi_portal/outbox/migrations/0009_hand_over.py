"""The function behind handover.py. In the database, since a session keeps its plans: sent as text, planning the
statements took as long as carrying them out, for each message.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION outbox_hand_over(
    next_id bigint, held_lease uuid, at timestamptz, may_wait boolean,
    last_id bigint, last_at timestamptz, last_provider_id text, last_attempts integer
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
    UPDATE outbox_message SET handed_over_at = at WHERE id = next_id;
    RETURN 'done';
END
$$
"""
DROP = "DROP FUNCTION outbox_hand_over(bigint, uuid, timestamptz, boolean, bigint, timestamptz, text, integer)"


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0008_channels_and_reports"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
