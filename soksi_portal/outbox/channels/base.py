"""What a channel is: something that takes one message and says how that ended."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message


class Unavailable(Exception):
    """The provider cannot be reached at all; nothing was handed over. All its messages wait."""


class TryLater(Exception):
    """The provider refused this message for now; surely not sent."""


class Refused(Exception):
    """The provider refused this message for good; surely not sent."""


class WrongAddress(Refused):
    """For good, and because of the address: somebody has to mend it."""


class AnswerLost(Exception):
    """The message went over and no answer came: it may have been sent. Never tried again by itself."""


class Sender(Protocol):
    """Made for a batch, closed after it. Errors carry an Indonesian sentence for /pengingat/.

    A sender that needs settings has `is_offered()`, whether they are made.
    """

    no_address: Any  # the sentence where `address_of` is empty

    @staticmethod
    def address_of(recipient: User) -> str:
        """Where the channel reaches this person now; empty where it does not."""

    def open(self) -> None:
        """Before each message: connect, where that has not been done. Raises Unavailable."""

    def send(self, message: Message) -> str:
        """Hand over one message; returns the provider's id for it ("" where it gives none).

        Raises TryLater, Refused or AnswerLost; Unavailable where no connection came about.
        """

    def close(self) -> None:
        """Never raises."""


@runtime_checkable
class Stepwise(Sender, Protocol):
    """A sender that talks to its provider in steps, so that ours can be taken while the provider takes its own:
    `prepare`, `begin`, `give`, `send` for each message, in this order; all but `abandon` raise as `send` does.
    """

    def prepare(self, message: Message) -> None:
        """What needs no connection; perhaps while the message before is waiting for its answer."""

    def begin(self) -> None:
        """Open the talk about what is prepared. The hand-over is written down before the provider has answered."""

    def abandon(self) -> None:
        """What was begun does not go."""

    def give(self) -> None:
        """Everything goes over; `send` then waits for the answer."""
