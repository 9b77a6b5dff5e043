"""Finds Chromium for the browser tests, and installs Debian's where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    usable = shutil.which("apt-get") and (not rights or may_sudo())
    if usable:
        print("Memasang Chromium untuk uji peramban …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(
                [*rights, "apt-get", *words], check=False, env=environment, stdout=subprocess.DEVNULL
            )
    if not any(shutil.which(name) for name in NAMES):
        sys.exit(
            "Uji peramban memerlukan Chromium. Pasang dengan: sudo apt-get install chromium, "
            "atau sebutkan programnya: CHROMIUM=/jalan/ke/chrome make test"
        )


def may_sudo() -> bool:
    return (
        bool(shutil.which("sudo"))
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    )


if __name__ == "__main__":
    main()
