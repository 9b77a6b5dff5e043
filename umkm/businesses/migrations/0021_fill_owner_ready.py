"""Businesses from before learn whether their owner's card is verified. The triggers rest: nothing that they guard or
record changes.
"""

from django.db import migrations

FILL = """
ALTER TABLE businesses_business DISABLE TRIGGER USER;
UPDATE businesses_business AS b SET owner_ready = true
  FROM cadres_cadre AS c WHERE c.id = b.owner_id AND c.state = 'verified' AND c.restricted_at IS NULL;
ALTER TABLE businesses_business ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0020_owner_ready'),
        ('cadres', '0009_fill_tally'),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
