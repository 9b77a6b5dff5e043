"""Handing out certificates: to one, and to everybody of a session. Twice is once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import Occasion, SessionState
from programs.training.errors import NotEarned
from programs.training.messages import place_of
from programs.training.models import Certificate, Invitation, Session
from programs.training.services.locking import lock_session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import in_zone
from soksi_portal.outbox.services import enqueue

from . import needs, texts
from .bundles import drop_bundles
from .numbers import new_number

NEEDED = ("person", "province", "business", "attendance__substitute")


@transaction.atomic
def issue_certificate(*, invitation: Invitation, by: User) -> Certificate:
    """The certificate that stands, or a new one, also after a withdrawn one. Raises NotEarned."""
    session = lock_session(invitation.session)
    standing = Certificate.objects.standing().filter(invitation=invitation).first()
    if standing:
        return standing
    _refuse_now(session)
    needs.queue_up(session.module)
    ready = needs.earned(session).select_related(*NEEDED).filter(pk=invitation.pk).first()
    if ready is None:
        raise NotEarned(_why_not(session, invitation))
    return _issued([ready], session, by)[0]


@transaction.atomic
def issue_session(*, session: Session, by: User, most: int | None = None) -> int:
    """To everybody who has earned one and never got it, at most `most`; returns how many. Raises NotEarned.

    The session's row is the queue: who presses at the same time finds nobody left.
    """
    session = lock_session(session)
    _refuse_now(session)
    needs.queue_up(session.module)
    ready = needs.awaited(session).select_related(*NEEDED).order_by("pk")
    return len(_issued(list(ready[:most]), session, by))


def _why_not(session: Session, invitation: Invitation) -> str:
    there = needs.measured(session).filter(pk=invitation.pk).first()
    if there is None:
        return _("Sertifikat hanya untuk yang tercatat hadir di sesi ini.")
    lack = needs.lack_words(session.module, there)
    return _("Belum memenuhi syarat sertifikat: %(lack)s.") % {"lack": lack}


def _refuse_now(session: Session) -> None:
    if session.state != SessionState.HELD:
        raise NotEarned(_("Sertifikat diterbitkan setelah pelatihan terlaksana dan kehadirannya lengkap."))
    if not session.module.gives_certificate:
        raise NotEarned(_("Modul ini tidak memberi sertifikat."))


def _issued(invitations: Sequence[Invitation], session: Session, by: User) -> list[Certificate]:
    if not invitations:
        return []
    with because(_("Sertifikat diterbitkan."), by=by):
        issued = Certificate.objects.bulk_create(
            certificates_for(invitations, session=session, by=by, at=timezone.now())
        )
    for certificate in issued:
        tell_ready(certificate)
    drop_bundles(session)
    return issued


def certificates_for(
    invitations: Iterable[Invitation], *, session: Session, by: User, at: datetime
) -> list[Certificate]:
    """Not saved yet: the words as they are at this moment."""
    wanted = list(invitations)
    numbers = unused_numbers(len(wanted), in_zone(at, session.time_zone).year)
    return [
        Certificate(
            number=number,
            invitation=one,
            person_id=one.person_id,
            pilot_id=one.pilot_id,
            business_id=one.business_id,
            module_id=session.module_id,
            session=session,
            province_id=one.province_id,
            name=one.attendance.guest,  # who came, not who was invited
            business_name=one.business.name,
            module_title=session.module.title,
            hours=session.module.hours,
            place=place_of(session),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            time_zone=session.time_zone,
            issued_at=at,
            issued_by=by,
        )
        for one, number in zip(wanted, numbers, strict=True)
    ]


def unused_numbers(count: int, year: int) -> list[str]:
    numbers: set[str] = set()
    while len(numbers) < count:
        fresh = {new_number(year) for _ in range(count - len(numbers))}
        numbers |= fresh - set(Certificate.objects.filter(number__in=fresh).values_list("number", flat=True))
    return sorted(numbers)


def tell_ready(certificate: Certificate) -> None:
    enqueue(
        occasion=Occasion.CERTIFICATE_READY,
        subject_ref=certificate.subject_ref,
        recipient=certificate.person,
        **texts.ready_text(certificate).planned,
        time_zone=certificate.time_zone,
    )
