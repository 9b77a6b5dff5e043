"""Takes the demo's outgoing mail and keeps it as files to read: `… -m soksi_portal.embedded.mailcatcher PORT FOLDER`."""

from __future__ import annotations

import email
import email.policy
import re
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Catcher:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        """The mail as it came (.eml), and its words (.txt). Taken only once it is on disk."""
        now = datetime.now().astimezone()
        address = re.sub(r"[^a-z0-9@._-]+", "-", envelope.rcpt_tos[0].lower())[:80]
        name = f"{now:%Y%m%d-%H%M%S-%f}-{address}"
        self._write(f"{name}.eml", envelope.content)
        self._write(f"{name}.txt", words_of(envelope.content, envelope.rcpt_tos).encode())
        sys.stdout.write(f"{now:%H:%M:%S} {self.folder / name}.txt\n")
        sys.stdout.flush()
        return "250 OK"

    def _write(self, name: str, content: bytes) -> None:
        fresh = self.folder / f".{name}"
        fresh.write_bytes(content)
        fresh.rename(self.folder / name)


def words_of(content: bytes, recipients: list[str]) -> str:
    """What a person reads first of a mail; a mail that cannot be read is kept all the same."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    try:
        body = mail.get_body(("plain", "html"))
        words = body.get_content() if body else ""
    except (LookupError, KeyError, ValueError):  # an unknown character set or encoding
        words = content.decode(errors="replace")
    head = (
        f"Kepada: {', '.join(recipients)}\nPerihal: {mail['Subject'] or ''}\nTanggal: {mail['Date'] or ''}\n"
    )
    return f"{head}\n{words}"


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before the server's thread, which inherits it
    controller = Controller(Catcher(folder), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait(ends)
    controller.stop()


if __name__ == "__main__":
    main()
