#!/usr/bin/env python
"""Django's command line; the settings default to development."""

import contextlib
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
    "version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soksi_portal.settings.development")
    from django.core.management import execute_from_command_line  # after the settings are named

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    with contextlib.ExitStack() as around:
        if (
            os.environ["DJANGO_SETTINGS_MODULE"] == "soksi_portal.settings.development"
            and command not in WITHOUT_SERVERS
            and not {"-h", "--help", "--version"} & set(sys.argv)
        ):
            from soksi_portal.embedded.launching import CannotStart
            from soksi_portal.embedded.state import State, read_env_file

            read_env_file()
            try:
                around.enter_context(State.of_checkout().servers())
            except CannotStart as refusal:
                sys.exit(f"manage.py: {refusal}")
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
