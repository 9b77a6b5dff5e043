#!/usr/bin/env python
"""Django's command line; the settings default to development."""

import os
import sys

# these need no database, so none is started for them
WITHOUT_SERVERS = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "help",
    "makemessages",
    "makemigrations",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soksi_portal.settings.development")
    from django.core.management import execute_from_command_line  # after the settings are named

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if (
        os.environ["DJANGO_SETTINGS_MODULE"] != "soksi_portal.settings.development"
        or command in WITHOUT_SERVERS
    ):
        execute_from_command_line(sys.argv)
        return
    from soksi_portal.embedded.launching import CannotStart
    from soksi_portal.embedded.state import State

    try:
        with State.of_checkout().servers():
            execute_from_command_line(sys.argv)
    except CannotStart as refusal:
        sys.exit(f"manage.py: {refusal}")


if __name__ == "__main__":
    main()
