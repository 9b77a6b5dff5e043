"""Phases that are planned or open get the usual requirements of graduation; closed ones stay as they were."""

from django.db import migrations

# as programs/partnership/graduation.py had them on that day
USUAL = """
INSERT INTO partnership_graduationrequirement (phase_id, measure, least)
SELECT phase.id, usual.*
  FROM partnership_phase AS phase,
       (VALUES ('months_on_seat', 6), ('sessions_attended', 4), ('attendance_percent', 75), ('modules_completed', 3)
       ) AS usual
 WHERE phase.state <> 'closed'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partnership', '0010_graduation_requirements'),
    ]

    operations = [
        migrations.RunSQL(USUAL, migrations.RunSQL.noop),
    ]
