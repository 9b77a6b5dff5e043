from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from soksi_portal.embedded.ports import free_port
from soksi_portal.embedded.state import ROOT
from tests.soksi_portal.embedded.running import until


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "soksi_portal.embedded.mailcatcher", str(port), str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    assert until(lambda: _listens(port), seconds=15)
    yield port
    process.terminate()
    assert process.wait(5) == 0


def _listens(port: int) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", port, timeout=2).quit()
    except OSError:
        return False
    return True


def test_mail_is_kept_as_it_came_and_as_words(port: int, tmp_path: Path):
    mail = EmailMessage()
    mail["Subject"] = "Undangan pelatihan — 😀" * 30
    mail["From"], mail["To"] = "portal@localhost", "Ibu@Contoh.id"
    mail.set_content("Selamat pagi.\nSampai jumpa.\n")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail, to_addrs=["Ibu@Contoh.id"])
    (words,) = tmp_path.glob("*.txt")
    assert "Kepada: Ibu@Contoh.id\nPerihal: Undangan pelatihan — 😀" in words.read_text()
    assert words.read_text().endswith("\nSelamat pagi.\nSampai jumpa.\n")
    (raw,) = tmp_path.glob("*.eml")
    assert raw.stem == words.stem
    assert b"Subject: Undangan pelatihan =?utf-8?" in raw.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: text/plain; charset=bukan\r\n\r\nIsi \xff",
        b"Subject: x\r\n\r\n" + b"a\r\n" * 10000,
    ],
)
def test_odd_mail_is_kept_all_the_same(port: int, tmp_path: Path, content: bytes):
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("portal@localhost", ["../../etc/x@y"], content)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".eml", ".txt"]
