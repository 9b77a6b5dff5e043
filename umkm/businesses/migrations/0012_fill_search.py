from django.db import migrations


class Migration(migrations.Migration):
    """Businesses from before become findable: the trigger makes the vector of each row that is touched."""

    dependencies = [("businesses", "0011_finding")]
    operations = [migrations.RunSQL("UPDATE businesses_business SET name = name", migrations.RunSQL.noop)]
