"""What never stands in a log: the part of an address that opens something."""

from __future__ import annotations

import logging
import re

OPENING = re.compile(r"(/undangan/|/akun/sandi/baru/|/akun/email/pastikan/)[^/\s?\"']+")
HIDDEN = r"\1•••"


class WithoutKeys(logging.Filter):
    """Hides invitation and password links, in the message and in what is put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = OPENING.sub(HIDDEN, text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
