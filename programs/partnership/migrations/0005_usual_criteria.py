"""Phases that are planned or open get the usual criteria; closed ones were decided without."""

from django.db import migrations

# as programs/partnership/criteria.py had them on that day
USUAL = """
INSERT INTO partnership_criterion (phase_id, number, title, guidance, weight, evidence)
SELECT phase.id, usual.*
  FROM partnership_phase AS phase,
       (VALUES
        (1, 'Usahanya tumbuh', '1: baru mulai atau menurun. 3: stabil. 5: tumbuh beberapa tahun berturut-turut.', 30, 'growth'),
        (2, 'Legalitas dan kerapian', '1: belum ada izin. 3: sudah punya NIB. 5: NIB, NPWP, dan izin lengkap, catatan rapi.', 25, 'legality'),
        (3, 'Pasar dan produk', '1: satu pembeli atau satu tempat. 3: beberapa saluran. 5: pasar luas, produk khas.', 20, 'market'),
        (4, 'Memberi kerja bagi lingkungan', '1: dikerjakan sendiri. 3: beberapa tetangga ikut bekerja. 5: banyak orang hidup darinya.', 15, 'work'),
        (5, 'Siap menjadi contoh', '1: ragu mengikuti program. 3: bersedia hadir. 5: sudah membimbing usaha lain.', 10, '')
       ) AS usual
 WHERE phase.state <> 'closed'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partnership', '0004_selection_rules'),
    ]

    operations = [
        migrations.RunSQL(USUAL, migrations.RunSQL.noop),
    ]
