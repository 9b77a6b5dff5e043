"""Finds Chromium for the browser tests, and installs Debian's where that is possible.

The shell without a window comes first: it shows pages with half the work of the whole browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUICKLY = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::https::Timeout=10")


def main() -> None:
    if os.environ.get("CHROMIUM") or shutil.which(SHELL):
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not rights or may_sudo()):
        print("Memasang Chromium untuk uji peramban …", flush=True)
        apt = [*rights, "apt-get", *QUICKLY]
        install = [*apt, "install", "-y", "-qq", "--no-install-recommends"]
        if not found():
            quiet([*apt, "update", "-qq"])
        if not quiet([*install, SHELL]) and not found():  # Ubuntu has no such package
            quiet([*install, "chromium"])
    if not found():
        sys.exit(
            "Uji peramban memerlukan Chromium. Pasang dengan: sudo apt-get install chromium, "
            "atau sebutkan programnya: CHROMIUM=/jalan/ke/chrome make test"
        )


def found() -> bool:
    return any(shutil.which(name) for name in NAMES)


def quiet(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    nothing = subprocess.DEVNULL
    return (
        subprocess.run(command, check=False, env=environment, stdout=nothing, stderr=nothing).returncode == 0
    )


def may_sudo() -> bool:
    return bool(shutil.which("sudo")) and quiet(["sudo", "-n", "true"])


if __name__ == "__main__":
    main()
