"""Until now a member was examined together with the business. So whoever owns a verified one is a verified member,
by the same coordinator at the same moment; whoever waits with a business waits as a member too.
"""

from django.db import migrations

# past the walls, which know single steps only; a reference is checked at once, for no table changes while one waits
OPEN = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE cadres_cadre DISABLE TRIGGER USER;
"""
MEMBERS = """
WITH told AS (
    SELECT DISTINCT ON (owner_id) owner_id,
           CASE WHEN state = 'verified' THEN 'verified' ELSE 'submitted' END AS state,
           CASE WHEN state = 'verified' THEN verified_at ELSE submitted_at END AS since,
           CASE WHEN state = 'verified' THEN verified_by_id END AS by
      FROM businesses_business WHERE state <> 'draft'
     ORDER BY owner_id, state <> 'verified', since, id
)
UPDATE cadres_cadre AS c SET state = told.state, state_since = told.since, verified_by_id = told.by
  FROM told WHERE told.owner_id = c.id;
"""
CLOSE = "ALTER TABLE cadres_cadre ENABLE TRIGGER USER"
DECISIONS = """
INSERT INTO cadres_cadreverification (cadre_id, decision, note, checklist, decided_by_id, decided_at)
SELECT id, 'verified', 'Diverifikasi bersama usahanya.', '{}', verified_by_id, state_since
  FROM cadres_cadre WHERE state = 'verified' AND verified_by_id IS NOT NULL;
"""
HISTORY = """
WITH moved AS (SELECT * FROM cadres_cadre WHERE state <> 'draft'),
reason AS (
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
    SELECT gen_random_uuid(), '{"reason": "Keanggotaan diperiksa bersama usaha, sebelum ada pemeriksaan sendiri"}',
           now(), now()
     WHERE EXISTS (SELECT FROM moved)
    RETURNING id
)
INSERT INTO cadres_cadreevent (
    pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, id, full_name, phone, membership_number, nik_hash, sex, state,
    state_since, registered_at, province_id, regency_id, user_id, verified_by_id, paper_consent_on,
    paper_consent_text_id, erased_at, restricted_at
)
SELECT now(), 'update', m.id, reason.id, m.id, m.full_name, m.phone, m.membership_number, m.nik_hash, m.sex, m.state,
       m.state_since, m.registered_at, m.province_id, m.regency_id, m.user_id, m.verified_by_id, m.paper_consent_on,
       m.paper_consent_text_id, m.erased_at, m.restricted_at
  FROM moved AS m, reason;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0008_more_facts"),
        ("cadres", "0005_cadre_decisions"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL([OPEN, MEMBERS, CLOSE, DECISIONS, HISTORY], migrations.RunSQL.noop),
    ]
