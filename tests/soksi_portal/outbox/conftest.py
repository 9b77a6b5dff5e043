from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from soksi_portal.outbox import delivery
from tests.servers import SmtpSink

from .makers import Recorder, ScriptedSmtp


@pytest.fixture
def smtp(settings: Any) -> Iterator[Callable[..., ScriptedSmtp]]:
    """`smtp(RCPT="550 unknown")` starts a server with that script and sends through it."""
    with ExitStack() as stack:

        def start(**script: str | list[str]) -> ScriptedSmtp:
            server = stack.enter_context(ScriptedSmtp(**script))
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
            return server

        yield start


@pytest.fixture
def sink(smtp_sink: SmtpSink, settings: Any) -> SmtpSink:
    """The real SMTP server, and the settings of this process that send to it."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    return smtp_sink


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Recorder]:
    """`recorder(fails=…)` puts a channel that only notes what it is given in the place of e-mail."""

    def install(**options: Any) -> Recorder:
        made = Recorder(**options)
        monkeypatch.setattr(delivery, "SENDERS", {"email": lambda: made})
        return made

    return install
