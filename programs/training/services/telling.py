"""Messages about a session leave through here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import Occasion
from programs.training.inviting import texts
from programs.training.models import Invitation, Session, Substitute
from soksi_portal.accounts.models import User
from soksi_portal.outbox import services as outbox
from soksi_portal.outbox.choices import Channel
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.texts.occasion import Filling

# what can happen to one person more than once in the same state of a session; counted under the session's lock
REPEATABLE = {Occasion.MOVED_UP, Occasion.INVITED_AGAIN, Occasion.CANCELLED}
FOR_SUBSTITUTES = {Occasion.MOVED_UP, Occasion.CHANGED, Occasion.CANCELLED}
SHORT_NOTICE = timedelta(hours=24)  # product.md, quiet hours: a change this near is told at any hour


def tell(invitation: Invitation, occasion: Occasion, text: Filling, *, at_any_hour: bool = False) -> None:
    send(
        invitation.session,
        occasion,
        invitation.person,
        text,
        time_zone=invitation.province.time_zone,
        at_any_hour=at_any_hour,
    )
    if occasion in FOR_SUBSTITUTES:
        tell_substitute(invitation, at_any_hour=at_any_hour)


def send(
    session: Session,
    occasion: Occasion,
    recipient: User,
    text: Filling,
    *,
    time_zone: str,
    at_any_hour: bool = False,
) -> None:
    told = Message.objects.about(session.subject_ref).filter(recipient=recipient, occasion=occasion.value)
    outbox.enqueue(
        occasion=occasion.value,
        subject_ref=session.subject_ref,
        recipient=recipient,
        **text.planned,
        revision=told.count() if occasion in REPEATABLE else session.revision,
        expires_at=session.starts_at,
        time_zone=time_zone,
        ignores_quiet_hours=at_any_hour,
    )


def tell_substitute(
    invitation: Invitation, *, released: Substitute | None = None, at_any_hour: bool = False
) -> None:
    """To who comes instead, where an address was given: how it stands now. What was planned before is taken back.

    It goes to that address on behalf of the person invited: a substitute has no account.
    """
    substitute = released or invitation.substitute
    if substitute is None or not substitute.email:
        return
    outbox.cancel_about(subject_ref=substitute.subject_ref, reason=_("Ada kabar yang lebih baru."))
    text = texts.substitute_text(invitation, substitute, is_released=released is not None)
    outbox.enqueue(
        occasion=Occasion.SUBSTITUTE.value,
        subject_ref=substitute.subject_ref,
        recipient=invitation.person,
        address=substitute.email,
        channel=Channel.EMAIL,
        **text.planned,
        revision=Message.objects.about(substitute.subject_ref).count(),
        expires_at=invitation.session.starts_at,
        time_zone=invitation.province.time_zone,
        ignores_quiet_hours=at_any_hour,
    )


def is_short_notice(*starts: datetime) -> bool:
    return min(starts) - timezone.now() <= SHORT_NOTICE
