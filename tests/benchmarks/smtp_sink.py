"""A real SMTP server in a process of its own, so that it shares nobody's interpreter. Prints its port; ends with its
parent's end of the line.
"""

from __future__ import annotations

import logging
import socket
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Swallowing:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        return "250 OK"


def main() -> None:
    logging.disable(logging.CRITICAL)
    controller = Controller(Swallowing(), hostname="127.0.0.1", port=0)
    # its own start() connects once, to the port that it was given, which is 0 here
    controller._trigger_server = lambda: socket.create_connection(("127.0.0.1", port(controller)), 5).close()
    controller.start()
    sys.stdout.write(f"{port(controller)}\n")
    sys.stdout.flush()
    sys.stdin.read()
    controller.stop()


def port(controller: Controller) -> int:
    return int(controller.server.sockets[0].getsockname()[1])


if __name__ == "__main__":
    main()
