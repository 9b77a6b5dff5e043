"""The cadres of before are counted; those who come later count themselves by the triggers."""

from django.db import migrations

COUNT = """
INSERT INTO cadres_cadretally (province_id, measure, amount)
SELECT province_id, state, count(*) FROM cadres_cadre WHERE restricted_at IS NULL GROUP BY province_id, state;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0008_cadre_tally'),
    ]

    operations = [
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
