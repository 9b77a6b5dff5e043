"""`/beranda/`: what waits for me. Each slice brings its own part (registered in its AppConfig.ready)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .models import User


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person."""

    title: str
    text: str
    url: str
    action: str  # the words on the button
    urgency: int = 50  # the lower, the higher on the page
    count: int | None = None


Provider = Callable[[User], Iterable[Waiting]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def waiting_for(user: User) -> list[Waiting]:
    """All that waits for `user`, the most urgent first."""
    found = [item for provider in _providers for item in provider(user)]
    return sorted(found, key=lambda item: item.urgency)
