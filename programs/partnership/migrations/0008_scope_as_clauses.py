"""The scope of each memorandum becomes its first clause, word for word, and its commitments belong to it."""

from django.db import migrations

CLAUSES = """
INSERT INTO partnership_clause (memorandum_id, number) SELECT id, 1 FROM partnership_memorandum ORDER BY id;
INSERT INTO partnership_clausetext (clause_id, version, text, is_repealed)
SELECT clause.id, 1, COALESCE(NULLIF(btrim(memorandum.scope), ''), memorandum.title), false
  FROM partnership_clause AS clause JOIN partnership_memorandum AS memorandum ON memorandum.id = clause.memorandum_id
 ORDER BY clause.id;
UPDATE partnership_commitment AS commitment SET clause_id = clause.id
  FROM partnership_clause AS clause WHERE clause.memorandum_id = commitment.memorandum_id;
"""
# the trail of a commitment gets the same clause in its new column; nothing else of it changes
TRAIL = """
ALTER TABLE partnership_commitmentevent DISABLE TRIGGER USER;
UPDATE partnership_commitmentevent AS event SET clause_id = commitment.clause_id
  FROM partnership_commitment AS commitment WHERE commitment.id = event.pgh_obj_id AND event.clause_id IS NULL;
ALTER TABLE partnership_commitmentevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partnership', '0007_agreement'),
    ]

    operations = [
        migrations.RunSQL(CLAUSES, migrations.RunSQL.noop),
        migrations.RunSQL(TRAIL, migrations.RunSQL.noop),
    ]
