"""Messages that must not leave: higher slices say to whom nothing goes now (registered in AppConfig.ready).

Asked as a message is about to leave, so that whatever was planned before keeps to it too.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Message

Holder = Callable[[Message], str]  # a sentence that says why it stays; empty where it may leave
_holders: list[Holder] = []


def register(holder: Holder) -> None:
    if holder not in _holders:
        _holders.append(holder)


def held_back(message: Message) -> str:
    return next((sentence for holder in _holders if (sentence := holder(message))), "")
