"""Which message is due to whom, when. One rule for each kind of reminder; planning them is in services.py.

To add one: declare its text in wordings.py (or in the slice that it is about), copy a rule, and say who still needs
it. To remind of another kind of thing, copy memoranda.py where it has a date ahead, or seats.py where something has
lasted too long, and add what it is called to `services.KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import Occasion as ReferralOccasion
from programs.partnership.messages import EXPIRY, expiry_fields
from programs.partnership.models import Memorandum
from programs.training import messages
from programs.training.choices import InvitationState
from programs.training.models import Invitation
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import MessageQuerySet
from soksi_portal.outbox.texts.occasion import Filling

from .wordings import ANSWER_MISSING, SESSION_SOON

LEADS = (timedelta(days=7), timedelta(days=1), timedelta(hours=2))
# who has not answered was invited not long ago: asked once before the place is needed by somebody else
ANSWER_LEADS = (timedelta(days=5), timedelta(days=1), timedelta(hours=2))
# who has no address yet may give one until shortly before; only then the row says that it failed
LAST_CALL = timedelta(minutes=10)


class Kind(Protocol):
    """What reminders are about: a session, a memorandum. Each is locked while its reminders are planned."""

    def wanting(self, now: datetime) -> set[int]:
        """Those that lack a reminder."""

    def plan(self, subject_id: int, now: datetime) -> int:
        """Plan what one of them lacks, with it locked; where it is locked already, the next minute does it."""

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """Reminders that wait and no longer fit, by the reason, each row once where read in this order."""


@dataclass(frozen=True)
class SessionRule:
    """Reminds those whose invitation is in `state`, each lead time before the start."""

    occasion: str
    state: InvitationState
    outdated: Any  # why it is taken back when the invitation has left `state`
    text: Callable[[Invitation, timedelta], Filling] = messages.reminder_text
    leads: tuple[timedelta, ...] = LEADS


@dataclass(frozen=True)
class MemorandumRule:
    """Tells those who hold `role`, each lead time before a memorandum ends."""

    occasion: str
    role: Role
    fields: Callable[[Memorandum, timedelta], dict[str, object]]
    leads: tuple[timedelta, ...]


@dataclass(frozen=True)
class ReferralRule:
    """Tells who has a referral now, and who prepared it, so long after its deadline (before it, where negative)."""

    occasion: str
    after: timedelta


CONFIRMED = SessionRule(
    occasion=SESSION_SOON,
    state=InvitationState.CONFIRMED,
    outdated=_("Penerima tidak lagi terdaftar sebagai peserta."),
)
UNANSWERED = SessionRule(
    occasion=ANSWER_MISSING,
    state=InvitationState.INVITED,
    outdated=_("Undangannya sudah dijawab atau tidak berlaku lagi."),
    leads=ANSWER_LEADS,
)
SESSION_RULES = (CONFIRMED, UNANSWERED)
EXPIRING = MemorandumRule(
    occasion=EXPIRY,
    role=Role.ADMIN,
    fields=expiry_fields,
    leads=tuple(timedelta(days=days) for days in (180, 90, 30)),
)
REFERRAL_DUE = ReferralRule(occasion=ReferralOccasion.DUE, after=timedelta(days=-1))
REFERRAL_OVERDUE = ReferralRule(occasion=ReferralOccasion.OVERDUE, after=timedelta(days=1))

# why any of them is taken back
SESSION_ENDED = _("Pelatihannya dibatalkan atau sudah selesai.")
SESSION_MOVED = _("Jadwal pelatihannya berubah; pengingat yang baru direncanakan.")
VALIDITY_MOVED = _("Masa berlaku nota kerja samanya berubah.")
NOT_IN_CHARGE = _("Penerima tidak lagi administrator.")
REFERRAL_MOVED = _("Rujukannya sudah berpindah langkah.")
