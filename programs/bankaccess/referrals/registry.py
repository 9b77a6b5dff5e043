"""What other slices add to referrals: a section of the bank's file, and what a decline leads to.

Registered in their AppConfig.ready; called in the transaction of what happens, so that it is both or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programs.bankaccess.models import Referral, Step
from umkm.businesses.models import Business


@dataclass(frozen=True)
class Section:
    """A heading with sentences and, below, rows of which the first is the head."""

    title: str
    words: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


SectionProvider = Callable[[Business], Iterable[Section]]
_sections: list[SectionProvider] = []
# called with the referral and the step that says why
DeclineListener = Callable[[Referral, Step], None]
on_declined: list[DeclineListener] = []


def register_section(provider: SectionProvider) -> None:
    """For the bank's file: the mentor's view, readiness."""
    if provider not in _sections:
        _sections.append(provider)


def sections_of(business: Business) -> list[Section]:
    return [section for provider in _sections for section in provider(business)]


def register_on_declined(listener: DeclineListener) -> None:
    if listener not in on_declined:
        on_declined.append(listener)


def tell_declined(referral: Referral, step: Step) -> None:
    for listener in on_declined:
        listener(referral, step)
