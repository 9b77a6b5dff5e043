"""`python -m soksi_portal.embedded run | dev | demo-reset`, as the Makefile calls it."""

from __future__ import annotations

import os
import sys

from .launching import CannotStart
from .state import ROOT, State
from .supervisor import Supervisor, forget, say


def main(command: str) -> int:
    os.chdir(ROOT)
    try:
        if command in ("run", "dev"):
            if command == "dev":
                os.environ["DEBUG"] = "true"
            Supervisor(reload=command == "dev").run()
        elif command == "demo-reset":
            state = State.of_checkout()
            state.prepare()
            forget(state)
            say("Data demo dihapus. `make run` membuatnya lagi dari awal.")
        else:
            say(__doc__ or "")
            return 2
    except CannotStart as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
