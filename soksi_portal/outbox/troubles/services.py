"""Noting that an address takes no messages, and that it does again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.choices import ON_PHONE, Channel

from .models import AddressTrouble

LONGEST_REASON = AddressTrouble._meta.get_field("reason").max_length
LONGEST_END = AddressTrouble._meta.get_field("end_reason").max_length


class TroubleOver(RuleViolation):
    """Somebody has mended it already."""


class EndUnexplained(RuleViolation):
    """Who says that it is mended says how."""


@transaction.atomic
def report_trouble(
    *, address: str, reason: str, at: datetime, channel: str = Channel.EMAIL
) -> AddressTrouble | None:
    """A provider says that `address` takes nothing; None where nobody has it today. Twice is once.

    For a bounce or a refusal for good, never for a server that was busy.
    """
    user = User.objects.filter(_has(address, channel), is_active=True).first()
    if user is None:
        return None
    trouble, _is_new = AddressTrouble.objects.get_or_create(
        user=user,
        channel=channel,
        address=_written(address, channel),
        ended_at=None,
        defaults={"reason": reason[:LONGEST_REASON] or str(_("Tidak dijelaskan.")), "reported_at": at},
    )
    return trouble


def note_arrival(*, address: str, at: datetime, channel: str = Channel.EMAIL) -> int:
    """A message has arrived there after all: what was reported before is over. Returns how many."""
    standing = AddressTrouble.objects.filter(
        channel=channel, address=_written(address, channel), ended_at=None, reported_at__lt=at
    )
    return standing.update(ended_at=timezone.now(), end_reason=_("Pesan sampai lagi."))


@transaction.atomic
def end_trouble(*, trouble: AddressTrouble, by: User, reason: str) -> None:
    """A person says that it is mended, and how. Raises EndUnexplained, TroubleOver."""
    reason = reason.strip()
    if not reason:
        raise EndUnexplained(_("Tulis bagaimana alamat ini dibetulkan."), field="reason")
    standing = AddressTrouble.objects.filter(pk=trouble.pk, ended_at=None)
    if not standing.update(ended_at=timezone.now(), ended_by=by, end_reason=reason[:LONGEST_END]):
        raise TroubleOver(_("Alamat ini sudah dinyatakan beres."))


def _has(address: str, channel: str) -> Q:
    own = "phone" if channel in ON_PHONE else "email"
    return Q(**{own: _written(address, channel)})


def _written(address: str, channel: str) -> str:
    """As the person's own record writes it."""
    address = address.strip()
    return address if channel in ON_PHONE else address.lower()
