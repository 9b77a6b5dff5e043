"""Takes the demo's outgoing mail and keeps it as files to read: `python -m soksi_portal.embedded.mailcatcher PORT FOLDER`."""

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
        """The mail as it came (.eml), and its words (.txt)."""
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        to = ", ".join(envelope.rcpt_tos)
        name = re.sub(r"[^\w@.-]+", "-", f"{datetime.now():%Y%m%d-%H%M%S-%f} {to} {mail['Subject']}")[:140]
        (self.folder / f"{name}.eml").write_bytes(envelope.content)
        body = mail.get_body(("plain", "html"))
        words = body.get_content() if body else ""
        text = f"Kepada: {to}\nPerihal: {mail['Subject']}\nTanggal: {mail['Date']}\n\n{words}"
        (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return "250 OK"


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    controller = Controller(Catcher(folder), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    main()
