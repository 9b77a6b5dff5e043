"""Where the portal listens: checked before anything starts, so that the answer is a sentence."""

from __future__ import annotations

import errno
import socket
import time

from .launching import CannotStart

PATIENCE = 1.5  # seconds: a run that was killed may still be letting go of the port
WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 — only compared


def parse_port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535 and len(text) <= 5:
        return int(text)
    raise CannotStart(f"PORT harus angka 1 sampai 65535, bukan “{text}”.")


def wait_for_port(host: str, port: int) -> None:
    """Return once the port can be listened on. Raises CannotStart."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            family, *_rest, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(where)
                probe.listen(1)
            return
        except (socket.gaierror, UnicodeError):
            raise CannotStart(f"HOST “{host}” tidak dikenal di mesin ini.") from None
        except OSError as error:
            if time.monotonic() > deadline or error.errno != errno.EADDRINUSE:
                raise CannotStart(_refusal(host, port, error)) from None
            time.sleep(0.2)


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} di {host} sedang dipakai program lain. "
            f"Hentikan program itu, atau pilih port lain: PORT={port % 65535 + 1} make run"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} hanya untuk root. Pilih port di atas 1023: PORT=8000 make run"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"Alamat {host} bukan milik mesin ini. Pilih HOST lain, misalnya HOST=127.0.0.1 make run"
    return f"Port {port} di {host} tidak dapat dipakai ({error.strerror})."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_addresses() -> list[str]:
    """This machine's name and the address by which others on the network reach it (no packet is sent)."""
    found = [socket.gethostname()]
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))
                address = probe.getsockname()[0]
        except OSError:
            continue
        found.append(f"[{address}]" if ":" in address else address)
    return found
