"""What never stands in a log: the part of an address that opens something, and what the database says of a row."""

from __future__ import annotations

import logging
import re

OPENING = re.compile(
    r"(/undangan/kalender/|/undangan/materi/|/undangan/|/tawaran/|/tes/|/umpan-balik/|/hadir/peserta/|/hadir/|/kalender/|/berhenti/"
    r"|/akun/sandi/baru/|/akun/email/pastikan/)[^/\s?\"']+"
)
# PostgreSQL quotes whole rows, with names and numbers of people, below the sentence that says what is wrong
QUOTED = re.compile(r"(DETAIL|CONTEXT|LINE \d+): .*?(?=\n\n|\Z)", re.DOTALL)
HIDDEN = r"\1•••"


class WithoutSecrets(logging.Filter):
    """Hides links that open something without signing in and quoted rows, in the message, in what is put into it, and in an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = _hidden(text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _hidden(logging.Formatter().formatException(record.exc_info))
        return True


def _hidden(text: str) -> str:
    return QUOTED.sub(r"\1: •••", OPENING.sub(HIDDEN, text))
