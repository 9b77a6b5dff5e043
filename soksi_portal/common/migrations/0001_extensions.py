from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What the tables of later apps need from PostgreSQL's contrib."""

    run_before = [("accounts", "0001_initial")]
    operations = [TrigramExtension(), BtreeGistExtension()]
