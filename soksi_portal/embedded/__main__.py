"""`python -m soksi_portal.embedded run | dev | demo-reset`, as the Makefile calls it."""

from __future__ import annotations

import os
import shutil
import signal
import sys

from .launching import CannotStart, die_with_parent
from .state import ROOT, State, read_env_file
from .supervisor import Supervisor, say


def main(command: str) -> int:
    os.chdir(ROOT)
    for output in (sys.stdout, sys.stderr):
        output.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without “ and …
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)  # a killed make leaves no portal behind
    try:
        read_env_file()
        if command in ("run", "dev"):
            if command == "dev":
                os.environ["DEBUG"] = "true"
            Supervisor(reload=command == "dev").run()
        elif command == "demo-reset":
            forget_demo(State.of_checkout())
        else:
            say(__doc__ or "")
            return 2
    except CannotStart as refusal:
        sys.stderr.write(f"\n{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def forget_demo(state: State) -> None:
    """Throw away this checkout's embedded data, so that the next start makes the demo anew."""
    if os.environ.get("DATABASE_URL"):
        raise CannotStart(
            "DATABASE_URL diisi: data di server itu tidak dihapus dari sini. Kosongkan basis datanya sendiri."
        )
    state.prepare()
    with state.locked("demo-reset"):
        for name in ("pg18", "pg18.new", "valkey", "mail", "documents"):
            shutil.rmtree(state.var / name, ignore_errors=True)
        (state.run / "prepared-schema").unlink(missing_ok=True)
    say("Data demo dihapus. `make run` membuatnya lagi dari awal.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
