"""Makers of messages, and an SMTP server that answers by a script."""

from __future__ import annotations

import itertools
import socketserver
import threading
import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from soksi_portal.outbox.models import Message
from soksi_portal.outbox.services import enqueue
from tests.factories import make_user

DROP = "drop"  # the connection is closed instead of an answer
CUT = "<cut>"  # ends an answer: closed in the middle of it
_numbers = itertools.count(1)


def at(text: str, zone: str = "Asia/Jakarta") -> datetime:
    """`at("2026-11-23 21:30", "Asia/Jayapura")`"""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def make_message(**fields: Any) -> Message:
    """Planned for now, at any hour unless told otherwise: a test of sending passes at night too."""
    number = next(_numbers)
    fields.setdefault("occasion", "uji")
    fields.setdefault("subject_ref", f"uji:{number}")
    fields.setdefault("title", f"Pesan {number}")
    fields.setdefault("body", "Isi pesan.")
    fields.setdefault("ignores_quiet_hours", True)
    if "recipient" not in fields:
        fields["recipient"] = make_user()
    message = enqueue(**fields)
    assert message is not None
    return message


def make_claimed(**values: Any) -> Message:
    """As a worker that died leaves it: claimed, its lease over; `handed_over_at` where it got that far."""
    message = make_message()
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(
        state="sending", lease="00000000-0000-0000-0000-000000000001", leased_until=past, **values
    )
    message.refresh_from_db()
    return message


LEASED = {"lease": uuid.UUID(int=1), "leased_until": at("2026-11-23 10:00")}
WAYS = {  # how a message gets into each state, past the services
    "pending": [],
    "sending": [{"state": "sending", **LEASED}],
    "sent": [{"state": "sending", **LEASED}, {"state": "sent", "sent_at": at("2026-11-23 10:00")}],
    "failed": [{"state": "sending", **LEASED}, {"state": "failed"}],
    "unknown": [{"state": "sending", **LEASED}, {"state": "unknown"}],
    "cancelled": [{"state": "cancelled"}],
}


def bring_to(state: str, **fields: Any) -> Message:
    message = make_message(**fields)
    for values in WAYS[state]:
        more = {}
        if values["state"] in ("sent", "failed", "unknown", "cancelled"):
            more["ended_at"] = timezone.now()
        if values["state"] in ("sent", "unknown"):
            more["handed_over_at"] = timezone.now()
        Message.objects.filter(pk=message.pk).update(**values, **more)
    message.refresh_from_db()
    return message


class Recorder:
    """A channel that keeps what it is given; `before` runs as the provider gets it."""

    no_address = "tanpa alamat"
    address_of = staticmethod(lambda recipient: recipient.email or "")

    def __init__(self, *, fails=None, before=lambda message: None):
        self.sent: list[int] = []
        self.fails, self.before = fails, before

    def open(self):
        return

    def send(self, message):
        self.before(message)
        if self.fails:
            raise self.fails
        self.sent.append(message.pk)
        return "ok"

    def close(self):
        return


def state_of(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


class ScriptedSmtp(socketserver.ThreadingTCPServer):
    """Says 250 to everything except what `script` says otherwise: {"RCPT": "550 unknown", "BODY": DROP}.

    A list of answers is used up one by one, then 250 again. `taken` are the bodies that came in whole.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, **script: str | list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.script = script
        self.taken: list[bytes] = []
        self.connections = 0
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def answer(self, command: str, usual: str) -> str:
        scripted = self.script.get(command, usual)
        if isinstance(scripted, list):
            return scripted.pop(0) if scripted else usual
        return scripted

    def __enter__(self) -> ScriptedSmtp:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: ScriptedSmtp

    def handle(self) -> None:
        self.server.connections += 1
        if not self._say("HELLO", "220 uji"):
            return
        for line in iter(self.rfile.readline, b""):
            command = line.split()[0].decode().upper() if line.split() else ""
            if command == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            if not self._say(command, "354 go" if command == "DATA" else "250 OK"):
                return
            if command == "DATA" and self._said.startswith("354") and not self._take():
                return

    def _take(self) -> bool:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.taken.append(b"".join(lines))
        return self._say("BODY", "250 taken")

    def _say(self, command: str, usual: str) -> bool:
        self._said = self.server.answer(command, usual)
        if self._said == DROP:
            return False
        if self._said.endswith(CUT):
            self.wfile.write(self._said.removesuffix(CUT).encode())
            return False
        self.wfile.write(self._said.encode() + b"\r\n")
        return True
