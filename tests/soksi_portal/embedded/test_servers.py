"""The embedded servers start, stop and recover wherever their folder lies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
import redis

from soksi_portal.embedded import launching, servers
from soksi_portal.embedded.launching import CannotStart
from soksi_portal.embedded.servers import FORGETFUL, Postgres, Valkey, socket_folder

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL refuses only root")


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    """pytest's own folder may be entered by its owner only, as a checkout in a home directory."""
    server = Postgres(tmp_path / "pg18", socket_folder(tmp_path / "s"), tmp_path / "pg.log")
    yield server
    server.stop()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path / "valkey", socket_folder(tmp_path / "s"), tmp_path / "valkey.log")
    yield server
    server.stop()


def ask(server: Postgres, query: str) -> list[tuple]:
    connection = psycopg2.connect(server.url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_postgres_keeps_data_over_stop_and_kill(postgres: Postgres):
    postgres.start()
    ask(postgres, "CREATE TABLE words (word text)")
    ask(postgres, "INSERT INTO words VALUES ('pertama')")
    postgres.stop()
    assert not postgres.answers()
    postgres.start()
    ask(postgres, "INSERT INTO words VALUES ('kedua')")
    assert postgres.process
    os.kill(postgres.process.pid, signal.SIGKILL)
    postgres.process.wait()
    postgres.start()  # its orphaned processes hold the data for a moment yet
    assert ask(postgres, "SELECT word FROM words ORDER BY word") == [("kedua",), ("pertama",)]


def test_postgres_is_of_version_18_and_sorts_by_code_point(postgres: Postgres):
    postgres.start()
    assert ask(postgres, "SELECT current_setting('server_version_num')::int / 10000") == [(18,)]
    words = "SELECT word FROM (VALUES ('apel'), ('Budi'), ('Apel')) AS w (word) ORDER BY word"
    assert ask(postgres, words) == [("Apel",), ("Budi",), ("apel",)]
    assert ask(postgres, "SELECT lower('ÉCLAIR')") == [("éclair",)]


def test_log_of_postgres_names_nobody(postgres: Postgres):
    postgres.start()
    with pytest.raises(psycopg2.IntegrityError):
        ask(postgres, "CREATE TABLE people (phone text UNIQUE); INSERT INTO people VALUES ('0812'), ('0812')")
    written = postgres.log.read_text(encoding="utf-8")
    assert "duplicate key" in written
    assert not any(told in written for told in ("DETAIL", "STATEMENT", "0812"))


def test_stale_pid_file_of_another_process_does_not_stop_it(postgres: Postgres):
    """After a reboot the number may belong to anybody; PostgreSQL itself would wait for that process."""
    postgres.start()
    postgres.stop()
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (postgres.data / "postmaster.pid").write_text(f"{other.pid}\n{postgres.data}\n")
        postgres.start()
        assert postgres.answers()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_half_made_cluster_is_made_anew(postgres: Postgres):
    half = postgres.data.with_name("pg18.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    postgres.start()
    assert postgres.answers()


def test_too_long_folder_gets_one_short_socket_for_all_who_ask_at_once(tmp_path: Path):
    deep = tmp_path / ("d" * 90) / "sockets"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(socket_folder, [deep] * 8))
    (short,) = found
    try:
        assert len(str(short)) < 60
        assert short.stat().st_mode & 0o777 == 0o700
        assert socket_folder(deep) == short  # the next start finds the same
    finally:
        shutil.rmtree(short)
    again = socket_folder(deep)  # somebody emptied the temporary folder
    assert again.is_dir()
    again.rmdir()


def test_long_temporary_folder_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deep = tmp_path / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    short = socket_folder(deep / "sockets")
    assert not short.is_relative_to(deep)
    short.rmdir()


def test_valkey_keeps_what_it_took_over_kill(valkey: Valkey):
    valkey.start()
    client = redis.Redis.from_url(valkey.url)
    client.rpush("queue", "a", "b")
    assert valkey.process
    os.kill(valkey.process.pid, signal.SIGKILL)
    valkey.process.wait()
    assert not valkey.answers()
    valkey.start()
    assert client.lrange("queue", 0, -1) == [b"a", b"b"]


def test_broken_program_is_told_in_a_sentence(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    program = tmp_path / "valkey-server"
    program.write_text("#!/bin/sh\necho tidak dapat berjalan\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PORTAL_VALKEY", str(program))
    with pytest.raises(CannotStart, match=r"Valkey tidak mau mulai: tidak dapat berjalan"):
        valkey.start()


@only_root
def test_root_without_namespaces_runs_postgres_as_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(launching, "namespace_works", lambda: False)
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    server = Postgres(folder / "pg18", socket_folder(folder / "s"), folder / "pg.log", FORGETFUL)
    try:
        launching.check_reachable(servers.postgres_programs())
    except CannotStart:
        pytest.skip("the programs lie below a folder that only root may enter")
    try:
        server.start()
        assert (folder / "pg18" / "PG_VERSION").owner() == "nobody"
        assert ask(server, "SELECT 1") == [(1,)]
    finally:
        server.stop()
        shutil.rmtree(folder)


@only_root
def test_root_without_namespaces_below_a_closed_folder_is_told_why(
    monkeypatch: pytest.MonkeyPatch, postgres: Postgres, tmp_path: Path
):
    monkeypatch.setattr(launching, "namespace_works", lambda: False)
    tmp_path.chmod(0o700)
    with pytest.raises(CannotStart) as refusal:
        postgres.start()
    assert f"{tmp_path} tertutup bagi pengguna lain" in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)
