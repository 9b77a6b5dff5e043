"""Where else a reader of a pilot's page may go: pages of higher slices, which know who may open them.

Registered in their AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User


@dataclass(frozen=True)
class Link:
    url: str
    label: str


Provider = Callable[[Pilot, User], Iterable[Link]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def links_of(pilot: Pilot, user: User) -> list[Link]:
    return [link for provider in _providers for link in provider(pilot, user)]
