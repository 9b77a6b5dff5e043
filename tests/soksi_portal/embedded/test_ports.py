from __future__ import annotations

import socket

import pytest

from soksi_portal.embedded import ports
from soksi_portal.embedded.launching import CannotStart


@pytest.mark.parametrize(
    "text", ["", "0", "65536", "abc", "-1", "80 ", "8_000", "٣٣٣٣", "9" * 5000, "00000000080"]
)
def test_port_that_is_none_is_refused(text: str):
    with pytest.raises(CannotStart, match="PORT harus angka 1 sampai 65535"):
        ports.parse_port(text)


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_port(text: str, port: int):
    assert ports.parse_port(text) == port


def test_taken_port_is_refused_with_the_next_as_advice(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ports, "PATIENCE", 0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"PORT={port % 65535 + 1} make run"):
            ports.wait_for_port("127.0.0.1", port)
    ports.wait_for_port("127.0.0.1", port)  # free again


@pytest.mark.parametrize(
    ("host", "words"), [("bukan.host.invalid", "tidak dikenal"), ("192.0.2.77", "bukan milik mesin ini")]
)
def test_host_of_another_machine_is_refused(host: str, words: str):
    with pytest.raises(CannotStart, match=words):
        ports.wait_for_port(host, ports.free_port())
