"""Choosing channels, and stopping a kind of message. What was planned and has not left follows the choice."""

from __future__ import annotations

from collections.abc import Collection

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox import occasions
from soksi_portal.outbox.choices import CHOOSABLE, ON_PHONE, Kind, MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.planning import Row, plan_on

from .models import ChannelChoice
from .reach import USUAL, reach_of


class WayNeeded(RuleViolation):
    """About a booked session, the account and the own data a person is reached somehow."""


class PhoneNotAgreed(RuleViolation):
    """The providers of WhatsApp and SMS get a number only of who agreed."""


@transaction.atomic
def choose_channels(
    *, user: User, kind: Kind, channels: Collection[str], agrees_to_phone: bool = False
) -> ChannelChoice:
    """From now on messages of this kind go there; none: they wait in the inbox. Raises WayNeeded, PhoneNotAgreed."""
    _queue(user)
    before = ChannelChoice.objects.filter(user=user, kind=kind).first()
    wanted = [channel.value for channel in CHOOSABLE if channel in channels]
    if not wanted and not kind.is_stoppable:
        sentence = _("Pilih paling sedikit satu saluran: pesan tentang %(kind)s harus sampai kepada Anda.")
        raise WayNeeded(sentence % {"kind": kind.label}, field=kind.value)
    agreed_at = before.phone_agreed_at if before else None
    if agreed_at is None and set(wanted) & set(ON_PHONE):
        if not agrees_to_phone:
            raise PhoneNotAgreed(_("Setujui dahulu pemakaian nomor HP Anda."), field="agree")
        agreed_at = timezone.now()
    with pghistory.context(reason=_("Pilihan penerima"), user=user.pk):
        choice, _is_new = ChannelChoice.objects.update_or_create(
            user=user,
            kind=kind,
            defaults={"channels": wanted, "phone_agreed_at": agreed_at, "chosen_at": timezone.now()},
        )
    _follow(user, kind, left=set(before.channels if before else USUAL) - set(wanted))
    return choice


@transaction.atomic
def stop_kind(*, user: User, kind: Kind, channel: str) -> None:
    """No more of this kind on this channel; twice is once. Raises WayNeeded."""
    _queue(user)
    chosen = ChannelChoice.objects.filter(user=user, kind=kind).first()
    now = chosen.channels if chosen else USUAL
    if channel in now:
        choose_channels(user=user, kind=kind, channels=[one for one in now if one != channel])


def _queue(user: User) -> None:
    """One choice of a person after the other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _follow(user: User, kind: Kind, *, left: set[str]) -> None:
    """What waits for a channel that is no longer wanted does not leave on it, and is not lost from the inbox."""
    waiting = Message.objects.not_left().filter(
        recipient=user, channel__in=left, occasion__in=occasions.codes_of(kind), address_is_given=False
    )
    let_go(waiting)


@transaction.atomic
def let_go(waiting: MessageQuerySet) -> None:
    """What must not leave on its channel any more, since its recipient does not want it there."""
    for message in list(waiting.select_related("recipient").select_for_update(of=("self",))):
        Message.objects.filter(pk=message.pk).not_left().end(
            MessageState.CANCELLED, last_error=_("Penerima memilih saluran lain.")
        )
        if message.in_inbox:
            _keep_readable(message, message.recipient, occasions.kind_of(message.occasion))


def _keep_readable(message: Message, user: User, kind: Kind) -> None:
    """On the newly chosen channel, or in the inbox only: as if it were planned now."""
    reach = reach_of(user, kind)
    shared = ("occasion", "subject_ref", "revision", "lead_minutes")
    said = ("title", "body", "short", "time_zone", "expires_at")
    row = Row(
        key={name: getattr(message, name) for name in shared} | {"recipient": user},
        values={name: getattr(message, name) for name in said},
        due_at=message.due_at,
        at_any_hour=message.ignores_quiet_hours,
    )
    others = Message.objects.filter(**row.key).exclude(state=MessageState.CANCELLED)
    if others.update(in_inbox=False):
        first = others.order_by("pk").values("pk")[:1]
        Message.objects.filter(pk__in=first).update(in_inbox=True)
        return
    plan_on(
        row,
        reach.channels[0],
        in_inbox=True,
        read_at=message.due_at if reach.is_silent else None,
    )
