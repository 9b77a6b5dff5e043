import pytest

from programs.reminders import services
from programs.reminders.memoranda import Memoranda
from programs.reminders.sessions import Sessions
from tests.soksi_portal.outbox.conftest import sink

__all__ = ["sink"]


@pytest.fixture
def _only_dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reminders of what has a date: the clock of these tests stands on a Monday, when the digests leave too."""
    monkeypatch.setattr(services, "KINDS", (Sessions(), Memoranda()))
