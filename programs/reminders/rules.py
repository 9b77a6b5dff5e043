"""Which message is due to whom, when. One rule for each kind of reminder; planning them is in services.py.

To add one: copy a rule, name its occasion, and say who still needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.training import messages
from programs.training.choices import InvitationState
from programs.training.models import Invitation

LEADS = (timedelta(days=7), timedelta(days=1), timedelta(hours=2))


@dataclass(frozen=True)
class SessionRule:
    """Reminds those whose invitation is in `state`, each lead time before the start."""

    occasion: str
    label: Any
    state: InvitationState
    outdated: Any  # why it is taken back when the invitation has left `state`
    text: Callable[[Invitation, timedelta], tuple[str, str]] = messages.reminder_text
    leads: tuple[timedelta, ...] = LEADS


CONFIRMED = SessionRule(
    occasion="session_reminder",
    label=_("Pengingat pelatihan"),
    state=InvitationState.CONFIRMED,
    outdated=_("Penerima tidak lagi terdaftar sebagai peserta."),
)
UNANSWERED = SessionRule(
    occasion="answer_reminder",
    label=_("Pengingat untuk menjawab undangan"),
    state=InvitationState.INVITED,
    outdated=_("Undangannya sudah dijawab atau tidak berlaku lagi."),
)
RULES = (CONFIRMED, UNANSWERED)

# why any of them is taken back
SESSION_ENDED = _("Pelatihannya dibatalkan atau sudah selesai.")
SESSION_MOVED = _("Jadwal pelatihannya berubah; pengingat yang baru direncanakan.")
