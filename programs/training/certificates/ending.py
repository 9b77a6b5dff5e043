"""Certificates that cease to be valid: withdrawn, replaced after a correction, or given up with the person's data."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import CertificateEnding, Occasion
from programs.training.errors import CertificateEnded, NotEarned, ReasonMissing
from programs.training.models import Certificate, Invitation, Session
from programs.training.services.locking import lock_session
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because, forget
from soksi_portal.outbox.services import cancel_about, enqueue

from . import texts
from .bundles import drop_bundles
from .issuing import tell_ready, unused_numbers

COPIED = (
    "invitation_id", "person_id", "pilot_id", "business_id", "module_id", "session_id", "province_id",
    "business_name", "module_title", "hours", "place", "starts_at", "ends_at", "time_zone",
)  # fmt: skip


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """Its owner is told why. Raises ReasonMissing, CertificateEnded."""
    certificate = _ended(certificate, CertificateEnding.WITHDRAWN, reason, by)
    enqueue(
        occasion=Occasion.CERTIFICATE_WITHDRAWN,
        subject_ref=certificate.subject_ref,
        recipient=certificate.person,
        **texts.withdrawn_text(certificate).planned,
        time_zone=certificate.time_zone,
    )
    return certificate


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, name: str, reason: str, by: User) -> Certificate:
    """The same certificate with a corrected name; the old one stays and says what replaces it.

    Raises NotEarned, ReasonMissing, CertificateEnded.
    """
    name = " ".join(name.split())
    if name == certificate.name:
        raise NotEarned(_("Nama ini sama dengan yang tercetak. Tulis nama yang benar."), field="name")
    old = _ended(certificate, CertificateEnding.REPLACED, reason, by)
    now = timezone.now()
    with because(_("Sertifikat diterbitkan ulang dengan nama yang benar."), by=by):
        new = Certificate.objects.create(
            number=unused_numbers(1, now.astimezone(old.session.zone).year)[0],
            name=name,
            replaces=old,
            issued_at=now,
            issued_by=by,
            **{field: getattr(old, field) for field in COPIED},
        )
    tell_ready(new)
    return new


def _ended(certificate: Certificate, ending: CertificateEnding, reason: str, by: User) -> Certificate:
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Tulis alasannya."), field="reason")
    lock_session(certificate.session)
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("person", "session")
        .get(pk=certificate.pk)
    )
    if not certificate.stands:
        raise CertificateEnded(_("Sertifikat ini sudah tidak berlaku. Muat ulang halaman."))
    certificate.ended_at, certificate.ended_by = timezone.now(), by
    certificate.ending, certificate.end_reason = ending, reason
    with because(reason, by=by):
        certificate.save(update_fields=["ended_at", "ended_by", "ending", "end_reason"])
    cancel_about(subject_ref=certificate.subject_ref, reason=_("Sertifikat tidak berlaku lagi."), by=by)
    drop_bundles(certificate.session)
    return certificate


def lock_certificates(of: Q, *, person_id: int | None) -> None:
    """All sessions of the person first, as everybody does who issues or ends: nobody issues one meanwhile."""
    invited = set(Invitation.objects.filter(person=person_id).values_list("session", flat=True))
    invited |= set(Certificate.objects.filter(of).values_list("session", flat=True))
    list(Session.objects.filter(pk__in=invited).select_for_update().order_by("pk").values_list("pk"))


def forget_certificates(*, of: Q, by: User) -> int:
    """That they were issued stays, with their numbers; the names go, and none of them is valid any more."""
    ids = list(Certificate.objects.filter(of).values_list("pk", flat=True))
    found = Certificate.objects.filter(pk__in=ids)
    sessions = list(Session.objects.filter(certificates__in=ids).distinct())
    found.standing().update(
        ended_at=timezone.now(), ended_by=by, ending=CertificateEnding.ERASED, name="", business_name=""
    )
    found.update(name="", business_name="", end_reason="")
    forget(Certificate, ids, name="", business_name="", end_reason="")
    for session in sessions:
        drop_bundles(session)
    return len(ids)
