"""What was planned before there was an inbox is read there too, but for what carries a key."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0006_short_stands_still"),
    ]

    operations = [
        migrations.RunSQL(
            """
            UPDATE outbox_message SET in_inbox = true
             WHERE state = 'pending' AND channel = 'email' AND NOT address_is_given AND resends_id IS NULL
               AND occasion NOT IN ('account', 'offer_made', 'offer_reminder')
            """,
            migrations.RunSQL.noop,
        ),
    ]
