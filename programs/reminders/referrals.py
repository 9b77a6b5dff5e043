"""Reminders of referrals: the one who has it now, shortly before its deadline and once it has passed; staff too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from programs.bankaccess.choices import OPEN, ReferralState
from programs.bankaccess.models import Referral
from programs.bankaccess.referrals.messages import bank_users, owner_of, url_of
from programs.bankaccess.referrals.showing import holder
from programs.bankaccess.referrals.steps import WITH_ALL
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.outbox.choices import MessageState
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue

from .rules import REFERRAL_DUE, REFERRAL_MOVED, REFERRAL_OVERDUE, ReferralRule

HOUR = time(9)
USEFUL = timedelta(days=2)  # a reminder that could not leave is not made up for later
AT_BANK = (ReferralState.SENT, ReferralState.RECEIVED, ReferralState.SURVEYED, ReferralState.APPROVED)


@dataclass(frozen=True)
class Notice:
    rule: ReferralRule
    referral: Referral
    due_at: datetime


class Referrals:
    """Kind: whoever has a referral on the desk, and who prepared it."""

    def wanting(self, now: datetime) -> set[int]:
        return {notice.referral.pk for notice in _due(now, _near(now))}

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the referral locked, so that nobody is reminded of what is being done."""
        rows = Referral.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=subject_id)
        found = list(rows.filter(state__in=OPEN).select_related(*WITH_ALL))
        return sum(_tell(notice) for notice in _due(now, found))

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """Once it has moved on."""
        occasions = (REFERRAL_DUE.occasion, REFERRAL_OVERDUE.occasion)
        waiting = Message.objects.under_way().filter(occasion__in=occasions)
        refs = set(waiting.values_list("subject_ref", flat=True))
        if not refs:
            return []
        ids = [int(ref.partition(":")[2]) for ref in refs]
        fits = Q(pk__in=[])
        for referral in Referral.objects.open().filter(pk__in=ids):
            fits |= Q(subject_ref=referral.subject_ref, revision=referral.step_number)
        return [(waiting.exclude(fits), str(REFERRAL_MOVED))]


def _near(now: datetime) -> list[Referral]:
    """Whose deadline is so near, or so lately passed, that a notice can be due: found by its index."""
    first, last = now.date() - timedelta(days=4), now.date() + timedelta(days=4)
    rows = Referral.objects.open().filter(due_on__gte=first, due_on__lte=last)
    return list(rows.select_related(*WITH_ALL).order_by("pk"))


def _due(now: datetime, referrals: list[Referral]) -> Iterator[Notice]:
    notices = [
        Notice(rule, one, due_at)
        for one in referrals
        for rule in (REFERRAL_DUE, REFERRAL_OVERDUE)
        if one.due_on and (due_at := _moment(one.due_on, rule, one)) <= now < due_at + USEFUL
    ]
    if not notices:
        return
    planned = set(
        Message.objects.filter(
            ~Q(state=MessageState.CANCELLED) | Q(ended_by__isnull=False),
            occasion__in=(REFERRAL_DUE.occasion, REFERRAL_OVERDUE.occasion),
            subject_ref__in={one.referral.subject_ref for one in notices},
        ).values_list("occasion", "subject_ref", "revision")
    )
    for one in notices:
        if (one.rule.occasion, one.referral.subject_ref, one.referral.step_number) not in planned:
            yield one


def _moment(due_on: date, rule: ReferralRule, referral: Referral) -> datetime:
    return datetime.combine(due_on + rule.after, HOUR, referral.province.zone)


def _recipients(referral: Referral) -> list[User]:
    """Who has it now; and who prepared it, who asks after it."""
    if referral.state == ReferralState.PREPARED:
        holders = owner_of(referral)
    else:
        holders = bank_users(referral) if referral.state in AT_BANK else []
    return list({one.pk: one for one in (*holders, referral.prepared_by)}.values())


def _tell(notice: Notice) -> int:
    referral, rule = notice.referral, notice.rule
    fields = {
        "nomor": referral,
        "pemegang": holder(referral),
        "tenggat": day(referral.due_on) if referral.due_on else "–",
        "tautan": url_of(referral),
    }
    told = 0
    for person in _recipients(referral):
        message = enqueue(
            occasion=rule.occasion,
            subject_ref=referral.subject_ref,
            revision=referral.step_number,
            recipient=person,
            fields=fields,
            expires_at=notice.due_at + USEFUL,
            time_zone=referral.province.time_zone,
        )
        told += message is not None
    return told
