"""A database as first published becomes one of today, with all that stands in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from soksi_portal.common.management.commands.migrate import _models_stay_rendered

# the last migrations of a portal that was installed then, of the apps whose data the newer ones change
PUBLISHED = [
    ("businesses", "0006_waiting_index"),
    ("cadres", "0003_audit_append_only"),
    ("partnership", "0003_walls"),
    ("pilots", "0006_decisions_stand"),
    ("training", "0002_session_province_state"),
]
WHAT_STANDS = """
INSERT INTO accounts_user (id, password, email, full_name, phone_verified, is_active, joined_at)
VALUES (1, '!', 'siti@uji.test', 'Siti Rahmawati', false, true, now()),
       (2, '!', 'dedi@uji.test', 'Dedi Kurniawan', false, true, now());
INSERT INTO regions_province (code, bps_code, iso_code, name, island_group, time_zone, established_on, tile_column, tile_row)
VALUES ('32', '32', 'JB', 'Jawa Barat', 'jawa', 'Asia/Jakarta', '1950-07-04', 1, 1);
INSERT INTO regions_regency (code, name, kind, province_id)
VALUES ('32.73', 'Bandung', 'kota', '32');
INSERT INTO cadres_cadre (id, user_id, full_name, phone, membership_number, registered_at, regency_id, province_id)
VALUES (1, 1, 'Siti Rahmawati', '+6281200000001', '', '2025-01-02', '32.73', '32'),
       (2, NULL, 'Ani Lestari', '+6281200000002', '', '2025-01-03', '32.73', '32'),
       (3, NULL, 'Budi Santoso', '+6281200000003', '', '2025-01-04', '32.73', '32');
INSERT INTO businesses_kbli (code, version, title, section, words, search_text)
VALUES ('10750', '2020', 'Industri makanan dan masakan olahan', 'C', '{}', ''),
       ('56102', '2020', 'Rumah/warung makan', 'I', '{warung}', 'rumah/warung makan');
INSERT INTO businesses_business (owner_id, province_id, regency_id, name, address, description, kbli_id, start_year,
    legal_form, employees, capital, has_bank_loan, state, state_since, created_at, submitted_at)
SELECT owner, '32', '32.73', name, 'Jalan Braga 1', 'Nasi rames', kbli, 2019, 'individual', 2, 15000000, true, state,
       '2025-02-01', '2025-02-01', '2025-02-01'
  FROM (VALUES (1, 'Warung Melati', '56102', 'submitted'), (2, 'Dapur Ani', '10750', 'submitted'),
               (3, 'Kios Budi', NULL, 'draft')) AS told (owner, name, kbli, state);
INSERT INTO businesses_verification (business_id, decision, note, decided_by_id, decided_at)
SELECT id, 'verified', '', 2, '2025-03-01' FROM businesses_business WHERE owner_id = 1;
UPDATE businesses_business SET state = 'verified', state_since = '2025-03-01', verified_at = '2025-03-01', verified_by_id = 2
 WHERE owner_id = 1;
INSERT INTO partnership_organisation (id, name, short_name, kind) VALUES (1, 'SOKSI', 'SOKSI', 'mass_organisation');
INSERT INTO partnership_memorandum (id, title, signed_on, signed_at_place, scope, source)
VALUES (1, 'Nota kerja sama', '2015-08-09', 'Jakarta', 'Menguatkan UMKM.', '');
INSERT INTO partnership_memorandum_parties (memorandum_id, organisation_id) VALUES (1, 1);
INSERT INTO partnership_commitment (memorandum_id, text, measure, target)
VALUES (1, 'dua UMKM di setiap provinsi', 'pilots_per_province', 2);
INSERT INTO partnership_phase (id, memorandum_id, name, state, starts_on, opened_at, created_at)
VALUES (1, 1, 'Tahap 2025', 'open', '2025-01-05', '2025-01-05', '2025-01-05');
INSERT INTO partnership_phaseprovince (phase_id, province_id, quota) VALUES (1, '32', 2);
INSERT INTO pilots_nomination (phase_id, business_id, province_id, motivation, state, nominated_by_id, nominated_at, decision_reason)
SELECT 1, id, '32', 'Usahanya tumbuh.', 'proposed', 2, '2025-04-01', '' FROM businesses_business WHERE owner_id = 1;
"""


@pytest.fixture
def published(django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own, as it was then, with a few records."""
    name = f"upgraded_{os.getpid()}"
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server:
        server.autocommit = True
        server.cursor().execute(f"CREATE DATABASE {name}")
        mine = connections["default"].copy(alias=name)
        mine.settings_dict["NAME"] = name
        connections[name] = mine  # what records the migrations asks for it by its alias
        try:
            with django_db_blocker.unblock():
                _migrate(mine, PUBLISHED)
                with mine.cursor() as cursor:
                    cursor.execute(WHAT_STANDS)
                yield mine
        finally:
            mine.close()
            del connections[name]
            server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_published_database_becomes_one_of_today(published: BaseDatabaseWrapper):
    tallies = "SELECT measure, sum(amount) FROM businesses_businesstally GROUP BY 1 ORDER BY 1"
    before = rows(published, tallies)
    leaves = MigrationExecutor(published).loader.graph.leaf_nodes()
    _migrate(published, [leaf for leaf in leaves if leaf[0] in dict(PUBLISHED)])
    codes = (
        "SELECT b.name, k.code, k.version FROM {} AS b LEFT JOIN businesses_kbli AS k ON k.id = b.kbli_id"
        " ORDER BY b.owner_id, k.code"
    )
    kept = [("Warung Melati", "56102", "2020"), ("Dapur Ani", "10750", "2020"), ("Kios Budi", None, None)]
    assert rows(published, codes.format("businesses_business")) == kept
    assert rows(published, codes.format("businesses_businessevent")) == [kept[0], *kept]  # it has two entries
    assert rows(published, tallies) == before
    members = (
        "SELECT id, state, verified_by_id, to_char(state_since, 'YYYY-MM-DD') FROM cadres_cadre ORDER BY id"
    )
    assert rows(published, members) == [
        (1, "verified", 2, "2025-03-01"),
        (2, "submitted", None, "2025-02-01"),
        (3, "draft", None, "2025-01-04"),
    ]
    assert rows(published, "SELECT cadre_id, decided_by_id FROM cadres_cadreverification") == [(1, 2)]
    history = "SELECT id, state, pgh_context_id IS NULL FROM cadres_cadreevent ORDER BY id, pgh_id"
    assert rows(published, history) == [
        (1, "draft", True), (1, "verified", False), (2, "draft", True), (2, "submitted", False), (3, "draft", True),
    ]  # fmt: skip
    found = "SELECT name FROM businesses_business WHERE search @@ 'melati & siti & s_verified & k_i'"
    assert rows(published, found) == [("Warung Melati",)]
    assert ("melati",) in rows(published, "SELECT word FROM businesses_searchword")
    assert rows(published, "SELECT text FROM partnership_clausetext") == [("Menguatkan UMKM.",)]
    assert rows(published, "SELECT count(*) FROM partnership_criterion WHERE phase_id = 1") == [(5,)]
    assert rows(published, "SELECT state FROM pilots_nomination") == [("proposed",)]
    asleep = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"
    assert rows(published, asleep) == []


def rows(database: BaseDatabaseWrapper, query: str) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _migrate(database: BaseDatabaseWrapper, targets: list[tuple[str, str]]) -> None:
    with _models_stay_rendered():
        MigrationExecutor(database).migrate(targets)
