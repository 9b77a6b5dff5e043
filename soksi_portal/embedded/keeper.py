"""Keeps the embedded servers for management commands while no portal runs, and ends soon after the last of them.

`python -m soksi_portal.embedded.keeper`, started by `manage.py` where it finds no servers.
"""

from __future__ import annotations

import contextlib
import fcntl
import sys
import time
from typing import IO

from .launching import CannotStart
from .leftovers import end_leftovers
from .state import KEEPER, State

LINGERS = 1.5  # seconds after the last command: the next one finds the servers warm
LOOK_EVERY = 0.2


def main() -> int:
    state = State.of_checkout()
    wanted = state.wanted()
    with contextlib.ExitStack() as leaving:
        try:
            leaving.enter_context(state.locked(KEEPER))
        except CannotStart:
            return 0  # somebody else starts them just now
        state.claim()
        end_leftovers(state.var)
        users = leaving.enter_context(state.users().open("w"))  # let go last, when the servers are down
        try:
            for server in wanted.values():
                leaving.callback(server.stop)
                server.start()
        except CannotStart as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1
        _stay_while_used(users)
    return 0


def _stay_while_used(users: IO[str]) -> None:
    """Returns holding the lock: a command that comes now waits, and then starts servers of its own."""
    idle_since = time.monotonic()
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.monotonic() - idle_since > LINGERS:
                return
            fcntl.flock(users, fcntl.LOCK_UN)
            time.sleep(LOOK_EVERY)
            continue
        idle_since = time.monotonic()
        time.sleep(LOOK_EVERY)


if __name__ == "__main__":
    sys.exit(main())
