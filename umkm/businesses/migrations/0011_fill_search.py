"""Businesses from before become findable: the trigger makes the vector of each row that is touched, then the index and
the vocabulary are made of all at once. The other triggers rest, for nothing that they guard or record changes.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

VECTORS = """
ALTER TABLE businesses_business DISABLE TRIGGER USER;
ALTER TABLE businesses_business ENABLE TRIGGER pgtrigger_search_words_cce0c;
UPDATE businesses_business SET name = name;
ALTER TABLE businesses_business ENABLE TRIGGER USER;
"""
VOCABULARY = """
INSERT INTO businesses_searchword (word, businesses, letters)
SELECT word, businesses,
       (SELECT string_agg(letter, '' ORDER BY letter) FROM unnest(string_to_array(word, NULL)) AS letter)
  FROM (SELECT word, count(*) AS businesses
          FROM (SELECT unnest(tsvector_to_array(ts_filter(search, '{a,b,c}'))) AS word FROM businesses_business) AS w
         WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
         GROUP BY word) AS counted;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0010_finding'),
    ]

    operations = [
        migrations.RunSQL([VECTORS, VOCABULARY], migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='business',
            index=django.contrib.postgres.indexes.GinIndex(models.F('search'), gin_pending_list_limit=1024, name='business_search'),
        ),
    ]
