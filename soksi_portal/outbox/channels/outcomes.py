"""What became of a message that went over HTTP by the `requests` library, which the providers' clients use."""

from __future__ import annotations

import requests
from django.utils.translation import gettext as _
from urllib3.exceptions import MaxRetryError, NewConnectionError, SSLError

from .base import AnswerLost, Refused, TryLater, Unavailable

LATER = {408, 425, 429}
TIMEOUT = (5.0, 15.0)  # seconds to connect, and to answer


def of_error(error: requests.RequestException) -> Unavailable | AnswerLost:
    """No answer: either no connection came about, or nobody knows."""
    if _never_connected(error):
        return Unavailable(_("Penyedia tidak terjangkau: %(why)s") % {"why": _named(error)})
    return AnswerLost(_("Penyedia tidak menjawab: %(why)s") % {"why": _named(error)})


def of_status(status: int, words: str = "") -> TryLater | Refused:
    """An answer that is no success."""
    sentence = _("Penyedia menjawab %(status)s. %(words)s") % {"status": status, "words": words}
    return TryLater(sentence.strip()) if status >= 500 or status in LATER else Refused(sentence.strip())


def _never_connected(error: requests.RequestException) -> bool:
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError | SSLError)


def _named(error: Exception) -> str:
    """The kind of error alone: its words may name the address with its secrets."""
    return type(error).__name__
