"""Messages that must not leave: higher slices say to whom nothing goes now (registered in AppConfig.ready).

Asked as messages are about to leave, so that whatever was planned before keeps to it too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from .models import Message

# of some messages, those that stay: by their number, a sentence that says why
Holder = Callable[[Sequence[Message]], Mapping[int, str]]
_holders: list[Holder] = []

FRESH = 1.0  # seconds that an answer stays good: a question for each message would cost as much as sending it


def register(holder: Holder) -> None:
    if holder not in _holders:
        _holders.append(holder)


def held_back(messages: Sequence[Message]) -> dict[int, str]:
    """Those that must not leave, and why."""
    return {number: why for holder in reversed(_holders) for number, why in holder(messages).items()}


class Holding:
    """What is held back of a batch; asked anew for the rest of it as time goes by."""

    def __init__(self, batch: Sequence[Message]) -> None:
        self._batch = batch
        self._asked_at = float("-inf")
        self._held: dict[int, str] = {}

    def why(self, place: int) -> str:
        """Why the message at `place` of the batch stays; empty where it may leave."""
        if time.monotonic() - self._asked_at > FRESH:
            self._held = held_back(self._batch[place:])
            self._asked_at = time.monotonic()
        return self._held.get(self._batch[place].pk, "")
