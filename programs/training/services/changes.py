"""Telling people what changed: one session as itself, several at once in one message a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from programs.training import messages
from programs.training.choices import Occasion
from programs.training.models import Invitation, Session
from programs.training.scheduling.texts import Schedule, schedule_text
from soksi_portal.accounts.models import User
from soksi_portal.outbox import services as outbox
from soksi_portal.outbox.models import Message
from umkm.regions.choices import TimeZone

from .locking import WITH_TEXTS, lock_people
from .telling import is_short_notice, send, tell, tell_substitute

DIGESTS = (Occasion.SERIES_CHANGED, Occasion.SERIES_CANCELLED)


@dataclass(frozen=True)
class Change:
    """`before` it changed; a session that was cancelled has none."""

    session: Session
    before: messages.Before | None = None

    @property
    def occasion(self) -> Occasion:
        return Occasion.CHANGED if self.before else Occasion.CANCELLED

    @property
    def at_any_hour(self) -> bool:
        starts = [self.session.starts_at, *([self.before.starts_at] if self.before else [])]
        return is_short_notice(*starts)


def tell_changes(changes: Sequence[Change], *, by: User) -> None:
    """To all who are invited, whatever they answered (a new time may suit who could not come before), and to the
    trainers. What was planned about the sessions before is taken back. The sessions are locked.
    """
    found = {change.session.pk: change for change in changes}
    invited: dict[User, list[Invitation]] = defaultdict(list)
    for invitation in live_invitations(found):
        invited[invitation.person].append(invitation)
    trainers = _by_trainer(changes)
    lock_people([one.pk for one in trainers], [one.pk for one in invited])
    for change in changes:
        said = _("Sesi diubah.") if change.before else _("Sesi dibatalkan.")
        outbox.cancel_about(subject_ref=change.session.subject_ref, reason=said, by=by)
    for person, invitations in sorted(invited.items(), key=lambda one: one[0].pk):
        _tell_invited(person, invitations, found)
    for trainer, mine in trainers.items():
        if len(mine) == 1:
            _tell_trainer(trainer, mine[0])
        else:
            tell_schedule(trainer, mine)
    renew_schedules({*invited, *trainers})


def live_invitations(sessions: Iterable[int]) -> list[Invitation]:
    live = Invitation.objects.live().filter(session__in=list(sessions))
    return list(live.select_related(*WITH_TEXTS).order_by("pk"))


def _tell_invited(person: User, invitations: list[Invitation], found: dict[int, Change]) -> None:
    if len(invitations) > 1:
        tell_schedule(person, [found[one.session_id] for one in invitations])
        for one in invitations:
            tell_substitute(one, at_any_hour=found[one.session_id].at_any_hour)
        return
    (invitation,) = invitations
    change = found[invitation.session_id]
    text = (
        messages.changed_text(invitation, change.before)
        if change.before
        else messages.cancelled_text(invitation)
    )
    tell(invitation, change.occasion, text, at_any_hour=change.at_any_hour)


def _by_trainer(changes: Iterable[Change]) -> dict[User, list[Change]]:
    """Also who trained before, and no longer does."""
    found: dict[User, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.session.trainer].append(change)
        if change.before and change.before.trainer != change.session.trainer:
            found[change.before.trainer].append(change)
    return found


def _tell_trainer(trainer: User, change: Change) -> None:
    session, before, occasion = change.session, change.before, change.occasion
    if before is None or trainer != session.trainer:
        text = messages.trainer_released_text(session)
    elif before.trainer == trainer:
        text = messages.trainer_changed_text(session, before)
    else:
        text, occasion = messages.assigned_text(session), Occasion.ASSIGNED
    send(session, occasion, trainer, text, time_zone=session.time_zone, at_any_hour=change.at_any_hour)


def schedule_ref(person: User) -> str:
    """What messages about a person's whole schedule carry: a newer one takes the place of one that waits."""
    return f"trainings:{person.pk}"


def tell_schedule(person: User, changes: Sequence[Change] = ()) -> None:
    """All that stands for a person now, with what changed marked; nothing where nothing is left to say.

    The person's row is the queue: of two changes at once, the second writes what both left.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    old = {one.session.pk: one.before for one in changes if one.before}
    schedule = Schedule.of(person, changed=old)
    if not schedule.lines:
        return
    ref = schedule_ref(person)
    outbox.cancel_about(subject_ref=ref, reason=_("Ada jadwal yang lebih baru."))
    occasion = Occasion.SERIES_CANCELLED if changes and not old else Occasion.SERIES_CHANGED
    outbox.enqueue(
        occasion=occasion.value,
        subject_ref=ref,
        recipient=person,
        **schedule_text(schedule).planned,
        revision=Message.objects.about(ref).count(),
        expires_at=_last(schedule),
        time_zone=schedule.zone or TimeZone.WIB,
        ignores_quiet_hours=any(change.at_any_hour for change in changes),
    )


def _last(schedule: Schedule) -> datetime:
    return max(line.session.starts_at for line in schedule.lines)


def renew_schedules(people: Iterable[User]) -> None:
    """A schedule that still waits to be sent, and is older than what just changed, is written anew: its old time
    never arrives after the new one.
    """
    by_ref = {schedule_ref(person): person for person in people}
    waiting = Message.objects.not_left().filter(
        subject_ref__in=by_ref, occasion__in=[one.value for one in DIGESTS]
    )
    for message in waiting.order_by("pk"):
        if not _is_current(message, by_ref[message.subject_ref]):
            tell_schedule(by_ref[message.subject_ref])


def _is_current(message: Message, person: User) -> bool:
    """Whether it says what stands: each line of today's schedule is in it."""
    return all(line.facts in message.body for line in Schedule.of(person).lines)
