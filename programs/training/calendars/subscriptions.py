"""The secret address of a person's calendar, and what is read there."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training import queries
from programs.training.choices import InvitationState
from programs.training.models import CalendarSubscription, Invitation, Session, SessionProvince
from programs.training.models.materials import TAKE_PART
from programs.training.models.schedule import digest_of, subscription_token
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.regions.scoping import province_codes

from .ics import Entry

# past ones, and cancelled ones so that every client hears of it
KEPT = timedelta(days=90)
MOST_ENTRIES = 1_000
READERS = (Role.CADRE, Role.TRAINER, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)


def own_subscription(person: User) -> CalendarSubscription | None:
    return CalendarSubscription.objects.filter(person=person, revoked_at=None).first()


@transaction.atomic
def renew_subscription(*, by: User) -> CalendarSubscription:
    """A new address; one made before is dead from now on. Two taps at once queue up at the person's row."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    revoke_subscription(by=by)
    nonce = secrets.token_urlsafe()
    with because(_("Alamat kalender dibuat."), by=by):
        return CalendarSubscription.objects.create(
            person=by, nonce=nonce, digest=digest_of(subscription_token(nonce))
        )


@transaction.atomic
def revoke_subscription(*, by: User) -> int:
    """How many were alive: one, or none."""
    with because(_("Alamat kalender dicabut."), by=by):
        return CalendarSubscription.objects.filter(person=by, revoked_at=None).update(
            revoked_at=timezone.now()
        )


def subscription_by(token: str) -> CalendarSubscription | None:
    """Whose calendar an address is, while that person has an account and a part in trainings."""
    found = (
        CalendarSubscription.objects.filter(digest=digest_of(token), revoked_at=None, person__is_active=True)
        .select_related("person__cadre__province")
        .first()
    )
    return found if found and found.person.has_role(*READERS) else None


def note_reading(subscription: CalendarSubscription) -> None:
    if not subscription.is_read_today():
        today = timezone.now().date()
        CalendarSubscription.objects.filter(pk=subscription.pk).update(last_read_on=today)


def entries_of(person: User) -> list[Entry]:
    """What a person trains, is invited to, coordinates or has scheduled; three queries. Whoever declined has no part;
    an invitation that ended stays for a while as cancelled, since a client keeps what merely vanishes.
    """
    since = timezone.now() - KEPT
    invitations = {
        one.session_id: one
        for one in Invitation.objects.filter(
            person=person, state__in=(*TAKE_PART, InvitationState.CANCELLED), session__ends_at__gt=since
        ).only("session_id", "state", "answered_at", "ended_at", "revision")
    }
    sessions = (
        Session.objects.filter(_own(person, list(invitations)), ends_at__gt=since)
        .select_related("module", "venue__regency")
        .annotate(by_office=Case(When(_by_office(person), then=True), default=False))
        .order_by("starts_at", "pk")
    )
    zone = queries.viewer_zone(person)
    return [
        _entry(session, invitations.get(session.pk), person, zone, by_office=session.by_office)
        for session in sessions[:MOST_ENTRIES]
    ]


def _own(person: User, invited: list[int]) -> Q:
    return Q(pk__in=invited) | _by_office(person)


def _by_office(person: User) -> Q:
    """What somebody sees without being invited."""
    own = Q(pk__in=[])
    if person.has_role(Role.TRAINER):
        own |= Q(trainer=person)
    if person.has_role(Role.JAMKRINDO, Role.ADMIN):
        own |= Q(created_by=person)
    codes = province_codes(person)
    if codes:
        own |= Q(pk__in=SessionProvince.objects.filter(province__in=codes).values("session"))
    return own


def _entry(
    session: Session, invitation: Invitation | None, person: User, zone: str, *, by_office: bool
) -> Entry:
    state = invitation.state if invitation else ""
    touched = [one for one in (invitation.answered_at, invitation.ended_at) if one] if invitation else []
    return Entry(
        session,
        shows_link=session.trainer_id == person.pk or state == InvitationState.CONFIRMED,
        touched_at=max(touched, default=None),
        zone=zone,
        is_ended=state == InvitationState.CANCELLED and not by_office,
        revision=invitation.revision if invitation else 0,
    )
