"""What is held about a person's trainings, and taking an erased person out of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget
from umkm.cadres.erasure import Eraser
from umkm.cadres.models import Cadre

from .certificates.ending import forget_certificates, lock_certificates
from .models import Attendance, CalendarSubscription, Certificate, Invitation
from .models.sessions import new_token


def trainings_held(user: User) -> Iterable[Section]:
    found = (
        Invitation.objects.filter(person=user)
        .select_related("session__module")
        .order_by("-session__starts_at", "-pk")
    )
    came = {one.invitation_id: one for one in Attendance.objects.filter(invitation__person=user)}
    yield Section(
        key="pelatihan",
        title=_("Pelatihan"),
        purpose=_("Untuk mengundang Anda dan mencatat kehadiran Anda."),
        records=tuple(_record(invitation, came.get(invitation.pk)) for invitation in found),
        empty=_("Anda belum pernah diundang."),
        rank=52,
    )


def _record(invitation: Invitation, attendance: Attendance | None) -> Record:
    return Record(
        title=str(invitation.session),
        when=invitation.session.starts_at,
        facts=(
            Fact("sesi", _("Sesi"), str(invitation.session)),
            Fact("mulai", _("Mulai"), invitation.session.starts_at),
            Fact("diundang", _("Diundang"), invitation.invited_at),
            Fact("jawaban", _("Jawaban"), str(invitation.get_state_display())),
            Fact("alasan", _("Alasan"), invitation.reason),
            Fact("dijawab", _("Dijawab"), invitation.answered_at),
            Fact("kehadiran", _("Kehadiran"), str(attendance.get_status_display()) if attendance else ""),
            Fact(
                "dicatat_lewat",
                _("Dicatat lewat"),
                str(attendance.get_method_display()) if attendance else "",
            ),
            Fact("datang", _("Datang"), attendance.arrived_at if attendance else None),
        ),
    )


def certificates_held(user: User) -> Iterable[Section]:
    found = Certificate.objects.filter(person=user).order_by("-issued_at", "-pk")
    yield Section(
        key="sertifikat",
        title=_("Sertifikat"),
        purpose=_("Untuk membuktikan pelatihan yang Anda ikuti kepada siapa pun yang Anda beri nomornya."),
        records=tuple(_certificate(one) for one in found),
        empty=_("Anda belum punya sertifikat."),
        rank=53,
    )


def _certificate(one: Certificate) -> Record:
    return Record(
        title=one.module_title,
        when=one.issued_at,
        url=one.get_absolute_url(),
        facts=(
            Fact("nomor", _("Nomor"), one.number),
            Fact("nama", _("Nama di sertifikat"), one.name),
            Fact("usaha", _("Usaha"), one.business_name),
            Fact("modul", _("Modul"), one.module_title),
            Fact("tempat", _("Tempat"), one.place),
            Fact("terbit", _("Diterbitkan"), one.issued_at),
            Fact("status", _("Status"), one.state_label),
            Fact("berakhir", _("Tidak berlaku sejak"), one.ended_at),
            Fact("alasan", _("Alasan"), one.end_reason),
        ),
    )


def lock(cadre: Cadre) -> None:
    """The sessions whose certificates end; of the rest only words go."""
    lock_certificates(cadre.user_id)


def obstacles(cadre: Cadre) -> list[str]:
    """An invitation ends with the seat, which the business's tie asks about."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That a place was taken and used stays; the words of the answer and the way in without a password go."""
    found = list(Invitation.objects.filter(person=cadre.user_id).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=found).exclude(reason="").update(reason="")
    for pk in found:
        Invitation.objects.filter(pk=pk).update(token=new_token())
    forget(Invitation, found, reason="")
    addresses = CalendarSubscription.objects.filter(person=cadre.user_id, revoked_at=None)
    return {
        "invitations": len(found),
        "calendars": addresses.update(revoked_at=timezone.now()),
        "certificates": forget_certificates(person_id=cadre.user_id, by=by),
    }


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
