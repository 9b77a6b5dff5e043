"""What goes wrong with messages: an address that takes none, and an invitation that waits for a place."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from programs.training import services
from programs.training.choices import AnswerWay, InvitationState
from programs.training.models import Session
from soksi_portal.outbox.choices import Channel, MessageState
from soksi_portal.outbox.endings import fail, mine_of
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.troubles.services import report_trouble
from umkm.cadres.models import Cadre

from .accounts import HOME, Staff

REFUSAL = "Server e-mail menolak (550): 5.1.1 Kotak surat ini tidak dikenal"


def make_troubles(*, staff: Staff) -> None:
    _wrong_address(staff)
    _full_session(staff)


def _wrong_address(staff: Staff) -> None:
    """Somebody else at home: as a worker ends what a server refuses, so that the coordinator mends the address."""
    people = Cadre.objects.filter(province=HOME).exclude(user=staff.cadre)
    waiting = Message.objects.filter(
        recipient__in=people.values("user"), state=MessageState.PENDING, channel=Channel.EMAIL
    )
    message = waiting.earliest("pk")
    now = timezone.now()
    lease = uuid.UUID(int=1)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENDING, lease=lease, leased_until=now + timedelta(minutes=1), attempts=1
    )
    message.refresh_from_db()
    fail(message, mine_of(message, lease), MessageState.FAILED, REFUSAL)
    report_trouble(address=message.address, reason=REFUSAL, at=now)


def _full_session(staff: Staff) -> None:
    """One that has become as small as those who come: whoever else says yes now waits."""
    kept = Count("invitations", filter=Q(invitations__state=InvitationState.CONFIRMED))
    asked = Count("invitations", filter=Q(invitations__state=InvitationState.INVITED))
    elsewhere = Session.objects.upcoming().exclude(provinces=HOME).alias(asked=asked).annotate(kept=kept)
    session = elsewhere.filter(kept__gte=1, asked__gte=1).earliest("starts_at")
    Session.objects.filter(pk=session.pk).update(capacity=session.kept)
    invitation = session.invitations.filter(state=InvitationState.INVITED).earliest("pk")
    services.answer_invitation(
        invitation=invitation, attends=True, way=AnswerWay.STAFF, by=staff.jamkrindo[0]
    )
